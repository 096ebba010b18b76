"""Rooms that ordered a change of a service are told how it ended, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from turkcell_hub.applications.models import ApplicationItem
from turkcell_hub.applications.states import ItemState
from turkcell_hub.tenancy.actor import Actor, system


@dataclass(frozen=True)
class Follower:
    """``done(actor, subject_id)`` and ``refused(actor, subject_id, said)``, also for an order that
    was cancelled. Each may be told again and then does nothing. ``actor`` bears the name of who
    said it."""

    done: Callable[[Actor, int], object]
    refused: Callable[[Actor, int, str], object]


_followers: dict[str, Follower] = {}


def register(service: str, follower: Follower) -> None:
    """Called once by ``AppConfig.ready`` of the room that orders the change."""
    if _followers.setdefault(service, follower) != follower:
        raise ValueError(f"changes of {service} are followed already")


def tell(item: ApplicationItem, by: str, said: str) -> None:
    """Nothing for a service of its own, and before the end."""
    follower = _followers.get(item.service)
    if follower is None or item.subject_id is None:
        return
    actor = system(item.firm_id, by)
    if item.state == ItemState.DONE:
        follower.done(actor, item.subject_id)
    elif item.state in (ItemState.REJECTED, ItemState.CANCELLED):
        follower.refused(actor, item.subject_id, said)
