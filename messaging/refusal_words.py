"""Is this text a refusal? Pure text, no database (S-014, S-033, C-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from turkcell_hub.lib import turkish

_NOT_WORD = re.compile(r"[^\w]+|_")
_WITH_CODE = re.compile(r"([a-z]+?)(\d+)")
_LONGEST_CODE = 12


@dataclass(frozen=True)
class Reading:
    """``refuses``: a refusal beyond doubt. ``may_refuse``: a refusal word stands in front of a
    longer text, or somewhere else in a short one; a person decides. ``codes``: words after the
    refusal that are no ordinary words ("B001"), folded."""

    refuses: bool = False
    may_refuse: bool = False
    codes: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """Folded words without punctuation; letters that were typed apart ("r e t") joined."""
    words = _NOT_WORD.sub(" ", turkish.fold(text)).split()
    letters = 0
    while letters < len(words) and len(words[letters]) == 1 and words[letters].isalpha():
        letters += 1
    if letters > 1:
        words = ["".join(words[:letters]), *words[letters:]]
    return words


def read(text: str, refusal_words: Iterable[str], extra_words: int = 2) -> Reading:
    """``refusal_words`` in any spelling. RET, "ret 1234", "RET B001", "İptal!", "ret1234" and
    "ret lütfen" refuse; "ret" in front of more than ``extra_words`` ordinary words only may."""
    wanted = {"".join(words_of(word)) for word in refusal_words} - {""}
    words = _split_code(words_of(text), wanted)
    if not words:
        return Reading()
    if words[0] not in wanted:
        return Reading(may_refuse=len(words) <= 3 and not wanted.isdisjoint(words))
    rest = words[1:]
    codes = tuple(word for word in rest if _is_code(word))
    ordinary = [word for word in rest if not _is_code(word) and word not in wanted]
    refuses = len(ordinary) <= extra_words
    return Reading(refuses, not refuses, codes)


def _split_code(words: list[str], wanted: set[str]) -> list[str]:
    glued = _WITH_CODE.fullmatch(words[0]) if words and words[0] not in wanted else None
    if glued is None or glued[1] not in wanted:
        return words
    return [glued[1], glued[2], *words[1:]]


def _is_code(word: str) -> bool:
    return len(word) <= _LONGEST_CODE and any(letter.isdigit() for letter in word)
