"""The way from the first login to a delivered test message, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


Provider = Callable[[Actor], Step | Sequence[Step] | None]
_providers: list[tuple[int, Provider]] = []


def add_step(provider: Provider, order: int = 100) -> Provider:
    """Registers ``provider(actor)``: a step, several that one look at the state tells, or None
    where none concerns the actor."""
    if all(known is not provider for _order, known in _providers):
        _providers.append((order, provider))
        _providers.sort(key=lambda pair: pair[0])
    return provider


def for_actor(actor: Actor) -> Checklist | None:
    """The checklist, or None once every step is done."""
    steps = list(_steps(actor))
    return Checklist(steps) if any(not step.done for step in steps) else None


def _steps(actor: Actor) -> Iterator[Step]:
    for _order, provider in _providers:
        found = provider(actor)
        if isinstance(found, Step):
            yield found
        else:
            yield from found or ()
