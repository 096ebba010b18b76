"""``manage.py signing_keys``: the keys that sign receipts and evidence packs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from turkcell_hub.tenancy.services import signing


class Command(BaseCommand):
    help = (
        "Lists the keys with which the portal signs receipts and evidence packs, with their"
        " fingerprints. --rotate makes a new one; the old one's private half is erased and its"
        " public half stays published, so that what it signed can still be checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rotate", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rotate"]:
            signing.rotate()
        for key in signing.known():
            until = _moment(key.retired_at) if key.retired_at else "kullanımda"
            self.stdout.write(f"{_moment(key.created_at)} – {until}")
            self.stdout.write(f"  {signing.fingerprint(key)}")
        self.stdout.write(f"Yayımlandığı yer: {signing.keys_at()}")


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
