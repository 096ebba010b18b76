"""Cards of the first page, given by the rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from turkcell_hub.resources import Actor


@dataclass(frozen=True)
class Card:
    """One card. ``value`` is the figure; ``body`` safe HTML such as a chart; ``template``
    with ``context`` where a card needs more. ``width``: columns of twelve."""

    title: Any
    value: Any = None
    text: Any = ""
    url: str = ""
    icon: str = ""
    body: Any = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    width: int = 3
    level: str = "primary"


Provider = Callable[[Actor], Card | None]
_providers: list[tuple[int, Provider]] = []


def add_card(provider: Provider, order: int = 100) -> Provider:
    """Registers ``provider(actor)``; it answers None where the actor may not see the card."""
    if all(known is not provider for _order, known in _providers):
        _providers.append((order, provider))
        _providers.sort(key=lambda pair: pair[0])
    return provider


def cards_for(actor: Actor) -> list[Card]:
    cards = (provider(actor) for _order, provider in _providers)
    return [card for card in cards if card is not None]
