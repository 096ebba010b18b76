"""When each phone may be watched: what every position is judged by, read in one round trip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from fieldteams import statements
from fieldteams.models import TrackingRules, TrackState
from fieldteams.services import theft
from fieldteams.shifts import Shift
from turkcell_hub.lib import arrays

_DEFAULT_LATE = TrackingRules._meta.get_field("late_hours").default


@dataclass(frozen=True)
class Window:
    """From the person's yes (``since``; None: none holds) to its end, inside the shift or while
    the shift is lifted (theft mode). What is earlier than ``oldest`` comes too late."""

    state: str
    is_active: bool
    shift: Shift
    zone: ZoneInfo
    oldest: dt.datetime
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    lifted: Sequence[tuple[dt.datetime, dt.datetime]] = ()

    @property
    def is_open(self) -> bool:
        return self.state == TrackState.ACCEPTED and self.is_active and self.since is not None

    def holds(self, at: dt.datetime) -> bool:
        """Whether the moment lies inside the shift or in a time in which it is lifted."""
        return self.shift.covers(at, self.zone) or theft.lifts(self.lifted, at)


def locked(firm_id: int, phone_ids: Iterable[int], now: dt.datetime) -> dict[int, Window]:
    """The windows of those of the phones that the firm has, locked until the end of the caller's
    transaction: a consent that is taken back at this moment either waits for us or stops us."""
    values = {
        "firm": firm_id,
        "phones": arrays.of_numbers(sorted(phone_ids)),
        "accepted": TrackState.ACCEPTED.value,
        "today": timezone.localdate(now),
        "late": _DEFAULT_LATE,
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.WINDOWS, values)
        rows = cursor.fetchall()
    if not rows:
        return {}
    zone, oldest = ZoneInfo(rows[0][1]), now - dt.timedelta(hours=rows[0][2])
    return {row[0]: _window(row, zone, oldest) for row in rows}


def _window(row: Sequence[object], zone: ZoneInfo, oldest: dt.datetime) -> Window:
    pk, _zone, _late, state, is_active, days, begins, ends, off, since, until, starts, stops = row
    lifted = [one for one in zip(starts or (), stops or (), strict=True) if one[1] > oldest]  # type: ignore[arg-type]
    shift = Shift(tuple(days), begins, ends, frozenset(off))  # type: ignore[arg-type]
    return Window(state, is_active, shift, zone, oldest, since, until, lifted)  # type: ignore[arg-type]
