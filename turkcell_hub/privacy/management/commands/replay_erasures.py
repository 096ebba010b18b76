"""``manage.py replay_erasures``: after a restore, erased persons are erased again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from turkcell_hub.privacy.services import erasure_list


class Command(BaseCommand):
    help = (
        "Erases again everybody who was erased since the backup, by the sealed files in the"
        " storage's folder “erasures”. Run it after a restore, before the portal opens. Exit code:"
        " 0, or 1 when a file cannot be read or its firm is not in this database."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        seen = erasure_list.replay()
        self.stdout.write(f"{seen.done} silme yeniden uygulandı, {seen.rows} satır silindi.")
        if seen.broken or seen.strangers:
            raise CommandError(
                f"{seen.broken} kayıt okunamadı, {seen.strangers} kaydın firması bu veritabanında"
                " yok."
            )
