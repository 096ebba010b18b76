"""A sentence that was already said in Turkish, in the language of who reads it.

The portal keeps what it says in Turkish: services say their sentence at once with its values in
it, the packages without Django keep theirs as data, and a job's result or a refusal is stored as
it was said. The catalogue knows the text that a sentence was made of, so its English is found by
that text: the values are read out of the one and put into the other. REST answers carry both
languages (``in_english``); pages show the reader's (``shown``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override, trans_real

_HOLE = re.compile(r"%\((\w+)\)[ds]|%%")
_END = re.compile(r"(?<=[.!?])\s+")  # where the next of several sentences begins
_LONGEST = 1000  # characters; nothing that people are told is longer
_EDGE = 3  # letters at a text's beginning or end that it is looked up by
_LANGUAGES = 4  # catalogues at once whose patterns are kept


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


def shown(sentence: object) -> str:
    """What the reader of the screen sees of a Turkish sentence of ours: his language, or the
    sentence as it is where the catalogue does not hold it (an operator's own words)."""
    text = str(sentence)
    language = get_language() or settings.LANGUAGE_CODE
    if not text or language.split("-")[0] == settings.LANGUAGE_CODE:
        return text
    return _said_in(language, text) or text


def kept() -> AbstractContextManager[None]:
    """For work whose words are stored: inside, everything is said in Turkish, whoever waits."""
    return override(settings.LANGUAGE_CODE)


def in_english(sentence: str) -> str:
    """The English sentence; empty where the catalogue does not hold the Turkish one."""
    return _said_in("en", sentence) if sentence else ""


def _said_in(language: str, sentence: str) -> str:
    with override(language):
        return _translated(sentence) or _one_by_one(sentence)


def _translated(sentence: str) -> str:
    """A text of the catalogue, with its values; empty where it is none."""
    whole = gettext(sentence)
    if whole != sentence or len(sentence) > _LONGEST:
        return whole if whole != sentence else ""
    for pattern in _patterns(trans_real.catalog()).like(sentence):
        values = pattern.values(sentence) if pattern.may_be(sentence) else None
        if values is not None:
            return _HOLE.sub(partial(_put, values), pattern.english)
    return ""


def _one_by_one(text: str) -> str:
    """What happened and what to do about it are often two texts of the catalogue in a row. All of
    it or nothing: half a translation helps nobody."""
    for end in _END.finditer(text):
        first = _translated(text[: end.start()])
        rest = text[end.end() :]
        if first and (following := _translated(rest) or _one_by_one(rest)):
            return f"{first} {following}"
    return ""


def _put(values: dict[str, str], hole: re.Match[str]) -> str:
    value = values.get(hole[1] or "", "%")
    return (_one_by_one(value) or gettext(value)) if value.strip() else value


class _Patterns:
    """Texts with values, the one with the most letters of its own first: it says most exactly
    what was meant. Found by how they begin, else by how they end: there are more than a thousand,
    and each field of a refusal asks."""

    def __init__(self, patterns: Iterable[_Pattern]) -> None:
        self._beginning: dict[str, list[tuple[int, _Pattern]]] = defaultdict(list)
        self._ending: dict[str, list[tuple[int, _Pattern]]] = defaultdict(list)
        self._others: list[tuple[int, _Pattern]] = []
        for ranked in enumerate(sorted(patterns, key=lambda one: -one.letters)):
            self._place(ranked[1]).append(ranked)

    def _place(self, pattern: _Pattern) -> list[tuple[int, _Pattern]]:
        if len(pattern.first) >= _EDGE:
            return self._beginning[pattern.first[:_EDGE]]
        if len(pattern.last) >= _EDGE:
            return self._ending[pattern.last[-_EDGE:]]
        return self._others

    def like(self, sentence: str) -> list[_Pattern]:
        """Those that the sentence may be made of, in their order."""
        found = [
            *self._beginning.get(sentence[:_EDGE], ()),
            *self._ending.get(sentence[-_EDGE:], ()),
            *self._others,
        ]
        return [pattern for _rank, pattern in sorted(found, key=itemgetter(0))]


@lru_cache(_LANGUAGES)
def _patterns(catalogue: Any) -> _Patterns:
    return _Patterns(_read(catalogue))


def _read(catalogue: Any) -> Iterator[_Pattern]:
    for text, english in catalogue._catalog.items():
        if isinstance(text, str) and "%(" in text and isinstance(english, str):
            holes = list(_HOLE.finditer(text))
            first, last = text[: holes[0].start()], text[holes[-1].end() :]
            if len(text) > sum(len(hole[0]) for hole in holes) + 3:
                yield _Pattern(first, last, text, english)


@lru_cache(None)
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
