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

from django.db import connection, transaction
from django.utils import timezone

from fieldteams import statements
from fieldteams.models import DropReason, FieldPhone, Source
from fieldteams.services import windows

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


def take(firm_id: int, readings: Sequence[Reading], source: Source) -> Taken:
    """Stores what may be stored, in the firm's scope; sending the same again stores nothing twice.

    The phones are locked while it is decided: a consent that is taken back at this moment
    either waits for us or stops us.
    """
    taken, now = Taken(), timezone.now()
    with transaction.atomic():
        found = windows.locked(firm_id, {one.phone_id for one in readings}, now)
        kept: dict[tuple[int, dt.datetime], Reading] = {}
        lost: Counter[tuple[int, dt.date, str]] = Counter()
        for one in readings:
            window = found.get(one.phone_id)
            if window is None:
                continue
            reason = _reason(one, window, now)
            if reason is None:
                kept.setdefault((one.phone_id, one.at), one)
            else:
                day = min(one.at, now).astimezone(window.zone).date()
                lost[one.phone_id, day, reason.value] += 1
                taken.dropped[reason.value] += 1
        rows = list(kept.values())
        if rows:
            taken.stored = _store(firm_id, rows, source)
        taken.repeated = sum(1 for one in readings if one.phone_id in found)
        taken.repeated -= taken.stored + sum(taken.dropped.values())
        _count(firm_id, lost)
    return taken


def reason_at(phone_id: int, at: dt.datetime) -> DropReason | None:
    """Why something that happened to a phone at that moment may not be stored, or None. Locks the
    phone: in the caller's transaction and firm scope."""
    now, firm_id = timezone.now(), FieldPhone.objects.values_list("firm_id", flat=True)
    window = windows.locked(firm_id.get(pk=phone_id), {phone_id}, now)[phone_id]
    return _reason(Reading(phone_id, at), window, now)


def count(firm_id: int, phone_id: int, day: dt.date, reason: DropReason) -> None:
    """One more that was not stored."""
    _count(firm_id, Counter({(phone_id, day, reason.value): 1}))


def _reason(one: Reading, window: windows.Window, now: dt.datetime) -> DropReason | None:
    if not one.is_whole:
        return DropReason.BROKEN
    if one.at > now + AHEAD:
        return DropReason.FUTURE
    if not window.is_open or window.since is None or one.at < window.since:
        return DropReason.NO_CONSENT
    if window.until is not None and max(one.at, now) >= window.until:
        return DropReason.NO_CONSENT
    if one.at < window.oldest:
        return DropReason.TOO_OLD
    return None if window.holds(one.at) else DropReason.OFF_SHIFT


def _store(firm_id: int, rows: Sequence[Reading], source: Source) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statements.STORE, statements.columns(firm_id, rows, source))
        return len(cursor.fetchall())


def _count(firm_id: int, lost: Counter[tuple[int, dt.date, str]]) -> None:
    with connection.cursor() as cursor:
        for (phone_id, day, reason), count in sorted(lost.items()):
            cursor.execute(statements.COUNT_DROPPED, [firm_id, phone_id, day, reason, count])
