"""Delivery speed: from the operator's taking a message to its reaching the phone.

The clock of the end is the operator's report (never before the taking, never in the future).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Sum, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from messaging.models import CampaignSpeed
from messaging.selectors.reporting.breakdowns import CAMPAIGN, DIMENSIONS, MOST, Dimension
from messaging.selectors.reporting.question import Question
from messaging.sql import speed
from turkcell_hub.portal import cells

Buckets = Counter[int]


@dataclass(frozen=True)
class Speed:
    """``median`` and ``p95`` in seconds (at most 5 % wrong), None where nothing was measured;
    ``within_minute``: percent that was there in sixty seconds."""

    messages: int
    median: float | None
    p95: float | None
    within_minute: float | None


@dataclass(frozen=True)
class DailySpeed:
    """The days on which something was measured, by the day of sending."""

    days: Mapping[dt.date, Speed]
    total: Speed


@dataclass(frozen=True)
class Line:
    label: str
    speed: Speed


@dataclass(frozen=True)
class SpeedBy:
    """The largest first; what has no name that the actor may read stands in one line."""

    dimension: Dimension
    lines: list[Line]
    total: Speed


def daily(question: Question) -> DailySpeed:
    zone = ZoneInfo(question.period.zone)
    found = _buckets(question, TruncDate("campaign__prepared_at", tzinfo=zone))
    days = {day: _speed(found[day]) for day in sorted(found)}
    return DailySpeed(days, _speed(_sum(found)))


def by(question: Question, code: str, most: int = MOST) -> SpeedBy:
    """By one of ``DIMENSIONS``: operator account, sender, campaign …"""
    dimension = DIMENSIONS[code]
    if code == CAMPAIGN and question.in_period.count() > most:
        return _largest_campaigns(question, most)
    found = _buckets(question, F(f"campaign__{dimension.path}"))
    order = sorted(found, key=lambda key: (-found[key].total(), str(key)))
    labels = dimension.labels(question.actor, [key for key in order[:most] if key])
    lines, rest = [], []
    for key in order:
        if not key:
            lines.append(Line(str(dimension.empty), _speed(found[key])))
        elif key in labels:
            lines.append(Line(labels[key], _speed(found[key])))
        else:
            rest.append(found[key])
    if rest:
        lines.append(_others(len(rest), _added(rest)))
    # A campaign to several groups counts in each of them; the total counts it once.
    total = daily(question).total if code == "group" else _speed(_sum(found))
    return SpeedBy(dimension, lines, total)


def _largest_campaigns(question: Question, most: int) -> SpeedBy:
    """As ``breakdowns``: the database names the largest."""
    dimension = DIMENSIONS[CAMPAIGN]
    measured = CampaignSpeed.objects.filter(campaign__in=question.in_period.values("pk"))
    by_size = measured.order_by().values("campaign_id").annotate(n=Sum("messages"))
    rows = by_size.order_by("-n", "campaign_id").values_list("campaign_id", flat=True)
    ids = list(rows[:most])
    chosen = replace(question, campaigns=question.campaigns.filter(pk__in=ids))
    found = _buckets(chosen, F("campaign_id"))
    labels = dimension.labels(question.actor, ids)
    lines = [Line(labels[pk], _speed(found[pk])) for pk in ids]
    buckets = _sum(_buckets(question, Value(0)))
    number = measured.values("campaign_id").distinct().count() - len(ids)
    if number:
        lines.append(_others(number, buckets - _sum(found)))
    return SpeedBy(dimension, lines, _speed(buckets))


def _others(number: int, buckets: Buckets) -> Line:
    return Line(_("Diğerleri (%(n)d)") % {"n": number}, _speed(buckets))


def lasting(seconds: Any) -> str:
    """ "4,2 sn", "38 sn", "12 dk", "3,5 sa"."""
    value = float(seconds)
    if value < 10:
        return _("%(n)s sn") % {"n": cells.number(round(value, 1))}
    if value < 120:
        return _("%(n)s sn") % {"n": cells.number(round(value))}
    if value < 7200:
        return _("%(n)s dk") % {"n": cells.number(round(value / 60))}
    return _("%(n)s sa") % {"n": cells.number(round(value / 3600, 1))}


def as_json(one: Speed) -> dict[str, Any]:
    return vars(one)


def _buckets(question: Question, part: Any) -> dict[Any, Buckets]:
    rows = CampaignSpeed.objects.filter(campaign__in=question.in_period.values("pk"))
    found: dict[Any, Buckets] = {}
    counted = rows.annotate(part=part).values_list("part", "bucket").annotate(Sum("messages"))
    for key, bucket, messages in counted.order_by():
        found.setdefault(key, Counter())[bucket] += messages
    return found


def _sum(found: Mapping[Any, Buckets]) -> Buckets:
    return _added(list(found.values()))


def _added(all_of: list[Buckets]) -> Buckets:
    total: Buckets = Counter()
    for one in all_of:
        total.update(one)
    return total


def _speed(buckets: Buckets) -> Speed:
    number = buckets.total()
    if not number:
        return Speed(0, None, None, None)
    minute = sum(n for bucket, n in buckets.items() if bucket < speed.bucket_of(60))
    return Speed(number, _at(buckets, 0.5), _at(buckets, 0.95), round(100 * minute / number, 1))


def _at(buckets: Buckets, share: float) -> float:
    """The time by which ``share`` of the messages was there."""
    wanted, so_far = share * buckets.total(), 0
    for bucket in sorted(buckets):
        so_far += buckets[bucket]
        if so_far >= wanted:
            return round(speed.seconds_of(bucket), 1)
    return 0.0
