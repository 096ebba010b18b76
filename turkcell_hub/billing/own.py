"""Nobody decides about what he has asked for himself, also not through an API key of his making."""

from __future__ import annotations

from typing import Protocol

from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import keys


class Asked(Protocol):
    """An order or a request: who asked, a person or a key."""

    @property
    def by_user(self) -> int | None: ...

    @property
    def by_key(self) -> int | None: ...


def is_own(actor: Actor, row: Asked) -> bool:
    if actor.user_id is None:
        return False
    return actor.user_id in (row.by_user, keys.maker_of(row.by_key))
