"""``manage.py parked_inbound``: messages to a shared number whose firm could not be told."""

from __future__ import annotations

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from messaging.services import relays
from turkcell_hub.errors import HubError
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.models import Firm


class Command(BaseCommand):
    help = (
        "Messages to a shared number that belong to no firm beyond doubt: list, assign to a firm,"
        " or discard with a reason. The list masks the sender and leaves the text out; --text"
        " shows it. Exit code: 0 done, 1 refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list").add_argument("--text", action="store_true")
        assign = steps.add_parser("assign")
        assign.add_argument("id", type=int)
        assign.add_argument("--firm", required=True, help="short name of the firm")
        discard = steps.add_parser("discard")
        discard.add_argument("id", type=int)
        discard.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except HubError as refused:
            raise CommandError(str(refused.message)) from None

    def _list(self, options: dict[str, Any]) -> None:
        rows = relays.parked()
        for row in rows:
            at = timezone.localtime(row.received_at)
            line = f"{row.pk}  {at:%d.%m.%Y %H:%M}  {row.recipient}  {phones.mask(row.sender)}"
            text = f"  {row.text}" if options["text"] else ""
            self.stdout.write(f"{line}  {row.reason}{text}")
        self.stdout.write(f"{len(rows)} mesaj bekliyor.")

    def _assign(self, options: dict[str, Any]) -> None:
        firm = Firm.objects.filter(slug=options["firm"], is_active=True).first()
        if firm is None:
            raise CommandError(f"{options['firm']} kısa adlı etkin bir firma yok.")
        relays.assign(options["id"], firm, getpass.getuser())
        self.stdout.write(f"{firm.name} firmasına verildi; birkaç saniye içinde yönlendirilir.")

    def _discard(self, options: dict[str, Any]) -> None:
        relays.discard(options["id"], getpass.getuser(), options["reason"])
        self.stdout.write("Atıldı; kaydı ve nedeni duruyor.")
