"""``manage.py rotate_field_keys``: every sealed value under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from turkcell_hub.tenancy.services import sealing


class Command(BaseCommand):
    help = (
        "Seals every stored secret again with the first key of FIELD_ENCRYPTION_KEYS. Put the new"
        " key in front, restart all processes, run this, and only then take the old key away. It"
        " may be stopped at any time and run again. Exit code: 0 all values are under the newest"
        " key, 1 some can be opened by no key (they are named; do not remove a key then)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed, broken = sealing.rotate(self._tell)
        for row in broken:
            self.stderr.write(f"  hiçbir anahtar açmıyor: {row}")
        if broken:
            raise CommandError(f"{len(broken)} satır açılamadı; eski anahtarları kaldırmayın.")
        self.stdout.write(f"{changed} değer yeni anahtarla mühürlendi; hepsi yeni anahtarda.")

    def _tell(self, model: str, done: int, total: int) -> None:
        self.stdout.write(f"{model}: {done}/{max(done, total)}")
