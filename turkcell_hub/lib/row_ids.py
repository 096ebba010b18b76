"""Numbers of rows as a browser or a link sends them: text that may be anything."""

from __future__ import annotations

MAX_ROW_ID = 2**63 - 1
_LONGEST = len(str(MAX_ROW_ID))


def row_id(raw: str | None) -> int | None:
    """The number that ``raw`` writes in plain digits; None for anything else, also for one that
    no row can have. (``int`` of thousands of digits is an error of its own.)"""
    if raw is None or len(raw) > _LONGEST or not (raw.isascii() and raw.isdigit()):
        return None
    found = int(raw)
    return found if found <= MAX_ROW_ID else None
