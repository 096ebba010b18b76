"""The bell: what happened while the person worked elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from turkcell_hub.resources import Actor


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
_providers: list[Provider] = []
MAX_SHOWN = 20


def add_provider(provider: Provider) -> Provider:
    """Registers ``provider(actor)``; it runs on each page, so it must be one cheap query."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def for_actor(actor: Actor) -> list[Notification]:
    """Newest first, at most ``MAX_SHOWN``; those without a time come first."""
    found = [note for provider in _providers for note in provider(actor)]
    dated = sorted((n for n in found if n.at), key=lambda n: n.at, reverse=True)  # type: ignore[arg-type, return-value]
    return ([n for n in found if not n.at] + dated)[:MAX_SHOWN]
