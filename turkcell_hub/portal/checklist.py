"""The way from the first login to a delivered test message, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from turkcell_hub.resources import Actor


@dataclass(frozen=True)
class Step:
    """``why``: what the step is good for; ``url``: where it is done."""

    title: Any
    done: bool
    why: Any = ""
    url: str = ""


@dataclass(frozen=True)
class Checklist:
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.done), None)


Provider = Callable[[Actor], Step | None]
_providers: list[tuple[int, Provider]] = []


def add_step(provider: Provider, order: int = 100) -> Provider:
    """Registers ``provider(actor)``; None where the step does not concern the actor."""
    if all(known is not provider for _order, known in _providers):
        _providers.append((order, provider))
        _providers.sort(key=lambda pair: pair[0])
    return provider


def for_actor(actor: Actor) -> Checklist | None:
    """The checklist, or None once every step is done."""
    steps = [step for _order, provider in _providers if (step := provider(actor)) is not None]
    return Checklist(steps) if any(not step.done for step in steps) else None
