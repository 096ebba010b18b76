"""Ay kapanışı: what was sent in a calendar month and delivered, at that month's tariff.

A month belongs to the clock of Istanbul, and a message to the month in which it was handed to
the operator, whenever it is delivered (A-003). It is closed once, on the tariff's closing day,
in one transaction. Reports that come later are found by counting the earlier months again: the
difference to what has been billed for them is a correction line of the next statement. So a
closing that was killed anywhere, or that runs twice, gives the same statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import structlog
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar, usage
from turkcell_hub.billing.models import BillingProfile, Statement, StatementLine
from turkcell_hub.billing.services import limits, tariffs
from turkcell_hub.errors import Conflict
from turkcell_hub.ledger.models import Kind
from turkcell_hub.lib.money import to_kurus
from turkcell_hub.tenancy.actor import Actor, system

log = structlog.get_logger(__name__)

# Earlier months are counted again so often. An operator's last word comes within days; older
# messages may have been erased, and erasing must not look like a correction.
LOOK_BACK = 3
TARIFF_MISSING = "tariff_missing"


def months_to_close(firm_id: int, now: dt.datetime | None = None) -> list[dt.date]:
    """Months that are due and have no statement yet, oldest first; the caller is in the firm's
    scope."""
    now = now or timezone.now()
    begun = [moment for source in usage.sources() if (moment := _first(source, firm_id))]
    if not begun:
        return []
    closed = set(Statement.objects.values_list("month", flat=True))
    month, due = calendar.month_of(min(begun)), []
    while calendar.bounds(month)[1] <= now:
        if month not in closed and closes_at(month) <= now:
            due.append(month)
        month = calendar.next_month(month)
    return due


def close_due(firm_id: int) -> int:
    """Closes what is due, oldest first; stops at a month that cannot be closed, because the
    later ones must not overtake it. A month without a tariff is written down for the people
    (``tariffs.months_without``). Returns how many were closed."""
    actor = system(firm_id, _("Ay kapanışı"))
    closed, without = 0, None
    for month in months_to_close(firm_id):
        try:
            close(actor, month)
        except Conflict as stopped:
            log.warning("billing.month_waits", firm=firm_id, month=str(month), code=stopped.code)
            without = month if stopped.code == TARIFF_MISSING else None
            break
        closed += 1
    profiles = BillingProfile.objects.filter(firm_id=firm_id)
    profiles.exclude(month_waits=without).update(month_waits=without)
    return closed


def closes_at(month: dt.date) -> dt.datetime:
    """The first moment of the closing day; without a tariff, of the next month."""
    tariff = tariffs.of_month(month)
    day = tariff.closing_day if tariff else 1
    return calendar.day_start(calendar.next_month(month).replace(day=day))


def close(actor: Actor, month: dt.date, now: dt.datetime | None = None) -> Statement:
    """The month's statement; the one that is there when it has been closed before.

    Raises ``Conflict`` while the month runs, before an earlier month is closed, and without a
    tariff.
    """
    now = now or timezone.now()
    month = month.replace(day=1)
    with transaction.atomic():
        limits.lock(actor.firm_id)  # one closing of a firm at a time
        known: Statement | None = Statement.objects.filter(month=month).first()
        if known is not None:
            return known
        if calendar.bounds(month)[1] > now:
            raise Conflict(_("Ay bitmeden kapatılamaz."), code="month_runs")
        if Statement.objects.filter(month__gt=month).exists():
            raise Conflict(_("Sonraki bir ay kapanmış; bu ay ayrıca kapatılamaz."), code="order")
        lines = list(_lines(actor.firm_id, month))
        statement = Statement.objects.create(
            firm_id=actor.firm_id,
            month=month,
            parts=sum(line.parts for line in lines),
            net=sum((line.net for line in lines), Decimal(0)),
            vat=sum((line.vat for line in lines), Decimal(0)),
            gross=sum((line.net + line.vat for line in lines), Decimal(0)),
            closed_at=now,
            by_label=actor.label[:150],
        )
        for line in lines:
            line.statement = statement
        StatementLine.objects.bulk_create(lines)
        changes = {"parts": statement.parts, "gross": str(statement.gross)}
        trail.record(actor, "billing.month.closed", statement, changes)
    return statement


def _lines(firm_id: int, month: dt.date) -> Iterator[StatementLine]:
    for source in usage.sources():
        yield _line(firm_id, source, month, messages=0, parts=0)
        earlier = month
        for _step in range(LOOK_BACK):
            earlier = calendar.previous_month(earlier)
            if not Statement.objects.filter(month=earlier).exists():
                break  # never closed: it is nobody's to correct
            billed = StatementLine.objects.filter(source=source.code, for_month=earlier).aggregate(
                messages=Sum("messages"), parts=Sum("parts")
            )
            line = _line(firm_id, source, earlier, billed["messages"] or 0, billed["parts"] or 0)
            if line.parts or line.messages:
                yield line


def _line(
    firm_id: int, source: usage.Source, month: dt.date, messages: int, parts: int
) -> StatementLine:
    """What ``month`` counts now, less what has been billed for it."""
    tariff = tariffs.of_month(month)
    if tariff is None:
        raise Conflict(
            _("%(month)s için tarife yok; Admin tarifeyi tanımlayınca ay kapanır.")
            % {"month": f"{month:%m.%Y}"},
            code=TARIFF_MISSING,
        )
    counted = source.delivered(firm_id, Kind.LIMIT.value, *calendar.bounds(month))
    left = counted.parts - parts
    net = to_kurus(tariff.unit_price * left)
    return StatementLine(
        firm_id=firm_id,
        source=source.code,
        for_month=month,
        messages=counted.messages - messages,
        parts=left,
        unit_price=tariff.unit_price,
        vat_rate=tariff.vat_rate,
        net=net,
        vat=to_kurus(net * tariff.vat_rate / 100),
    )


def _first(source: usage.Source, firm_id: int) -> dt.datetime | None:
    return source.first_sent(firm_id, Kind.LIMIT.value)
