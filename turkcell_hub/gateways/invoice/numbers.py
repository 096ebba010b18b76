"""Service numbers as bills write them."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\D", re.ASCII)
# What people and sites put between digits; letters and commas are what Excel makes of a number.
_TYPED = re.compile(r"\+?[0-9() ./-]+\Z", re.ASCII)
_WITH_CENTS = re.compile(r"([0-9]{10,12})[.,]0{1,2}\Z", re.ASCII)
_LOCAL = 10
_LONGEST = 20


def ten_digits(written: str) -> str:
    """``+90 532 123 45 67``, ``0 (532) …`` → ``5321234567``. A number of another length (a data
    line's) stays as its digits; "" when there are none."""
    digits = _DIGITS.sub("", written)
    for country in ("0090", "90", "0"):
        if digits.startswith(country) and len(digits) == _LOCAL + len(country):
            return digits[len(country) :]
    return digits[:_LONGEST]


def typed_number(written: str) -> str:
    """As ``ten_digits``, of a cell that a person or a spreadsheet has written; "" for what is no
    number any more: ``5,32E+09`` is not 53209."""
    plain = " ".join(written.split())
    cents = _WITH_CENTS.match(plain)
    if cents:
        plain = cents[1]
    return ten_digits(plain) if _TYPED.match(plain) else ""
