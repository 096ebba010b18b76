"""Who is told, in the same transaction, when cards of the mirror change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from turkcell_hub.erp.kinds import MirrorKind

Follower = Callable[[int, MirrorKind, Sequence[int]], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """``follower(firm_id, kind, ids)`` gets the cards that were added, changed or switched off,
    in the firm's scope; it works set-based, since there may be hundreds."""
    if follower not in _followers:
        _followers.append(follower)


def tell(firm_id: int, kind: MirrorKind, ids: Sequence[int]) -> None:
    if ids:
        for follower in _followers:
            follower(firm_id, kind, ids)
