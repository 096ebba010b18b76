"""The location gateway contract: what every location adapter promises.

Numbers cross in E.164 with plus, times as aware datetimes, distances in metres, speeds in km/h.
Adapters keep nothing but a token that may be lost at any time, and are safe to use from several
threads. Who asks for what an adapter cannot do gets ``Refused("NOT_OFFERED")``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class LocationCapabilities:
    """What an adapter can do. Callers ask this, never the adapter's name."""

    history: bool = False  # ``history``: the service keeps the past itself
    consent: bool = False  # ``consent``: the operator asks the person too
    geofence_push: bool = False  # ``watch``/``unwatch`` and crossings by push
    batch: bool = False  # ``latest`` of many numbers in one call


@dataclass(frozen=True)
class LocationAccount:
    """Everything an adapter needs to speak for one account."""

    adapter: str
    base_url: str
    username: str = field(repr=False)
    password: str = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    timeout: float = 20.0
    only_outside: bool = False


@dataclass(frozen=True)
class Place:
    """Where a phone was found. ``accuracy``: the radius around the point, None where not told."""

    at: datetime
    latitude: float
    longitude: float
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None


class ConsentStatus(enum.StrEnum):
    """What the operator knows of the person's consent."""

    VALID = "VALID"
    PENDING = "PENDING"  # nobody has been asked yet
    REQUESTED = "REQUESTED"  # asked, not answered
    DENIED = "DENIED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    UNKNOWN_NUMBER = "UNKNOWN_NUMBER"


@dataclass(frozen=True)
class ConsentAnswer:
    """``capture_url``: where the person gives the consent; "" where there is nothing to give."""

    status: ConsentStatus
    capture_url: str = ""
    expires_at: datetime | None = None


class CrossingKind(enum.StrEnum):
    ENTERED = "ENTERED"
    LEFT = "LEFT"


@dataclass(frozen=True)
class Watch:
    """One circle and one direction for one phone: an enter-and-leave watch needs two."""

    phone: str
    latitude: float
    longitude: float
    radius: float
    kind: CrossingKind
    sink: str
    token: str = field(repr=False)  # comes back as a bearer token with each push
    expires_at: datetime | None = None


@dataclass(frozen=True)
class KnownWatch:
    """A watch that lives at the operator, as its list tells it."""

    watch_id: str
    phone: str
    latitude: float
    longitude: float
    radius: float
    kind: CrossingKind
    sink: str
    expires_at: datetime | None = None

    def is_of(self, watch: Watch) -> bool:
        """Whether this is what was asked for; the operator keeps whole metres."""
        same = (self.phone, self.kind, self.sink) == (watch.phone, watch.kind, watch.sink)
        off = max(abs(self.latitude - watch.latitude), abs(self.longitude - watch.longitude))
        return same and off < 1e-6 and round(self.radius) == round(watch.radius)


@dataclass(frozen=True)
class Crossing:
    """One crossing, as told by push; ``event_id`` is the same however often it is told, and
    unique within ``source``."""

    event_id: str
    watch_id: str
    kind: CrossingKind
    phone: str
    at: datetime
    source: str = ""


@dataclass(frozen=True)
class WatchEnded:
    """The operator watches no more."""

    event_id: str
    watch_id: str
    reason: str


class LocationGateway(Protocol):
    """One adapter for each way to ask where a phone is. Raises the gateway family alone."""

    def capabilities(self) -> LocationCapabilities: ...

    def check(self) -> None:
        """One login, for the button "Bağlantıyı dene"."""

    def latest(
        self, phones: Sequence[str], max_age: int | None = None
    ) -> Mapping[str, Place | None]:
        """The newest place of each; None where the phone cannot be found (an ordinary answer).
        ``max_age`` in seconds: 0 wants a fresh fix, None takes any. Without ``batch`` exactly
        one number. ``Refused("NO_CONSENT")`` where the person's consent is missing,
        ``Refused("UNKNOWN_NUMBER")``."""

    def history(self, phone: str, since: datetime, until: datetime) -> Sequence[Place]:
        """Every place from ``since`` to ``until``, both included, oldest first."""

    def consent(self, phone: str, *, wants_url: bool, callback: str = "") -> ConsentAnswer:
        """The state of the person's consent at the operator."""

    def watch(self, watch: Watch) -> str:
        """The watch's id at the operator."""

    def unwatch(self, watch_id: str) -> None:
        """Ends a watch; one that is gone already is no error."""

    def watches(self) -> Sequence[KnownWatch]:
        """What the operator watches for this account now."""

    def parse_push(self, body: bytes) -> Crossing | WatchEnded | None:
        """A push as it came; None for one that says nothing of a crossing. Raises ``Broken``.
        Makes no call."""

    def close(self) -> None: ...
