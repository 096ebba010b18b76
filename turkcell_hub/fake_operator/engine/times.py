"""Times and periods as operators' requests write them."""

from __future__ import annotations

import re
from datetime import datetime

from turkcell_hub.fake_operator.engine.clock import TURKEY, local

_VALID_FOR = re.compile(r"(\d{1,2}):([0-5]\d)")
_UNDERSCORED = ("%Y-%m-%d_%H:%M", "%Y-%m-%d_%H:%M:%S", "%d.%m.%Y_%H:%M", "%d.%m.%Y_%H:%M:%S")
_MOST_MINUTES = 48 * 60


def period_is_valid(text: str) -> bool:
    """HH:MM between one minute and 48 hours."""
    found = _VALID_FOR.fullmatch(text)
    return found is not None and 1 <= int(found[1]) * 60 + int(found[2]) <= _MOST_MINUTES


def underscored(text: str) -> float:
    """Mesaj Üssü's start date, Turkish local time. Raises ValueError."""
    for form in _UNDERSCORED:
        try:
            return datetime.strptime(text, form).replace(tzinfo=TURKEY).timestamp()
        except ValueError:
            continue
    raise ValueError("unknown form of date")


def iso_or_local(text: str) -> float:
    """ISO 8601, or the same without an offset as Turkish local time. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=TURKEY)).timestamp()


def within_hours(moment: float, hours: list[str] | None) -> bool:
    """Whether the local time of day lies in ["HH:MM", "HH:MM"]; None is always."""
    return hours is None or hours[0] <= f"{local(moment):%H:%M}" <= hours[1]
