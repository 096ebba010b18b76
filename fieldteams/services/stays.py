"""Who went into a zone and out of it: stays, found from points and from what the operator tells
(L-030, L-031)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from django.utils import timezone

from fieldteams import crossings, event_types
from fieldteams.models import (
    Direction,
    FenceEvent,
    FieldPhone,
    Position,
    TrackState,
    Zone,
    ZoneCursor,
    ZoneVisit,
)
from fieldteams.services import rules, theft
from fieldteams.shifts import Shift
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy.firm_clock import zone_of

AT_ONCE = 5_000
# The last points of a shift may still be on their way.
GRACE = dt.timedelta(minutes=10)
A_WEEK = dt.timedelta(days=7)


def area_of(zone: Zone) -> crossings.Area:
    return crossings.Area(zone.latitude, zone.longitude, zone.radius, zone.rings)


def behind() -> list[tuple[int, int]]:
    """(firm, phone) of phones with points that no zone has looked at."""
    rows = ZoneCursor.objects.filter(is_behind=True).order_by("phone_id")
    return list(rows.values_list("firm_id", "phone_id")[:2_000])


def evaluate(phone_id: int) -> int:
    """Looks at a phone's new points; answers how many. In the firm's scope. A late point has set
    the cursor back: the stays after it are found anew, those that come out the same keep
    their rows, and nobody is told twice of them."""
    with transaction.atomic():
        cursor = ZoneCursor.objects.select_for_update(skip_locked=True).filter(pk=phone_id).first()
        if cursor is None:
            return 0
        phone = FieldPhone.objects.get(pk=phone_id)
        limit = rules.in_force(phone.firm_id).max_accuracy
        found = Position.objects.filter(
            firm_id=phone.firm_id, phone_id=phone_id, at__gt=cursor.at, latitude__isnull=False
        )
        points = list(
            found.order_by("at").values_list("at", "latitude", "longitude", "accuracy")[:AT_ONCE]
        )
        exact = [one for one in points if one[3] is None or one[3] <= limit]
        told = _told(phone, cursor.at, points[-1][0] if len(points) == AT_ONCE else None)
        if exact or told:
            _look(phone, cursor.at, exact, told)
        cursor.at = max([cursor.at, *(one[0] for one in points[-1:]), *(one[1] for one in told)])
        cursor.is_behind = len(points) == AT_ONCE
        cursor.save(update_fields=["at", "is_behind"])
    return len(points)


_Told = tuple[int, dt.datetime, bool]


def _told(phone: FieldPhone, since: dt.datetime, until: dt.datetime | None) -> list[_Told]:
    """(zone, when, inside) of what the operator said itself; where more points wait, no further
    than those in hand."""
    rows = FenceEvent.objects.filter(phone=phone, at__gt=since).order_by("at", "pk")
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [
        (one.zone_id, one.at, one.direction == Direction.ENTERED) for one in rows[: AT_ONCE + 1]
    ]


def _with_told(
    zone: Zone, place: ZoneInfo, ats: list[dt.datetime], inside: Any, told: list[_Told]
) -> tuple[Any, list[dt.datetime]]:
    """The points' verdicts with what the operator said of this zone, in time order; of one
    moment the operator's word counts."""
    said = {at: is_in and zone.hours.covers(at, place) for pk, at, is_in in told if pk == zone.pk}
    if not said:
        return inside, ats
    merged = {**dict(zip(ats, inside.tolist(), strict=True)), **said}
    ordered = sorted(merged)
    return np.array([merged[at] for at in ordered], dtype=np.bool_), ordered


def _with_shifts(
    shift: Shift,
    place: ZoneInfo,
    ats: list[dt.datetime],
    inside: Any,
    before: crossings.Stay | None,
    lifted: Sequence[tuple[dt.datetime, dt.datetime]],
) -> tuple[Any, list[dt.datetime]]:
    """The verdicts with an "outside" where a shift ended between two of them: what comes after is
    not watched, so nobody stays in a zone over night."""
    if shift.is_round_the_clock:
        return inside, ats
    ends: list[dt.datetime] = []
    seen = before.last_at if before else None
    end: dt.datetime | None = None
    for at in ats:
        # A shift that holds one moment ends where it ends for all that are still before its end.
        if end is None or seen is None or seen >= end:
            end = shift.ends_after(seen, place) if seen is not None else None
        if end is not None and end < at and not theft.lifts(lifted, end):
            ends.append(end)
        seen = at
    if not ends:
        return inside, ats
    merged = {**dict.fromkeys(ends, False), **dict(zip(ats, inside.tolist(), strict=True))}
    ordered = sorted(merged)
    return np.array([merged[at] for at in ordered], dtype=np.bool_), ordered


def _look(phone: FieldPhone, since: dt.datetime, points: list[Any], told: list[_Told]) -> None:
    ats = [one[0] for one in points]
    lats = np.array([one[1] for one in points], dtype=np.float64)
    lons = np.array([one[2] for one in points], dtype=np.float64)
    place = ZoneInfo(zone_of(phone.firm_id))
    lifted = theft.spans([phone.pk], since - A_WEEK).get(phone.pk, ())
    zones = Zone.objects.filter(is_active=True, team__in=("", phone.special_code))
    for zone in zones:
        known = ZoneVisit.objects.filter(zone=zone, phone=phone)
        lasting = known.filter(entered_at__lte=since).order_by("-entered_at").first()
        if lasting is not None and lasting.left_at is not None and lasting.left_at <= since:
            lasting = None
        before = (
            crossings.Stay(lasting.entered_at, min(lasting.last_at, since), None)
            if lasting
            else None
        )
        inside = crossings.flags(area_of(zone), zone.hours, ats, lats, lons, place)
        inside, moments = _with_told(zone, place, ats, inside, told)
        inside, moments = _with_shifts(phone.shift, place, moments, inside, before, lifted)
        if moments:
            _say(
                phone.firm_id, _write(zone, phone, since, crossings.stays(inside, moments, before))
            )


def _say(firm_id: int, rows: list[ZoneVisit]) -> None:
    """Tells the firm's programs of entries and exits, each once."""
    news: dict[str, list[dict[str, Any]]] = {
        event_types.ZONE_ENTERED: [],
        event_types.ZONE_LEFT: [],
    }
    changed = []
    for row in rows:
        has_left = row.left_at is not None
        if row.said_enter and (row.said_leave or not has_left):
            continue
        said = {"visit": row.pk, "zone": row.zone_id, "phone": row.phone_id}
        if not row.said_enter:
            news[event_types.ZONE_ENTERED].append({**said, "at": row.entered_at})
        if has_left and not row.said_leave:
            news[event_types.ZONE_LEFT].append({**said, "at": row.left_at})
        row.said_enter, row.said_leave = True, row.said_leave or has_left
        changed.append(row)
    ZoneVisit.objects.bulk_update(changed, ["said_enter", "said_leave"])
    for event_type, each in news.items():
        publishing.publish_many(firm_id, event_type, each)


def _write(
    zone: Zone, phone: FieldPhone, since: dt.datetime, stays: list[crossings.Stay]
) -> list[ZoneVisit]:
    """Makes the rows say what the points say; answers them."""
    wanted = {stay.entered_at: stay for stay in stays}
    rows = ZoneVisit.objects.filter(zone=zone, phone=phone)
    gone = rows.filter(entered_at__gt=since).exclude(entered_at__in=list(wanted))
    moved = list(gone)
    gone.delete()
    known = {row.entered_at: row for row in rows.filter(entered_at__in=list(wanted))}
    # Closed ones first: two open stays of one phone in one zone cannot be.
    for stay in sorted(stays, key=lambda one: one.left_at is None):
        row = known.get(stay.entered_at)
        if row is None:
            row = ZoneVisit(
                firm_id=zone.firm_id, zone=zone, phone=phone, entered_at=stay.entered_at,
                told_enter=not zone.alert_enter, told_leave=not zone.alert_leave,
            )  # fmt: skip
            _was_told(row, stay, moved)
        row.last_at, row.left_at = stay.last_at, stay.left_at
        row.save()
        known[stay.entered_at] = row
    return [known[stay.entered_at] for stay in stays]


def _was_told(row: ZoneVisit, stay: crossings.Stay, moved: list[ZoneVisit]) -> None:
    """A late point gave a stay another beginning: whoever was told of it is not told again."""
    for old in moved:
        ends = stay.left_at is None or old.entered_at < stay.left_at
        if ends and (old.left_at is None or old.left_at > stay.entered_at):
            row.told_enter |= old.told_enter
            row.told_leave |= old.told_leave and old.left_at is not None
            row.said_enter |= old.said_enter
            row.said_leave |= old.said_leave


def end_unwatched(now: dt.datetime | None = None) -> int:
    """Ends the stays of people who are watched no more, where they were last seen: the shift is
    over, the consent fell, the zone or the number is not active. In the firm's scope. Programs
    hear of it; an SMS that somebody left would not be true."""
    moment = now or timezone.now()
    ended = []
    with transaction.atomic():
        rows = ZoneVisit.objects.select_for_update(of=("self",), skip_locked=True)
        for row in rows.filter(left_at=None).select_related("phone", "zone").order_by("pk"):
            end = _unwatched_since(row, moment)
            if end is not None:
                row.left_at, row.told_leave = end, True
                ended.append(row)
        ZoneVisit.objects.bulk_update(ended, ["left_at", "told_leave"])
        if ended:
            _say(ended[0].firm_id, ended)
    return len(ended)


def _unwatched_since(row: ZoneVisit, now: dt.datetime) -> dt.datetime | None:
    phone, zone = row.phone, row.zone
    may = phone.state == TrackState.ACCEPTED and phone.is_active
    if not (may and zone.is_active and zone.team in ("", phone.special_code)):
        return row.last_at
    end = phone.shift.ends_after(row.last_at, ZoneInfo(zone_of(row.firm_id)))
    if end is None or end > now - GRACE:
        return None
    lifted = theft.spans([phone.pk], row.last_at).get(phone.pk, ())
    return None if theft.lifts(lifted, end) else end


def with_open_stays() -> list[int]:
    """Firms in whose zones somebody is; the caller has opened ``every_firm``."""
    rows = ZoneVisit.objects.filter(left_at=None)
    return sorted(set(rows.values_list("firm_id", flat=True)))
