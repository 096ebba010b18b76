"""Bölgeler: drawing them, and finding out who went in and out (L-030, L-031)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import crossings, event_types, permissions
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
from messaging.services import notices
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

log = structlog.get_logger(__name__)
_PLAIN = (
    "name", "shape", "team", "account", "authority_code", "active_from", "active_until",
    "alert_enter", "alert_leave", "operator_watch", "is_active",
)  # fmt: skip
MOST_CORNERS, MOST_RADIUS = 500, 200_000.0
AT_ONCE = 5_000
# An alert that could not be sent for so long says nothing any more.
ALERT_AGE = dt.timedelta(hours=1)
# What stops an SMS to anybody; anything else is about the one who was to get it.
STOPS_ALL = ("insufficient_credit", "account_missing", "account_not_ready", "unavailable")
# The last points of a shift may still be on their way.
GRACE = dt.timedelta(minutes=10)
A_WEEK = dt.timedelta(days=7)


def save(actor: Actor, zone: Zone | None, data: Mapping[str, Any]) -> Zone:
    """Creates (``zone`` None) or changes one; what is left out stays. ``data``: name, shape,
    latitude, longitude, radius (circle) or rings (polygon), team, account (the customer whose place
    it is), authority_code, active_days, active_from, active_until, alert_enter, alert_leave,
    alert_to, operator_watch, is_active. Raises ``Invalid`` with the field, ``Conflict`` for a
    taken name.

    Who is inside is found from the next point on; what was stays as it was.
    """
    actor.require(permissions.ZONE_CHANGE if zone else permissions.ZONE_ADD)
    with transaction.atomic():
        row = zone or Zone(firm_id=actor.firm_id)
        for name in _PLAIN:
            if name in data:
                setattr(row, name, data[name])
        row.team = (row.team or "").strip()
        _set_days(row, data)
        _set_shape(row, data)
        if row.operator_watch and row.shape != Zone.Shape.CIRCLE:
            raise Invalid(
                _("Operatör yalnız daire biçimindeki bölgeleri izler."), field="operator_watch"
            )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu adla bir bölge zaten var."), code="name_taken", field="name"
            ) from None
        if "alert_to" in data:
            row.alert_to.set(data["alert_to"] or [])
        if (row.alert_enter or row.alert_leave) and not row.alert_to.exists():
            raise Invalid(_("SMS alacak kişileri seçin."), code="nobody_told", field="alert_to")
        trail.record(actor, "zone.changed" if zone else "zone.added", row)
    return row


def delete(actor: Actor, zone: Zone) -> None:
    actor.require(permissions.ZONE_DELETE)
    with transaction.atomic():
        trail.record(actor, "zone.deleted", zone)
        zone.delete()


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
    ends: list[dt.datetime] = []
    seen = before.last_at if before else None
    for at in ats:
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


def to_tell() -> list[tuple[int, int]]:
    """(firm, visit) of entries and exits that somebody is to be told."""
    open_rows = ZoneVisit.objects.filter(
        Q(told_enter=False) | Q(told_leave=False, left_at__isnull=False)
    )
    return list(open_rows.order_by("pk").values_list("firm_id", "pk")[:500])


def tell(visit_id: int) -> int:
    """Sends what a visit has to tell, once; answers how many SMS. In the firm's scope. What
    cannot be sent (no credit, no account) is tried again for an hour."""
    now, sent = timezone.now(), 0
    for event in ("enter", "leave"):
        try:
            with transaction.atomic():
                sent += _tell(visit_id, event, now)
        except HubError:
            continue
    return sent


def _tell(visit_id: int, event: str, now: dt.datetime) -> int:
    row = ZoneVisit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if row is None:
        return 0
    at = row.entered_at if event == "enter" else row.left_at
    if at is None or getattr(row, f"told_{event}"):
        return 0
    setattr(row, f"told_{event}", True)
    row.save(update_fields=[f"told_{event}"])
    if now - at > ALERT_AGE or not row.zone.is_active:
        return 0
    words = _("%(who)s %(at)s saatinde “%(zone)s” bölgesine girdi.")
    if event == "leave":
        words = _("%(who)s %(at)s saatinde “%(zone)s” bölgesinden çıktı.")
    clock = f"{timezone.localtime(at):%H.%M}"
    text = words % {"who": row.phone, "at": clock, "zone": row.zone.name}
    sent = 0
    for person in row.zone.alert_to.filter(is_active=True).order_by("pk"):
        try:
            with transaction.atomic():
                notices.send(row.firm_id, person.phone, text, str(_("Bölge bildirimi")))
        except HubError as refused:
            if refused.code in STOPS_ALL:
                raise  # later, to all of them
            log.warning("fieldteams.alert_refused", visit=row.pk, reason=refused.code)
            continue
        sent += 1
    return sent


def _set_days(row: Zone, data: Mapping[str, Any]) -> None:
    if "active_days" in data:
        days = sorted({int(day) for day in data["active_days"] or []})
        if not days or not set(days) <= set(range(1, 8)):
            raise Invalid(_("En az bir gün seçin."), code="days", field="active_days")
        row.active_days = days
    if (row.active_from is None) != (row.active_until is None):
        raise Invalid(
            _("Etkin saatlerin ikisini de yazın ya da ikisini boş bırakın (7/24)."),
            code="half_hours",
            field="active_until" if row.active_until is None else "active_from",
        )


def _set_shape(row: Zone, data: Mapping[str, Any]) -> None:
    if row.shape == Zone.Shape.CIRCLE:
        for name in ("latitude", "longitude", "radius"):
            if data.get(name) is not None:
                setattr(row, name, float(data[name]))
        _check_circle(row)
        row.rings = []
    elif row.shape == Zone.Shape.POLYGON:
        if data.get("rings"):
            row.rings = _rings(data["rings"])
        if not row.rings:
            raise Invalid(_("Çokgenin köşelerini yazın."), code="no_corners", field="rings")
        centre = shapely.Polygon(row.rings[0], row.rings[1:]).centroid
        row.latitude, row.longitude, row.radius = centre.y, centre.x, None
    else:
        raise Invalid(_("Biçimi listeden seçin."), code="shape_unknown", field="shape")


def _check_circle(row: Zone) -> None:
    if row.latitude is None or not -90 <= row.latitude <= 90:
        raise Invalid(_("Merkezin enlemini yazın, örneğin 38,42."), field="latitude")
    if row.longitude is None or not -180 <= row.longitude <= 180:
        raise Invalid(_("Merkezin boylamını yazın, örneğin 27,14."), field="longitude")
    if not row.radius or not 0 < row.radius <= MOST_RADIUS:
        raise Invalid(_("Yarıçapı metre olarak yazın (en çok 200.000)."), field="radius")


def _rings(given: Any) -> list[list[list[float]]]:
    try:
        rings = [[[float(lon), float(lat)] for lon, lat in ring] for ring in given]
    except (TypeError, ValueError):
        rings = []
    corners = [corner for ring in rings for corner in ring]
    if not rings or len(corners) > MOST_CORNERS or any(len(ring) < 3 for ring in rings):
        raise Invalid(
            _("Her çizgi en az üç köşe ister; toplam en çok %(n)d köşe.") % {"n": MOST_CORNERS},
            code="corners",
            field="rings",
        )
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
        raise Invalid(_("Köşelerden biri yeryüzünde değil."), code="corners", field="rings")
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings]
    shape = shapely.Polygon(closed[0], closed[1:])
    if not shape.is_valid or shape.area == 0:
        raise Invalid(
            _("Çizgi kendini kesiyor ya da delik dışarı taşıyor; köşelerin sırasını düzeltin."),
            code="corners_cross",
            field="rings",
        )
    return closed
