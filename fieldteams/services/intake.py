"""Positions in: judged before anything is stored, each taken once (G19, I11; idea 11).

A position is kept only if the person's consent held at its moment and holds now, the moment lies
inside the shift, and the device's clock can be believed. What is dropped is counted by phone, day
and reason; the point itself goes nowhere, not even into a log.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from fieldteams import statements
from fieldteams.models import DropReason, FieldPhone, Source, TrackingRequest, TrackState
from fieldteams.services import rules, theft
from turkcell_hub.tenancy.firm_clock import zone_of

AHEAD = dt.timedelta(minutes=2)  # how far a device's clock may be ahead
MOST = 5_000  # positions in one call


@dataclass(frozen=True)
class Reading:
    """One position as it came. No coordinates: the phone could not be found at that moment."""

    phone_id: int
    at: dt.datetime
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None

    @property
    def is_whole(self) -> bool:
        if self.latitude is None or self.longitude is None:
            return self.latitude is None and self.longitude is None
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


@dataclass
class Taken:
    """What became of a list of positions."""

    stored: int = 0
    repeated: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def to_record(self) -> dict[str, Any]:
        return {"stored": self.stored, "repeated": self.repeated, "dropped": dict(self.dropped)}


@dataclass(frozen=True)
class _Window:
    """When a phone may be watched: from the person's yes to its end, inside the shift or while
    the shift is lifted (theft mode)."""

    phone: FieldPhone
    since: dt.datetime | None
    until: dt.datetime | None
    lifted: Sequence[tuple[dt.datetime, dt.datetime]] = ()


def take(firm_id: int, readings: Sequence[Reading], source: Source) -> Taken:
    """Stores what may be stored, in the firm's scope; sending the same again stores nothing twice.

    The phones are locked while it is decided: a consent that is taken back at this moment
    either waits for us or stops us.
    """
    taken, now = Taken(), timezone.now()
    zone = ZoneInfo(zone_of(firm_id))
    oldest = now - dt.timedelta(hours=rules.in_force(firm_id).late_hours)
    with transaction.atomic():
        windows = _windows(firm_id, {one.phone_id for one in readings}, oldest)
        kept: dict[tuple[int, dt.datetime], Reading] = {}
        lost: Counter[tuple[int, dt.date, str]] = Counter()
        for one in readings:
            window = windows.get(one.phone_id)
            if window is None:
                continue
            reason = _reason(one, window, now, oldest, zone)
            if reason is None:
                kept.setdefault((one.phone_id, one.at), one)
            else:
                day = min(one.at, now).astimezone(zone).date()
                lost[one.phone_id, day, reason.value] += 1
                taken.dropped[reason.value] += 1
        rows = list(kept.values())
        if rows:
            taken.stored = _store(firm_id, rows, source)
        taken.repeated = sum(1 for one in readings if one.phone_id in windows)
        taken.repeated -= taken.stored + sum(taken.dropped.values())
        _count(firm_id, lost)
    return taken


def reason_at(phone_id: int, at: dt.datetime) -> DropReason | None:
    """Why something that happened to a phone at that moment may not be stored, or None. Locks the
    phone: in the caller's transaction and firm scope."""
    now = timezone.now()
    phone = FieldPhone.objects.get(pk=phone_id)
    zone = ZoneInfo(zone_of(phone.firm_id))
    oldest = now - dt.timedelta(hours=rules.in_force(phone.firm_id).late_hours)
    window = _windows(phone.firm_id, {phone_id}, oldest)[phone_id]
    return _reason(Reading(phone_id, at), window, now, oldest, zone)


def count(firm_id: int, phone_id: int, day: dt.date, reason: DropReason) -> None:
    """One more that was not stored."""
    _count(firm_id, Counter({(phone_id, day, reason.value): 1}))


def _windows(firm_id: int, phone_ids: set[int], oldest: dt.datetime) -> dict[int, _Window]:
    phones = FieldPhone.objects.select_for_update(of=("self",), no_key=True)
    found = {one.pk: one for one in phones.filter(pk__in=phone_ids).order_by("pk")}
    consents = TrackingRequest.objects.filter(
        phone_id__in=found, state=TrackingRequest.State.ACCEPTED
    ).only("phone_id", "answered_at", "valid_until")
    given = {one.phone_id: one for one in consents}
    lifted = theft.spans(found, oldest)
    return {
        pk: _Window(
            phone,
            given[pk].answered_at if pk in given else None,
            given[pk].valid_until if pk in given else None,
            lifted.get(pk, ()),
        )
        for pk, phone in found.items()
    }


def _reason(
    one: Reading, window: _Window, now: dt.datetime, oldest: dt.datetime, zone: ZoneInfo
) -> DropReason | None:
    phone = window.phone
    if not one.is_whole:
        return DropReason.BROKEN
    if one.at > now + AHEAD:
        return DropReason.FUTURE
    if phone.state != TrackState.ACCEPTED or not phone.is_active or window.since is None:
        return DropReason.NO_CONSENT
    if one.at < window.since or (window.until is not None and max(one.at, now) >= window.until):
        return DropReason.NO_CONSENT
    if one.at < oldest:
        return DropReason.TOO_OLD
    if not phone.shift.covers(one.at, zone) and not theft.lifts(window.lifted, one.at):
        return DropReason.OFF_SHIFT
    return None


def _store(firm_id: int, rows: Sequence[Reading], source: Source) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statements.STORE, statements.columns(firm_id, rows, source))
        return len(cursor.fetchall())


def _count(firm_id: int, lost: Counter[tuple[int, dt.date, str]]) -> None:
    with connection.cursor() as cursor:
        for (phone_id, day, reason), count in sorted(lost.items()):
            cursor.execute(statements.COUNT_DROPPED, [firm_id, phone_id, day, reason, count])
