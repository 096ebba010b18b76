"""En yakın: the people nearest to a point (L-023, idea 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from fieldteams.models import FieldJob, FieldPhone, TrackingRules
from fieldteams.selectors import seen
from turkcell_hub.lib import arrays, geo
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

# Metres of a degree of latitude, a little less than it has: bounds must not promise too much.
DEGREE = 111_000.0
# Written out, because it is asked while somebody waits at the map (P10): it reads the index of
# places in the order of distance and so a few rows of many.
_NEAREST = """
WITH rule AS MATERIALIZED (
  SELECT now() - make_interval(mins => COALESCE(
         (SELECT stale_minutes FROM fieldteams_trackingrules
           WHERE firm_id = %(firm)s AND valid_from <= %(today)s
           ORDER BY valid_from DESC LIMIT 1), %(stale)s)) AS since
)
SELECT p.id, p.phone, p.description, p.subscriber_id, l.at, l.latitude, l.longitude, l.accuracy,
       l.speed, l.missed_at,
       (SELECT min(j.id) FROM fieldteams_fieldjob j
         WHERE j.firm_id = %(firm)s AND j.taken_by_id = p.id AND j.state = 'ALINDI')
  FROM fieldteams_latestposition l JOIN fieldteams_fieldphone p ON p.id = l.phone_id
 WHERE l.firm_id = %(firm)s AND l.latitude IS NOT NULL
   AND (l.at >= (SELECT since FROM rule)) = %(fresh)s
   AND p.state = 'ONAYLANDI' AND p.is_active AND p.id <> ALL (%(without)s::bigint[])
   AND (%(everything)s OR p.authority_code_id IS NULL
        OR p.authority_code_id = ANY (%(codes)s::bigint[]))
 ORDER BY point(l.longitude, l.latitude) <-> point(%(lon)s, %(lat)s)
 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Near:
    """``job``: what the person has taken and not finished."""

    seen: seen.Seen
    metres: float
    job: FieldJob | None = None


class _Row(NamedTuple):
    id: int
    phone: str
    description: str
    subscriber_id: int | None
    at: dt.datetime
    latitude: float
    longitude: float
    accuracy: float | None
    speed: float | None
    missed_at: dt.datetime | None
    job_id: int | None

    @property
    def point(self) -> geo.Point:
        return self.latitude, self.longitude


# In the order of the model's columns, as ``from_db`` wants them.
_PHONE = ("id", "firm_id", "phone", "description", "subscriber_id")


def to(
    actor: Actor, point: geo.Point, limit: int = 10, *, without: Iterable[int] = ()
) -> list[Near]:
    """The nearest people who may be watched now: fresh places before stale ones, near before
    far. Of a person's phone the number, the name and the linked person are read."""
    given = _given(actor, point, without)
    now = timezone.now()
    found = _ranked(point, limit, {**given, "fresh": True})
    fresh = len(found)
    if fresh < limit:
        found += _ranked(point, limit - fresh, {**given, "fresh": False})
    ids = [row.job_id for _metres, row in found if row.job_id]
    jobs = (
        {one.pk: one for one in actor.visible(FieldJob.objects.filter(pk__in=ids))} if ids else {}
    )
    made = []
    for place, (metres, row) in enumerate(found):
        phone = FieldPhone.from_db("default", _PHONE, (row.id, actor.firm_id, *row[1:4]))
        shown = seen.of(phone, row, now, is_fresh=place < fresh)
        made.append(Near(shown, metres, jobs.get(row.job_id)))
    return made


def off_shift(found: Iterable[Near], now: dt.datetime | None = None) -> set[int]:
    """The ids of those whose shift is over or who are on leave: shown, and asked by nobody but
    who ticks them."""
    moment = now or timezone.now()
    rows = FieldPhone.objects.filter(pk__in=[one.seen.phone.pk for one in found])
    rows = rows.only("firm", "work_days", "work_from", "work_until", "off_days")
    return {row.pk for row in rows if not row.shift.covers(moment, ZoneInfo(zone_of(row.firm_id)))}


def _given(actor: Actor, point: geo.Point, without: Iterable[int]) -> dict[str, Any]:
    return {
        "firm": actor.firm_id,
        "today": timezone.localdate(),
        "stale": TrackingRules._meta.get_field("stale_minutes").default,
        "without": arrays.of_numbers(list(without)),
        "everything": actor.code_ids is None,
        "codes": arrays.of_numbers(sorted(actor.code_ids or ())),
        "lat": point[0],
        "lon": point[1],
    }


def _ranked(point: geo.Point, limit: int, given: dict[str, Any]) -> list[tuple[float, _Row]]:
    """The nearest first. A degree of longitude is shorter than one of latitude, so more are read
    than asked for, until none that was not read can be nearer."""
    most = 2 * limit
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NEAREST, {**given, "most": most})
            read = [_Row._make(row) for row in cursor.fetchall()]
        ranked = sorted((geo.distance(point, row.point), row.id, row) for row in read)[:limit]
        if len(read) < most or ranked[-1][0] <= _bound(point, read[-1].point):
            return [(metres, row) for metres, _id, row in ranked]
        most *= 4


def _bound(point: geo.Point, last: geo.Point) -> float:
    """Metres within which nobody is left that was not read."""
    apart = hypot(last[0] - point[0], last[1] - point[1])
    highest = min(abs(point[0]) + apart, 90.0)
    return DEGREE * apart * cos(radians(highest))
