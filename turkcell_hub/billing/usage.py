"""What features tell billing: how much of what they sent has arrived.

A feature registers one ``Source`` from its ``AppConfig.ready``; billing knows no feature.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, Protocol


class Usage(NamedTuple):
    messages: int = 0
    parts: int = 0


class Source(Protocol):
    """``code`` is stored with statement lines; ``label`` is what people read."""

    code: str
    label: Any

    def delivered(self, firm_id: int, kind: str, start: dt.datetime, end: dt.datetime) -> Usage:
        """Messages handed to the operator in [start, end), paid from wallets of ``kind``, and
        delivered by now: İLETİLDİ alone counts (A-004). Where the operator says how many parts
        he took, his figure counts."""
        ...

    def first_sent(self, firm_id: int, kind: str) -> dt.datetime | None:
        """When the first such message was handed over, delivered or not."""
        ...

    def delivered_by_day(
        self, firm_id: int, kind: str, start: dt.datetime, end: dt.datetime
    ) -> dict[dt.date, Usage]:
        """What was delivered in [start, end), by Istanbul day of delivery (C-07)."""
        ...


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Raises ``ValueError`` when another source has the code."""
    if _sources.setdefault(source.code, source) is not source:
        raise ValueError(f"usage source {source.code} is registered twice")


def unregister(code: str) -> None:
    """For tests that register a source of their own."""
    _sources.pop(code, None)


def sources() -> list[Source]:
    return [_sources[code] for code in sorted(_sources)]


def label_of(code: str) -> str:
    return str(_sources[code].label) if code in _sources else code
