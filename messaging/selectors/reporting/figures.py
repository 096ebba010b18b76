"""The sums: of a day, of a sender, of anything that a campaign has (L-125, C-07).

Every figure comes from ``Campaign``, ``CampaignCount`` and the ledger, which move in the same
transaction as the messages: they equal a count over the messages (a test holds it), and cost
the number of campaigns, not of messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from messaging.models import CampaignCount, MessageState
from messaging.selectors.reporting.question import Question
from messaging.sql import reporting
from messaging.states import FAILED


@dataclass
class Sums:
    """Messages and credits. ``total`` people were chosen; ``blocked`` of them got nothing;
    ``cancelled`` were called back; the others are ``sent``. ``credits`` were spent when the
    messages were prepared; ``refunded`` came back in the range, also of earlier messages."""

    campaigns: int = 0
    total: int = 0
    blocked: int = 0
    cancelled: int = 0
    delivered: int = 0
    unconfirmed: int = 0
    failed: int = 0
    credits: int = 0
    refunded: int = 0

    @property
    def sent(self) -> int:
        return self.total - self.blocked - self.cancelled

    @property
    def waiting(self) -> int:
        """Without a final word: in the queue, or with the operator."""
        return self.sent - self.delivered - self.unconfirmed - self.failed

    @property
    def net(self) -> int:
        return self.credits - self.refunded

    @property
    def percent(self) -> float | None:
        """Delivered of what has its end; None while nothing has."""
        over = self.delivered + self.unconfirmed + self.failed
        return round(100 * self.delivered / over, 1) if over else None

    def add(self, other: Sums) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def without(self, part: Sums) -> Sums:
        """What is left of the whole besides ``part``."""
        names = [one.name for one in fields(self)]
        return Sums(**{name: getattr(self, name) - getattr(part, name) for name in names})


NAMES = (
    "campaigns", "total", "blocked", "cancelled", "sent", "delivered", "unconfirmed", "failed",
    "waiting", "credits", "refunded", "net", "percent",
)  # fmt: skip


def as_json(sums: Sums) -> dict[str, Any]:
    return {name: getattr(sums, name) for name in NAMES}


@dataclass
class Daily:
    """Each day of the range, also the empty ones; ``total`` is their sum."""

    days: dict[dt.date, Sums]
    total: Sums = field(default_factory=Sums)


def daily(question: Question) -> Daily:
    """Günlük Gönderim Adetleri."""
    zone = ZoneInfo(question.period.zone)
    found = _by(
        question,
        TruncDate("prepared_at", tzinfo=zone),
        TruncDate("campaign__prepared_at", tzinfo=zone),
    )
    _add_refunds(found, _refunds_by_day(question))
    days = {day: found.get(day, Sums()) for day in question.period.days()}
    return Daily(days, total_of(days))


def by_key(question: Question, path: str) -> dict[Any, Sums]:
    """By anything that a campaign has: ``path`` is a field or lookup of ``Campaign``."""
    found = _by(question, F(path), F(f"campaign__{path}"))
    _add_refunds(found, _refunds_by(question, path))
    return found


def largest_campaigns(question: Question, most: int) -> list[int]:
    """The ids of those that sent most, the largest first."""
    unsent = CampaignCount.objects.filter(
        campaign=OuterRef("pk"), state__in=[MessageState.BLOCKED, MessageState.CANCELLED]
    )
    number = unsent.order_by().values("campaign").annotate(n=Sum("messages")).values("n")
    rows = question.in_period.annotate(sent=F("total") - Coalesce(Subquery(number), 0))
    return list(rows.order_by("-sent", "-total", "pk").values_list("pk", flat=True)[:most])


def only_refunded(question: Question) -> int:
    """How many campaigns of before the range got credits back in it."""
    before = question.campaigns.filter(prepared_at__lt=question.period.start)
    return len(_refunds_by(replace(question, campaigns=before), "pk"))


def total_of(found: Mapping[Any, Sums]) -> Sums:
    total = Sums()
    for one in found.values():
        total.add(one)
    return total


def _by(question: Question, of_campaign: Any, of_count: Any) -> dict[Any, Sums]:
    found: dict[Any, Sums] = {}
    rows = question.in_period.annotate(part=of_campaign).values_list("part")
    for part, number, total, credits in rows.annotate(
        Count("pk"), Sum("total"), Sum("credits")
    ).order_by():
        found[part] = Sums(campaigns=number, total=total, credits=credits)
    counts = CampaignCount.objects.filter(campaign__in=question.in_period.values("pk"))
    ended = counts.annotate(part=of_count).values_list("part", "state")
    for part, state, messages in ended.annotate(Sum("messages")).order_by():
        name = _place(state)
        sums = found.setdefault(part, Sums())
        setattr(sums, name, getattr(sums, name) + messages)
    return found


def _place(state: int) -> str:
    if state in FAILED:
        return "failed"
    return {
        MessageState.BLOCKED: "blocked",
        MessageState.CANCELLED: "cancelled",
        MessageState.DELIVERED: "delivered",
        MessageState.SENT_UNCONFIRMED: "unconfirmed",
    }[MessageState(state)]


def _add_refunds(found: dict[Any, Sums], refunds: Mapping[Hashable, int]) -> None:
    for part, amount in refunds.items():
        found.setdefault(part, Sums()).refunded += amount


def _refunds_by_day(question: Question) -> dict[dt.date, int]:
    return _refunds(question, "id", (reporting.BY_DAY, [question.period.zone]))


def _refunds_by(question: Question, path: str) -> dict[Any, int]:
    return _refunds(question, path, (reporting.BY_PART, []))


def _refunds(question: Question, path: str, by: tuple[str, list[Any]]) -> dict[Any, int]:
    spent = question.campaigns.filter(spend_id__isnull=False)
    rows = spent.annotate(part=F(path)).values_list("pk", "part").order_by()
    edges = (question.period.start, question.period.end)
    return reporting.refunds(question.actor.firm_id, by, rows, edges)
