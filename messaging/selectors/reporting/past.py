"""What another panel had sent in the range: beside our figures, never among them (S-064)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from messaging.models import PastReport
from messaging.selectors import hidden
from messaging.selectors.reporting.question import Question

RIGHT = "messaging.past_report.view"
_RANGE = frozenset({"period", "from", "to"})
_PLACES = {
    PastReport.State.DELIVERED.value: "delivered",
    PastReport.State.FAILED.value: "failed",
    PastReport.State.UNKNOWN.value: "unknown",
}


@dataclass
class PastSums:
    """Messages by the end that the other panel reported."""

    delivered: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def sent(self) -> int:
        return self.delivered + self.failed + self.unknown


def as_json(sums: PastSums) -> dict[str, int]:
    return {"sent": sums.sent, **vars(sums)}


@dataclass
class Past:
    """The days that have any, and their ``total``."""

    days: dict[dt.date, PastSums] = field(default_factory=dict)
    total: PastSums = field(default_factory=PastSums)


def past(question: Question) -> Past:
    """By the day of sending on the firm's clock. Raises ``NotAllowed``. The other panel's
    records have neither campaign nor brand: the question's filters do not touch them."""
    question.actor.require(RIGHT)
    zone = ZoneInfo(question.period.zone)
    rows = hidden.visible(question.actor, PastReport.objects.all()).filter(
        sent_at__gte=question.period.start, sent_at__lt=question.period.end
    )
    by_day = rows.annotate(day=TruncDate("sent_at", tzinfo=zone)).values_list("day", "state")
    found = Past()
    for day, state, number in by_day.annotate(Count("pk")).order_by("day"):
        for sums in (found.days.setdefault(day, PastSums()), found.total):
            setattr(sums, _PLACES[state], getattr(sums, _PLACES[state]) + number)
    return found


def beside(question: Question) -> Past | None:
    """The same for the page: None where there is nothing, or a filter asks for our own."""
    if not question.actor.can(RIGHT) or set(question.params) - _RANGE:
        return None
    found = past(question)
    return found if found.total.sent else None
