"""PostgreSQL's arrays as one text (``{1,2,NULL}``), to be cast where it is used.

A list of a thousand values, passed as it is, becomes a thousand literals that the driver writes
and the server parses one by one; a text is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def of_numbers(values: Iterable[int | None]) -> str:
    return "{" + ",".join(["NULL" if v is None else f"{v:d}" for v in values]) + "}"


def of_times(values: Iterable[datetime | None]) -> str:
    return "{" + ",".join(["NULL" if v is None else v.isoformat() for v in values]) + "}"


def of_texts(values: Iterable[str]) -> str:
    """Any text; NUL, which PostgreSQL's text cannot hold, is left out."""
    return "{" + ",".join([_quoted(value) for value in values]) + "}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", "")
    return f'"{escaped}"'
