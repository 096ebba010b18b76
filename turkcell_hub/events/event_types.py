"""The kinds of event that webhooks tell; each room declares its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EventType:
    """``code``: ``erp.document.posted``; ``label``: Turkish, for the form."""

    code: str
    label: object


TEST = "webhook.test"
_types: dict[str, EventType] = {}


def declare(*types: EventType) -> None:
    """A room calls it once, from ``AppConfig.ready``."""
    for each in types:
        _types[each.code] = each


def choices() -> list[tuple[str, object]]:
    return [(code, each.label) for code, each in sorted(_types.items())]


def is_known(code: str) -> bool:
    return code in _types or code == TEST
