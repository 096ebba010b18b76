"""Where the phones are now, as the map, the list and REST show it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fieldteams import permissions, wording
from fieldteams.models import FieldPhone, LatestPosition, TheftWatch, TrackState
from fieldteams.selectors import places
from fieldteams.services import rules
from turkcell_hub.lib import geo
from turkcell_hub.tenancy.actor import Actor

ON_THE_WAY = 5.0  # km/h: slower is a walk round the van, or the error of the fix
DAY = dt.timedelta(days=1)
# What is read of each: a map shows hundreds of people.
_SHOWN = (
    "phone", "description", "latest__at", "latest__latitude", "latest__longitude",
    "latest__accuracy", "latest__speed", "latest__missed_at",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One phone at its newest place. ``freshness``: 0 within the firm's limit, 1 stale, 2 older
    than a day. ``in_theft``: its Çalıntı modu is open; told by ``latest`` alone."""

    phone: FieldPhone
    at: dt.datetime
    latitude: float
    longitude: float
    accuracy: float | None
    speed: float | None
    missed_at: dt.datetime | None
    freshness: int
    age: str
    in_theft: bool = False

    @property
    def point(self) -> geo.Point:
        return self.latitude, self.longitude

    @property
    def is_stale(self) -> bool:
        return self.freshness > 0

    @property
    def is_moving(self) -> bool:
        return not self.is_stale and (self.speed or 0) >= ON_THE_WAY

    @property
    def fingerprint(self) -> bytes:
        """Another one for everything else that ``to_record`` tells."""
        told = (str(self.phone), self.latitude, self.longitude, self.at, self.accuracy, self.speed,
                self.in_theft)  # fmt: skip
        return hashlib.blake2b(repr(told).encode(), digest_size=8).digest()

    @cached_property
    def where(self) -> str:
        return places.describe(self.point)

    def to_record(self) -> dict[str, Any]:
        """For the map's script, which tells the age, and with it who is stale and who moves, by
        its own clock: what only grows older is not sent again. Six decimals are a hand's breadth.
        """
        return {
            "id": self.phone.pk, "name": str(self.phone), "lat": round(self.latitude, 6),
            "lon": round(self.longitude, 6), "accuracy": self.accuracy and round(self.accuracy),
            "at": int(self.at.timestamp()), "drives": (self.speed or 0) >= ON_THE_WAY,
            "where": self.where, "theft": self.in_theft,
        }  # fmt: skip


def watched(actor: Actor, ids: Iterable[int] | None = None) -> QuerySet[FieldPhone]:
    """The phones that exist for the actor, all or some."""
    rows = actor.visible(FieldPhone.objects.select_related("latest").order_by("sort_key"))
    return rows if ids is None else rows.filter(pk__in=list(ids))


def allowed(actor: Actor, ids: Iterable[int] | None = None) -> QuerySet[FieldPhone]:
    """Of these the ones whose people may be watched."""
    return watched(actor, ids).filter(state=TrackState.ACCEPTED, is_active=True)


def not_allowed(actor: Actor, ids: Iterable[int] | None = None) -> int:
    """How many of these stand on no map because their people have not agreed, or no more."""
    return watched(actor, ids).exclude(state=TrackState.ACCEPTED, is_active=True).count()


def used_codes(actor: Actor) -> list[str]:
    """The Özel Kodları of the actor's numbers, in their order (L-035)."""
    rows = actor.visible(FieldPhone.objects.exclude(special_code=""))
    return list(
        rows.order_by("special_code").values_list("special_code", flat=True).distinct()[:200]
    )


def latest(actor: Actor, ids: Iterable[int] | None = None) -> list[Seen]:
    """The newest place of each phone that was ever found; by name. That a theft is looked into
    is told to those alone who may see it."""
    return _latest(actor, watched(actor, ids))


def now(actor: Actor, ids: Iterable[int] | None = None) -> list[Seen]:
    """As ``latest``, of those alone who may be watched: whoever takes the consent back stands
    where he was on no map, from that moment on."""
    return _latest(actor, allowed(actor, ids))


def _latest(actor: Actor, rows: QuerySet[FieldPhone]) -> list[Seen]:
    rows = rows.filter(latest__isnull=False).only(*_SHOWN)
    if actor.can(permissions.THEFT_VIEW):
        opened = TheftWatch.objects.filter(phone=OuterRef("pk"), state=TheftWatch.State.OPEN)
        rows = rows.annotate(in_theft=Exists(opened))
    return worded(actor.firm_id, rows)


def worded(firm_id: int, phones: Iterable[FieldPhone]) -> list[Seen]:
    now = timezone.now()
    stale = dt.timedelta(minutes=rules.in_force(firm_id).stale_minutes)
    return [_seen(phone, phone.latest, now, stale) for phone in phones]  # type: ignore[attr-defined]


def _seen(phone: FieldPhone, last: LatestPosition, now: dt.datetime, stale: dt.timedelta) -> Seen:
    return of(phone, last, now, is_fresh=now - last.at <= stale)


def of(phone: FieldPhone, last: Any, now: dt.datetime, *, is_fresh: bool) -> Seen:
    """``last``: a ``LatestPosition``, or what has its at, place, accuracy, speed, missed_at."""
    freshness = 0 if is_fresh else 1 + (now - last.at > DAY)
    return Seen(
        phone, last.at, float(last.latitude or 0), float(last.longitude or 0), last.accuracy,
        last.speed, last.missed_at, freshness, wording.age(last.at, now),
        getattr(phone, "in_theft", False),
    )  # fmt: skip
