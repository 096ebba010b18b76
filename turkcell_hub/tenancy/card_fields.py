"""What rooms above add to a user's card: one choice each, shown in the same form (L-017)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership


@dataclass(frozen=True)
class CardField:
    """``slug``: the list whose record is chosen. ``write`` gets the record or None and runs in
    the transaction that saves the card."""

    name: str
    label: Any
    slug: str
    right: str
    read: Callable[[Membership], Any]
    write: Callable[[Actor, Membership, Any], None]
    help: Any = ""


_fields: dict[str, CardField] = {}


def register(field: CardField) -> None:
    """Called once by a room's ``AppConfig.ready``."""
    _fields[field.name] = field


def every() -> list[CardField]:
    return list(_fields.values())


def for_actor(actor: Any) -> list[CardField]:
    """Those that the person may change."""
    return [field for field in _fields.values() if actor is not None and actor.can(field.right)]


def write(actor: Actor, member: Membership, data: Mapping[str, Any]) -> None:
    for field in for_actor(actor):
        if field.name in data:
            field.write(actor, member, data[field.name])
