"""The bell: what happened while the person worked elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, QuerySet

from turkcell_hub.resources import Actor
from turkcell_hub.statements import Given, Presence


@dataclass(frozen=True)
class Notification:
    """``level``: info, success, warning or danger."""

    title: Any
    url: str = ""
    text: Any = ""
    at: datetime | None = None
    level: str = "info"
    is_unread: bool = True


Provider = Callable[[Actor], Iterable[Notification]]
# Rows without which the provider has nothing to say, of ``FIRM``, ``USER`` and ``MEMBER``.
Look = Callable[[], QuerySet[Any]]
FIRM, USER, MEMBER = (Given(name, BigIntegerField()) for name in ("firm", "user", "member"))
_providers: list[Provider] = []
_looks: dict[Provider, tuple[Look, ...]] = {}
MAX_SHOWN = 20


def add_provider(provider: Provider, *looks: Look) -> Provider:
    """Registers ``provider(actor)``. Every page rings: a provider with ``looks`` is asked only
    where one of them has a row, and all looks are one statement."""
    if provider not in _providers:
        _providers.append(provider)
    _looks[provider] = looks
    return provider


def for_actor(actor: Actor) -> list[Notification]:
    """Newest first, at most ``MAX_SHOWN``; those without a time come first."""
    found = [note for provider in _with_something(actor) for note in provider(actor)]
    dated = sorted((n for n in found if n.at), key=lambda n: n.at, reverse=True)  # type: ignore[arg-type, return-value]
    return ([n for n in found if not n.at] + dated)[:MAX_SHOWN]


def _with_something(actor: Actor) -> list[Provider]:
    """The providers that may have something to say, in their order."""
    looks = tuple(look for provider in _providers for look in _looks.get(provider, ()))
    if not looks:
        return _providers
    member = getattr(actor, "membership_id", None)
    found = _presence(looks).now(firm=actor.firm_id, user=actor.user_id, member=member)
    has = dict(zip(looks, found, strict=True))
    return [p for p in _providers if any(map(has.get, _looks.get(p, ()))) or not _looks.get(p)]


@lru_cache(maxsize=8)
def _presence(looks: tuple[Look, ...]) -> Presence:
    return Presence(*(look() for look in looks))
