"""Gün kapanışı: what a wallet did on each day of Istanbul, equal to the ledger (C-07)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, F, Sum, When
from django.db.models.functions import TruncDate

from turkcell_hub.billing import calendar, usage
from turkcell_hub.ledger.models import Account, Transfer


@dataclass(frozen=True)
class Day:
    """Parts of one day. ``sent``: credit taken; ``refunded``: credit that came back on this
    day, whenever it had been taken; ``delivered``: what arrived on this day. ``opening`` +
    ``loaded`` − ``sent`` + ``refunded`` + ``adjusted`` = ``closing``, the balance at midnight.
    """

    day: dt.date
    opening: int
    loaded: int
    sent: int
    refunded: int
    adjusted: int
    delivered: int

    @property
    def closing(self) -> int:
        return self.opening + self.loaded - self.sent + self.refunded + self.adjusted


def daily(firm_id: int, kind: str, start: dt.date, end: dt.date) -> list[Day]:
    """Every day from ``start`` to ``end``, both included, zeros too; the caller is in the firm's
    scope. The sums over all days are those of the ledger's movements."""
    first, after = calendar.day_start(start), calendar.day_start(end + dt.timedelta(days=1))
    moves = Transfer.objects.filter(firm_id=firm_id, kind=kind).order_by()
    signed = Case(When(credit__role=Account.Role.AVAILABLE, then=F("amount")), default=-F("amount"))
    balance = moves.filter(at__lt=first).aggregate(sum=Sum(signed))["sum"] or 0
    by_day: dict[dt.date, dict[str, int]] = defaultdict(dict)
    amount = Case(When(type=Transfer.Type.ADJUST, then=signed), default=F("amount"))
    rows = (
        moves.filter(at__gte=first, at__lt=after)
        .annotate(day=TruncDate("at", tzinfo=calendar.ISTANBUL))
        .values_list("day", "type")
        .annotate(sum=Sum(amount))
    )
    for day, type_, total in rows:
        by_day[day][type_] = total
    delivered = _delivered(firm_id, kind, first, after)
    found = []
    for offset in range((end - start).days + 1):
        day = start + dt.timedelta(days=offset)
        sums = by_day.get(day, {})
        row = Day(
            day=day,
            opening=balance,
            loaded=sums.get(Transfer.Type.LOAD, 0),
            sent=sums.get(Transfer.Type.SPEND, 0),
            refunded=sums.get(Transfer.Type.REFUND, 0),
            adjusted=sums.get(Transfer.Type.ADJUST, 0),
            delivered=delivered.get(day, 0),
        )
        balance = row.closing
        found.append(row)
    return found


def _delivered(
    firm_id: int, kind: str, first: dt.datetime, after: dt.datetime
) -> dict[dt.date, int]:
    found: dict[dt.date, int] = defaultdict(int)
    for source in usage.sources():
        for day, used in source.delivered_by_day(firm_id, kind, first, after).items():
            found[day] += used.parts
    return found
