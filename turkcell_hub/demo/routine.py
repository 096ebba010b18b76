"""What a firm sets once and forgets: reminders of low credit and mailed reports."""

from __future__ import annotations

from messaging.models import ReportSchedule
from messaging.selectors.reporting import tables
from messaging.services import report_schedules
from turkcell_hub.billing.services import reminders
from turkcell_hub.ledger.models import Kind
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

# (name, how often, hour, table, file)
REPORTS = (
    ("Günlük gönderim özeti", ReportSchedule.Every.DAY, 8, tables.DAILY, "xlsx"),
    ("Haftalık ulaşmama nedenleri", ReportSchedule.Every.WEEK, 9, tables.REASONS, "xlsx"),
    ("Aylık grup dökümü", ReportSchedule.Every.MONTH, 9, "group", "csv"),
)


def build(actor: Actor) -> None:
    """Fills the firm in scope."""
    people = list(Membership.objects.filter(role__in=("ADMIN", "YONETICI")).order_by("pk"))
    reminders.save(
        actor, None,
        {"kind": Kind.SMS.value, "threshold": 5000, "is_active": True, "members": people},
    )  # fmt: skip
    for name, every, hour, part, file_format in REPORTS:
        data = {"name": name, "every": every, "hour": hour, "part": part, "is_active": True}
        report_schedules.save(
            actor, None, {**data, "file_format": file_format, "members": people[:1]}
        )
