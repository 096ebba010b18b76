"""``manage.py check_ledger``: do the books still balance? Exit code 1 when not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from turkcell_hub.ledger import checks


class Command(BaseCommand):
    help = "Kredi defterinin değişmezlerini (I1, I2) denetler; uymayan varsa çıkış kodu 1 olur."

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks.findings()
        for finding in found:
            self.stderr.write(f"{finding.rule}: {finding.count} kayıt, ilki {finding.example}")
        if found:
            raise CommandError("Kredi defteri tutmuyor; harcamaları durdurun.", returncode=1)
        self.stdout.write("Kredi defteri tutuyor.")
