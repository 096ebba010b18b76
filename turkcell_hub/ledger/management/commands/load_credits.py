"""``manage.py load_credits``: credits that a firm has bought, or a correction."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.errors import HubError
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm


class Command(BaseCommand):
    help = (
        "Loads credits that a firm has bought. --key names the purchase (an invoice number): the"
        " same key again moves nothing, so the command may be repeated after a break. --correct"
        " books a difference, also a negative one, instead. Exit code: 0 booked (or known"
        " already), 1 refused (the reason is printed and nothing was written)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("firm", help="short name (slug) of the firm")
        parser.add_argument("amount", type=int)
        parser.add_argument("--key", required=True, help="unique name of this purchase")
        parser.add_argument("--by", required=True, metavar="NAME", help="who answers for it")
        parser.add_argument("--kind", default=Kind.SMS.value, choices=Kind.values)
        parser.add_argument("--correct", action="store_true", help="a correction, may be negative")

    def handle(self, *args: Any, **options: Any) -> None:
        firm = Firm.objects.filter(slug=options["firm"]).first()
        if firm is None:
            known = ", ".join(Firm.objects.order_by("slug").values_list("slug", flat=True)[:20])
            raise CommandError(f"“{options['firm']}” diye bir firma yok. Olanlar: {known}.")
        actor = actors.system(firm.pk, options["by"])
        kind, amount, key = options["kind"], options["amount"], options["key"]
        try:
            if options["correct"]:
                credits.adjust(firm.pk, kind, amount, key, Reason.MANUAL, actor)
            else:
                credits.load(firm.pk, kind, amount, key, Reason.PURCHASE, actor)
        except HubError as refused:
            raise CommandError(str(refused.message)) from None
        left = credits.balance(firm.pk, kind)
        self.stdout.write(f"{firm.name}: kalan {Kind(kind).label} {left}.")
