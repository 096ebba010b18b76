"""``manage.py unread_bodies``: pushed bodies that could not be understood within a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from iys_consent.models import RegistryPush
from messaging.models import ReportPush
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services import bodies

_KINDS = {"report": ReportPush, "iys": RegistryPush}


class Command(BaseCommand):
    help = (
        "Bodies pushed by operators (report) and by İYS (iys) whose understanding failed for a"
        " day: list them (never their content), or have them tried again once the cause is"
        " mended. What fails again is set aside again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list")
        again = steps.add_parser("retry")
        again.add_argument("kind", choices=sorted(_KINDS))
        again.add_argument("ids", type=int, nargs="*", help="none: all of the kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        with every_firm():
            if options["step"] == "list":
                self._list()
            else:
                self._retry(options["kind"], options["ids"])

    def _list(self) -> None:
        found = 0
        for kind, model in _KINDS.items():
            rows = bodies.set_aside(model.objects.all()).select_related("firm").defer("body")
            for row in rows.order_by("pk"):
                found += 1
                at = timezone.localtime(row.received_at)
                said = f"{at:%d.%m.%Y %H:%M}  {row.firm.slug}  {row.error}  {row.tries} deneme"
                self.stdout.write(f"{kind} {row.pk}  {said}")
        self.stdout.write(f"{found} bildirim kenarda.")

    def _retry(self, kind: str, ids: list[int]) -> None:
        rows = _KINDS[kind].objects.all()
        count = bodies.again(rows.filter(pk__in=ids) if ids else rows)
        self.stdout.write(f"{count} bildirim yeniden denenecek.")
