"""The English of a sentence that was already said in Turkish.

Services say their sentence at once, with its values in it; REST answers carry it in both
languages (design/interface.md). The catalogue knows the text that the sentence was made of, so
its English is found by that text: the values are read out of the one and put into the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from django.utils.translation import gettext, override, trans_real

_HOLE = re.compile(r"%\((\w+)\)[ds]|%%")
_LONGEST = 1000  # characters; nothing that people are told is longer


@dataclass(frozen=True)
class _Pattern:
    """``first`` and ``last`` are the letters before the first and after the last value."""

    first: str
    last: str
    text: str
    english: str

    @property
    def letters(self) -> int:
        return len(_HOLE.sub("", self.text))

    def may_be(self, sentence: str) -> bool:
        return sentence.startswith(self.first) and sentence.endswith(self.last)

    def values(self, sentence: str) -> dict[str, str] | None:
        found = _reader(self.text).fullmatch(sentence)
        return None if found is None else found.groupdict()


def in_english(sentence: str) -> str:
    """The English sentence; empty where the catalogue does not hold the Turkish one."""
    with override("en"):
        whole = gettext(sentence) if sentence else ""
        if whole != sentence or len(sentence) > _LONGEST:
            return whole if whole != sentence else ""
        for pattern in _patterns():
            values = pattern.values(sentence) if pattern.may_be(sentence) else None
            if values is not None:
                return _HOLE.sub(partial(_put, values), pattern.english)
    return ""


def _put(values: dict[str, str], hole: re.Match[str]) -> str:
    value = values.get(hole[1] or "", "%")
    return gettext(value) if value.strip() else value


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Texts with values, the one with the most letters of its own first: it says most exactly
    what was meant."""
    return tuple(sorted(_read(), key=lambda one: -one.letters))


def _read() -> Iterator[_Pattern]:
    for text, english in trans_real.translation("en")._catalog.items():
        if isinstance(text, str) and "%(" in text and isinstance(english, str):
            holes = list(_HOLE.finditer(text))
            first, last = text[: holes[0].start()], text[holes[-1].end() :]
            if len(text) > sum(len(hole[0]) for hole in holes) + 3:
                yield _Pattern(first, last, text, english)


@cache
def _reader(text: str) -> re.Pattern[str]:
    parts, end, seen = [], 0, set()
    for hole in _HOLE.finditer(text):
        parts.append(re.escape(text[end : hole.start()]))
        end, name = hole.end(), hole[1]
        if name is None:
            parts.append("%")
        elif name in seen:
            parts.append(f"(?P={name})")
        else:
            seen.add(name)
            parts.append(f"(?P<{name}>.*?)")
    return re.compile("".join([*parts, re.escape(text[end:])]), re.DOTALL)
