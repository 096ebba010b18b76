"""The final states that a service knows, and whether each gives credit back by default.

A feature registers its states once; the firm's dated rules (``RefundRule``) stand above them.
This is the only place that is asked when a message ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FinalState:
    """``fixed``: the message never left the house, so its credit always comes back (or it was
    never taken); no rule can say otherwise."""

    code: str
    label: Any
    refunds: bool
    fixed: bool = False


_services: dict[str, tuple[Any, dict[str, FinalState]]] = {}


def register(service: str, label: Any, states: Iterable[FinalState]) -> None:
    """Called once from a feature's ``AppConfig.ready``."""
    _services[service] = (label, {state.code: state for state in states})


def services() -> dict[str, Any]:
    """Code and label of each service that has a table."""
    return {code: label for code, (label, _states) in _services.items()}


def states_of(service: str) -> dict[str, FinalState]:
    """Raises ``KeyError`` for a service that has no table."""
    return _services[service][1]
