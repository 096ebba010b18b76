"""Who is told, in the same transaction, when a wallet has moved by a load, a spend or a
correction. Refunds are told to nobody: they only undo."""

from __future__ import annotations

from collections.abc import Callable

from turkcell_hub.ledger.models import Transfer

# (the movement, what could be spent before it, and after it); the wallet is locked.
Follower = Callable[[Transfer, int, int], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called once from a room's ``AppConfig.ready``."""
    if follower not in _followers:
        _followers.append(follower)


def tell(moved: Transfer, before: int, after: int) -> None:
    for follower in _followers:
        follower(moved, before, after)
