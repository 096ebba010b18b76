"""Service numbers as bills write them."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\D", re.ASCII)
_LOCAL = 10
_LONGEST = 20


def ten_digits(written: str) -> str:
    """``+90 532 123 45 67``, ``0 (532) …`` → ``5321234567``. A number of another length (a data
    line's) stays as its digits; "" when there are none."""
    digits = _DIGITS.sub("", written)
    for country in ("90", "0"):
        if digits.startswith(country) and len(digits) == _LOCAL + len(country):
            return digits[len(country) :]
    return digits[:_LONGEST]
