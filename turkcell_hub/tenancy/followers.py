"""Records elsewhere that follow a user's card (L-048, L-056), told in the same transaction.

Rooms above tenancy register themselves, because tenancy knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable

from turkcell_hub.tenancy.models import Membership

Follower = Callable[[Membership], None]

_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called once by a room's ``AppConfig.ready``."""
    if follower not in _followers:
        _followers.append(follower)


def card_changed(member: Membership) -> None:
    """Name, number or state of the card has been saved; the firm's scope is open."""
    for follower in _followers:
        follower(member)
