"""What a spreadsheet's cell is to us, whichever library read it."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EXACT_FLOATS = 1e15


class TooLong(Exception):
    """A text longer than a cell may hold."""


def clean(value: Any, longest: int) -> Cell:
    """Blank texts are None, whole numbers int, control characters gone. Raises ``TooLong``."""
    if type(value) is str:
        if len(value) > longest:
            raise TooLong
        if not value.isprintable():
            value = _CONTROL.sub("", value)
        return value if value and not value.isspace() else None
    if type(value) is float and value.is_integer() and abs(value) < _EXACT_FLOATS:
        return int(value)
    return value  # type: ignore[no-any-return]
