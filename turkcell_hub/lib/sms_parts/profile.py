"""What an operator's way of counting is made of."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from turkcell_hub.lib.sms_parts.size import Count
from turkcell_hub.lib.sms_parts.tables import (
    DISPLACED_BY_LOCKING,
    GSM_BASIC,
    GSM_EXTENSION,
    PART_CAPACITY,
    SINGLE_CAPACITY,
    TURKISH,
    CharacterClasses,
    Coding,
)


@dataclass(frozen=True)
class CountingProfile:
    """An operator's counting, declared by its adapter; never hard-coded in a form.

    The defaults are the sizes that Turkish operators publish: 160/306/459, Turkish 155/298/447,
    Unicode 70/134/201, at most 7 parts, a Turkish letter costing one. Raises ValueError for a
    value outside the listed ones.
    """

    turkish_shift: Literal["none", "single", "locking"] = "locking"
    turkish_letter_weight: Literal[1, 2] = 1
    ucs2_allowed: bool = True
    max_parts: int = 7
    ref_bits: Literal[8, 16] = 8

    def __post_init__(self) -> None:
        if self.turkish_shift not in ("none", "single", "locking"):
            raise ValueError(f"turkish_shift: {self.turkish_shift!r}")
        if self.turkish_letter_weight not in (1, 2) or self.ref_bits not in PART_CAPACITY:
            raise ValueError("turkish_letter_weight is 1 or 2, ref_bits is 8 or 16")
        if self.max_parts < 1:
            raise ValueError("max_parts is at least 1")

    def single_capacity(self, coding: Coding) -> int:
        """Units that fit a message of one part."""
        return SINGLE_CAPACITY[coding]

    def part_capacity(self, coding: Coding) -> int:
        """Units that fit each part of a message of several."""
        return PART_CAPACITY[self.ref_bits][coding]

    @cached_property
    def patterns(self) -> "Patterns":
        return Patterns(self)


def character_classes(profile: CountingProfile) -> CharacterClasses:
    """The tables that count() uses for `profile`."""
    shift = profile.turkish_shift
    return CharacterClasses(
        basic=GSM_BASIC,
        extension=GSM_EXTENSION,
        turkish="" if shift == "none" else TURKISH,
        displaced=DISPLACED_BY_LOCKING if shift == "locking" else "",
    )


class Patterns:
    """The compiled searches of one profile, and the sizes already measured with it."""

    def __init__(self, profile: CountingProfile) -> None:
        self.plain: dict[int, Count] = {}
        classes = character_classes(profile)
        self.is_basic = _one_of(classes.basic, "*").fullmatch
        self.foreign = _none_of(classes.basic + classes.extension + classes.turkish)
        self.turkish = _one_of(classes.turkish)
        self.displaced = _one_of(classes.displaced)
        double_turkish = classes.turkish if profile.turkish_letter_weight == 2 else ""
        self.double = _one_of(classes.extension + double_turkish)


def _one_of(characters: str, repeat: str = "") -> re.Pattern[str]:
    if not characters:
        return re.compile(r"(?!)")
    return re.compile(f"[{re.escape(characters)}]{repeat}")


def _none_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(characters)}]")
