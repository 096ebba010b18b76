"""The ways that phones went: points of a range, stops, trips, distance (L-028, L-043, L-045)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from fieldteams.models import Position, Source
from turkcell_hub.lib import geo
from turkcell_hub.tenancy.actor import Actor

MOST = 50_000  # points that one page or file of a map shows
STOP_RADIUS = 120.0  # metres within which a phone counts as standing
STOP_TIME = dt.timedelta(minutes=5)
# Faster than any car: such a point is an error of the fix and counts for no distance.
TOO_FAST = 250 / 3.6


@dataclass(frozen=True)
class Range:
    """From ``since`` to ``until``, both included (L-043); with ``from_clock``/``until_clock``
    only those hours of each day, on the wall clock of ``zone`` (L-045). Hours over midnight go."""

    since: dt.datetime
    until: dt.datetime
    from_clock: dt.time | None = None
    until_clock: dt.time | None = None
    zone: ZoneInfo = ZoneInfo("Europe/Istanbul")

    def holds(self, at: dt.datetime) -> bool:
        return self.since <= at <= self.until and self.clock_holds(at)

    def clock_holds(self, at: dt.datetime) -> bool:
        if self.from_clock is None or self.until_clock is None:
            return True
        clock = at.astimezone(self.zone).time()
        if self.from_clock <= self.until_clock:
            return self.from_clock <= clock <= self.until_clock
        return clock >= self.from_clock or clock <= self.until_clock


class Spot(NamedTuple):
    """A stored point; a tuple, because a month of one phone is ten thousand of them (P8)."""

    phone_id: int
    at: dt.datetime
    latitude: float | None
    longitude: float | None
    accuracy: float | None
    speed: float | None
    heading: float | None
    source: str

    @property
    def is_located(self) -> bool:
        return self.latitude is not None

    @property
    def source_text(self) -> str:
        return str(Source(self.source).label)


@dataclass(frozen=True)
class Stop:
    at: dt.datetime
    until: dt.datetime
    point: geo.Point
    points: int

    @property
    def seconds(self) -> float:
        return (self.until - self.at).total_seconds()


@dataclass(frozen=True)
class Trip:
    at: dt.datetime
    until: dt.datetime
    metres: float
    start: geo.Point
    end: geo.Point

    @property
    def seconds(self) -> float:
        return (self.until - self.at).total_seconds()


@dataclass(frozen=True)
class Way:
    """One phone's range: its points in time, where it stood, how it went on."""

    points: Sequence[Spot]
    stops: Sequence[Stop]
    trips: Sequence[Trip]
    metres: float


def rows(phone_ids: Iterable[int], span: Range) -> QuerySet[Position]:
    """The stored points of the range, by phone and time, through the one index."""
    return Position.objects.filter(
        phone_id__in=list(phone_ids), at__gte=span.since, at__lte=span.until
    ).order_by("phone_id", "at")


def points(phone_ids: Iterable[int], span: Range, most: int = MOST) -> list[Spot]:
    """At most ``most`` + 1 of the range (one more says that there are more), in its hours."""
    found = rows(phone_ids, span).values_list(*Spot._fields)[: most + 1]
    spots = list(map(Spot._make, found))
    if span.from_clock is None:
        return spots
    return [one for one in spots if span.clock_holds(one.at)]


def ways(actor: Actor, phone_ids: Sequence[int], span: Range) -> dict[int, Way]:
    """Each phone's way. The caller has asked what exists for the actor."""
    by_phone: dict[int, list[Spot]] = {pk: [] for pk in phone_ids}
    for one in points(phone_ids, span):
        by_phone[one.phone_id].append(one)
    return {pk: of(found) for pk, found in by_phone.items()}


def of(found: Sequence[Spot]) -> Way:
    """Stops and trips of points in time order; moments at which the phone was not found and
    points that no car can reach are passed over."""
    located = _believable([one for one in found if one.is_located])
    stops = _stops(located)
    trips = _trips(located, stops)
    return Way(found, stops, trips, sum(trip.metres for trip in trips))


def _point(one: Spot) -> geo.Point:
    return float(one.latitude or 0), float(one.longitude or 0)


def _believable(located: Sequence[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for one in located:
        if kept:
            seconds = max((one.at - kept[-1].at).total_seconds(), 1.0)
            metres = geo.distance(_point(kept[-1]), _point(one))
            if metres / seconds > TOO_FAST and metres > (one.accuracy or 0) + STOP_RADIUS:
                continue
        kept.append(one)
    return kept


def _stops(located: Sequence[Spot]) -> list[Stop]:
    """Runs of points around their first one that last long enough."""
    found: list[Stop] = []
    first = 0
    while first < len(located):
        last = first
        start = _point(located[first])
        while (
            last + 1 < len(located)
            and geo.distance(start, _point(located[last + 1])) <= STOP_RADIUS
        ):
            last += 1
        if located[last].at - located[first].at >= STOP_TIME:
            found.append(Stop(located[first].at, located[last].at, start, last - first + 1))
            first = last
        first += 1
    return found


def _trips(located: Sequence[Spot], stops: Sequence[Stop]) -> list[Trip]:
    """What lies between two stops, before the first and after the last."""
    edges = [stop.at for stop in stops]
    ends = [stop.until for stop in stops]
    found = []
    for since, until in zip([None, *ends], [*edges, None], strict=True):
        leg = [
            one
            for one in located
            if (since is None or one.at >= since) and (until is None or one.at <= until)
        ]
        metres = sum(geo.distance(_point(a), _point(b)) for a, b in pairwise(leg))
        if metres > STOP_RADIUS:
            trip = Trip(leg[0].at, leg[-1].at, metres, _point(leg[0]), _point(leg[-1]))
            found.append(trip)
    return found
