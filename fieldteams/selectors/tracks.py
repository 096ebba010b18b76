"""The ways that phones went: points of a range, stops, trips, distance (L-028, L-043, L-045)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncTime

from fieldteams.models import FieldPhone, Position
from fieldteams.selectors import thinning
from fieldteams.selectors.spots import Spot
from turkcell_hub.lib import geo

MOST = 50_000  # points that one page of a map draws
MOST_OF_ALL = 300_000  # points that one map or report of ways reads
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

    def window_of(self, at: dt.datetime) -> dt.date | None:
        """The day on which the hours began that hold the moment; None without hours."""
        if self.from_clock is None or self.until_clock is None:
            return None
        local = at.astimezone(self.zone)
        over_midnight = self.from_clock > self.until_clock and local.time() <= self.until_clock
        return local.date() - dt.timedelta(days=over_midnight)

    def in_hours(self, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        """``rows`` whose moment lies in the hours of the day; the database tells, so that a list
        that is cut to a length is cut of what was asked for."""
        if self.from_clock is None or self.until_clock is None:
            return rows
        rows = rows.annotate(wall_clock=TruncTime(field, tzinfo=self.zone))
        late, early = Q(wall_clock__gte=self.from_clock), Q(wall_clock__lte=self.until_clock)
        return rows.filter(late & early if self.from_clock <= self.until_clock else late | early)


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
    points: Sequence[Spot] = ()

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
    read: int = 0

    @property
    def count(self) -> int:
        """How many points the way has, however many of them are drawn."""
        return self.read or len(self.points)


def rows(phone_ids: Iterable[int], span: Range) -> QuerySet[Position]:
    """The stored points of the range, by phone and time, through the one index."""
    found = Position.objects.filter(
        phone_id__in=list(phone_ids), at__gte=span.since, at__lte=span.until
    )
    return span.in_hours(found, "at").order_by("phone_id", "at")


def points(
    phone_ids: Iterable[int], span: Range, most: int = MOST, *, by_time: bool = False
) -> list[Spot]:
    """At most ``most`` + 1 of the range (one more says that there are more), in its hours; phone
    after phone, or ``by_time``: what was cut off is then later than all that is answered."""
    found = rows(phone_ids, span)
    if by_time:
        found = found.order_by("at", "phone_id")
    return list(map(Spot._make, found.values_list(*Spot._fields)[: most + 1]))


@dataclass
class Whole:
    """Whether all was read that there is."""

    is_whole: bool = True


def share(phones: int) -> int:
    """How many points of each of so many phones a map reads."""
    return MOST_OF_ALL // max(phones, 1)


def ways(phone_ids: Sequence[int], span: Range, told: Whole) -> dict[int, Way]:
    """The ways of a few phones for a map: stops, trips and metres of all points, of which no more
    than a fair part of ``MOST`` is drawn, so that the shape holds. ``told`` learns when one of
    them has more points than are read. The caller has asked what exists for the actor."""
    fair, drawn = share(len(phone_ids)), MOST // max(len(phone_ids), 1)
    found = {}
    for pk in phone_ids:
        read = points([pk], span, fair)
        told.is_whole = told.is_whole and len(read) <= fair
        way = _joined([of(run) for run in _runs(read[:fair], span)])
        edges = [edge for stop in way.stops for edge in (stop.at, stop.until)]
        found[pk] = replace(way, points=thinning.drawn(way.points, edges, drawn), read=way.count)
    return found


def is_too_long(phone_ids: Sequence[int], span: Range) -> bool:
    """Whether the range holds more points than one report or file reads."""
    return rows(phone_ids, span).order_by()[: MOST_OF_ALL + 1].count() > MOST_OF_ALL


def each(
    phones: Sequence[FieldPhone], span: Range, told: Whole
) -> Iterator[tuple[FieldPhone, Way]]:
    """The phones' ways one after the other, so that many people's months need no room at once;
    ``told`` learns when there are more points than one report reads."""
    left = MOST_OF_ALL
    for phone in phones:
        found = points([phone.pk], span, left)
        told.is_whole = told.is_whole and len(found) <= left
        yield phone, _joined([of(run) for run in _runs(found[:left], span)])
        left -= min(len(found), left)
        if not left:
            told.is_whole = told.is_whole and phone is phones[-1]
            return


def _runs(found: Sequence[Spot], span: Range) -> Iterator[list[Spot]]:
    """With hours of the day each day's points alone: nobody stands or drives in between."""
    for _day, run in groupby(found, key=lambda one: span.window_of(one.at)):
        yield list(run)


def _joined(ways: Sequence[Way]) -> Way:
    if len(ways) == 1:
        return ways[0]
    return Way(
        [one for way in ways for one in way.points],
        [one for way in ways for one in way.stops],
        [one for way in ways for one in way.trips],
        sum(way.metres for way in ways),
    )


def between(one: Spot, other: Spot) -> float:
    """Metres from the one to the other."""
    return geo.distance(_point(one), _point(other))


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
    moments = [one.at for one in located]
    found = []
    for since, until in zip([None, *ends], [*edges, None], strict=True):
        first = 0 if since is None else bisect_left(moments, since)
        last = len(located) if until is None else bisect_right(moments, until)
        leg = located[first:last]
        metres = sum(between(a, b) for a, b in pairwise(leg))
        if metres > STOP_RADIUS:
            start, end = _point(leg[0]), _point(leg[-1])
            found.append(Trip(leg[0].at, leg[-1].at, metres, start, end, leg))
    return found
