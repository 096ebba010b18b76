"""Dotted version numbers, compared part by part and not as text."""

import re
from itertools import zip_longest

_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,5}")


def parts(text: str) -> tuple[int, ...] | None:
    """ "2.06.00.01" → (2, 6, 0, 1); None for what is no dotted number."""
    found = text.strip()
    return tuple(map(int, found.split("."))) if _VERSION.fullmatch(found) else None


def is_older(version: str, least: str) -> bool | None:
    """Whether `version` is below `least`; None where one of them cannot be read.

    A missing part counts as 0: "2.06" is "2.06.00.00".
    """
    left, right = parts(version), parts(least)
    if left is None or right is None:
        return None
    padded = list(zip_longest(left, right, fillvalue=0))
    return [a for a, _ in padded] < [b for _, b in padded]
