"""Refusals that become known elsewhere: whoever keeps consents follows them.

Messaging tells of a RET that came by SMS, in the transaction that blocks the number; the
consent room turns it into a movement and reports it to İYS within its time (S-014, S-033,
K-027). A follower that raises undoes the whole refusal, so that the two never disagree; the
router then tries again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Refusal:
    """``phone`` is E.164; ``at`` is when the person wrote; ``evidence`` names the message that
    proves it (``inbound:<id>``), ``text`` is what it says; ``channel`` is İYS's name of the
    channel."""

    firm_id: int
    phone: str
    at: datetime
    evidence: str
    channel: str = "MESAJ"
    text: str = ""


Follower = Callable[[Refusal], None]

_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called once from ``AppConfig.ready``; the same follower twice is one."""
    if follower not in _followers:
        _followers.append(follower)


def forget(follower: Follower) -> None:
    if follower in _followers:
        _followers.remove(follower)


def tell(refusal: Refusal) -> None:
    """The firm's scope and the transaction that blocks the number are open."""
    for follower in _followers:
        follower(refusal)
