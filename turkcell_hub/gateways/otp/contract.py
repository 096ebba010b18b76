"""The contract of a one-time code's gateway.

Who makes and who checks the code, the operator or we, is hidden behind ``prepare``, ``start``
and ``verify``: a *ticket* stands for the code, and whoever has the ticket alone knows nothing.
Errors: ``start`` raises the whole family of ``gateways.errors`` (a lost answer is ``Unknown``;
such a code is never sent again), the questions never ``Unknown``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

HOLE = "{{code}}"
LONGEST = 160  # characters of a template, with its hole


class Verdict(StrEnum):
    """What became of a code that somebody typed."""

    RIGHT = "RIGHT"
    WRONG = "WRONG"
    EXPIRED = "EXPIRED"  # too late, used before, or unknown there
    EXHAUSTED = "EXHAUSTED"  # tried too often


class Fate(StrEnum):
    """What the operator says of a code's SMS."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    UNDELIVERED = "UNDELIVERED"


@dataclass(frozen=True)
class Capabilities:
    """``checks_itself``: the operator makes and checks the code. ``reports``: it can be asked
    what became of an SMS. ``needs_sender``: an approved title goes with each message."""

    checks_itself: bool
    reports: bool
    needs_sender: bool
    code_length: int = 6
    max_requests_per_minute: int | None = None


@dataclass(frozen=True)
class Order:
    """One code to be sent. ``reference`` is ours and unique; ``template`` holds ``{{code}}``."""

    reference: str
    to: str = field(repr=False)  # E.164
    template: str = field(repr=False)
    sender: str = ""


@dataclass(frozen=True)
class Prepared:
    """What ``start`` sends; lives in memory only. ``ticket`` is "" where the operator's answer
    brings it (``Started.packet_id``). It is stored before anything is sent, so that a code whose
    answer was lost can still be checked."""

    order: Order
    ticket: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Started:
    """The operator took it. ``packet_id`` is its id of the code or of the message."""

    packet_id: str
    operator_ids: Sequence[str] = ()


class OtpGateway(Protocol):
    """One account. ``close`` it after use."""

    def capabilities(self) -> Capabilities: ...

    def prepare(self, order: Order) -> Prepared:
        """No call. ``Refused`` (``MESSAGE_TOO_LONG``, ``NUMBER_NOT_SUPPORTED``,
        ``SENDER_INVALID``) for what the operator cannot take."""
        ...

    def start(self, prepared: Prepared) -> Started:
        """Hands over; waits for ``departure.hold`` right before."""
        ...

    def verify(self, ticket: str, code: str) -> Verdict:
        """Looks at a code; the caller counts. Compares in constant time where we check."""
        ...

    def fates(self, packet_ids: Sequence[str]) -> Mapping[str, Fate]:
        """What became of messages; those that nothing is known of are left out."""
        ...

    def balance(self) -> int | None:
        """OTP credits at the operator; None where it does not tell."""
        ...

    def close(self) -> None: ...
