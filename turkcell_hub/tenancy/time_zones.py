"""The time zones that a firm may choose from: places where people live, each by one name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from zoneinfo import TZPATH, available_timezones

# Where this portal's firms are; the others follow by name.
FIRST = ("Europe/Istanbul", "Asia/Nicosia", "Asia/Famagusta", "Asia/Baku")
_AREAS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
    "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Names such as Europe/Istanbul: those of the zone table, without old names of the same
    place (Turkey, Asia/Istanbul) and without offsets (Etc/GMT+3)."""
    known = {name for name in available_timezones() if name.startswith(_AREAS)}
    listed = known & _table()
    return (*FIRST, *sorted((listed or known) - set(FIRST)))


def _table() -> set[str]:
    """The names of the system's zone.tab (country, place, name); empty where there is none."""
    for folder in TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            lines = table.read_text(encoding="utf-8").splitlines()
            return {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return set()
