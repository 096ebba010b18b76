"""After a restore from a dump: the feed begins a new epoch."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from turkcell_hub.events.services import epochs


class Command(BaseCommand):
    help = (
        "Değişiklik akışını yeni bir döneme geçirir. Veritabanı bir pg_dump yedeğinden yeni bir"
        " kümeye yüklendiyse bir kez çalıştırın: eski imleçler 410 alır ve okuyanlar baştan başlar."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        epochs.begin_anew()
        self.stdout.write("Akış yeni bir dönemde.")
