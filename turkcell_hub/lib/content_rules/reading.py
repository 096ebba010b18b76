"""A text as the rules read it: folded, with the way back to the places that a person sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from turkcell_hub.lib.turkish import fold

Span = tuple[int, int]

_MERSIS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")
_TCKN = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+90|0090|90|0)?[ .(-]{0,2}[2-58]\d\d(?:[ .)\-/]{0,2}\d){7}(?!\d)"
    r"|(?<![\d.,])444(?:[ .-]?\d){4}(?!\d)"
)
_LINK = re.compile(
    r"(?<![@\w.-])(?:https?://|www\.)[^\s]+"
    r"|(?<![@\w.-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
    r"\.(?:com|net|org|tr|info|biz|co|io|me|ly|gl|app|shop|store|site|online|xyz|istanbul|ist|example)"
    r"(?:/[^\s]*)?(?![\w@])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?:%\s?\d{1,2}|(?<![a-z])yuzde \d{1,2})(?![\d.,]*\d)")
_TOKEN = re.compile(r"[a-z0-9]+")
# One legal form has many spellings: "Sanayi ve Ticaret Anonim Şirketi", "San. Tic. A.Ş.".
_SAME = {
    "anonim": "a", "sirketi": "s", "sirket": "s", "sti": "s", "limited": "ltd", "sanayi": "san",
    "sanayii": "san", "ticaret": "tic", "ticareti": "tic", "pazarlama": "paz", "insaat": "ins",
    "hizmetleri": "hiz", "hizmet": "hiz", "turizm": "tur", "gida": "gid",
}  # fmt: skip
_TWO = {"as": ("a", "s"), "ltdsti": ("ltd", "s")}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return " " if character.isspace() else fold(character)


@dataclass(frozen=True)
class Reading:
    """``text`` as typed; ``hidden``: what is not the sender's (the recipient's own number)."""

    text: str
    hidden: tuple[str, ...] = ()

    @cached_property
    def shown(self) -> str:
        """The text with what is hidden blanked; as long as the text."""
        shown = self.text
        for own in filter(None, self.hidden):
            shown = shown.replace(own, " " * len(own))
        return shown

    @cached_property
    def _map(self) -> tuple[str, list[int]]:
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(self.text):
            for letter in _folded(character):
                if letter == " " and letters and letters[-1] == " ":
                    continue
                letters.append(letter)
                places.append(place)
        return "".join(letters), [*places, len(self.text)]

    @property
    def folded(self) -> str:
        return self._map[0]

    def span(self, start: int, end: int) -> Span:
        """Places in the text of a stretch of ``folded``."""
        places = self._map[1]
        return places[start], places[end - 1] + 1

    def find(self, pattern: re.Pattern[str]) -> Span | None:
        found = pattern.search(self.folded)
        return self.span(*found.span()) if found else None

    @cached_property
    def mersis(self) -> list[tuple[str, Span]]:
        return _digits(_MERSIS, self.shown)

    @cached_property
    def tckns(self) -> list[tuple[str, Span]]:
        return _digits(_TCKN, self.shown)

    @cached_property
    def emails(self) -> list[Span]:
        return [match.span() for match in _EMAIL.finditer(self.shown)]

    @cached_property
    def phones(self) -> list[Span]:
        taken = [span for _number, span in (*self.mersis, *self.tckns)]
        found = (match.span() for match in _PHONE.finditer(self.shown))
        return [span for span in found if not any(a < span[1] and span[0] < b for a, b in taken)]

    @cached_property
    def links(self) -> list[Span]:
        return [match.span() for match in _LINK.finditer(self.shown)]

    def percents(self) -> list[Span]:
        return [self.span(*match.span()) for match in _PERCENT.finditer(self.folded)]

    @cached_property
    def tokens(self) -> list[str]:
        return list(tokens_of(self.folded))

    def says(self, name: str) -> bool:
        """Whether the words of ``name`` stand together in the text, by any legal spelling."""
        wanted = list(tokens_of(fold(name)))
        size = len(wanted)
        places = range(len(self.tokens) - size + 1)
        return bool(size) and any(self.tokens[at : at + size] == wanted for at in places)

    def says_digits(self, number: str) -> bool:
        return re.search(rf"(?<!\d){re.escape(number)}(?!\d)", self.shown) is not None


def tokens_of(folded: str) -> Iterable[str]:
    for word in _TOKEN.findall(folded):
        if word != "ve":
            yield from _TWO.get(word, (_SAME.get(word, word),))


def _digits(pattern: re.Pattern[str], text: str) -> list[tuple[str, Span]]:
    return [(re.sub(r"\D", "", match[0]), match.span()) for match in pattern.finditer(text)]
