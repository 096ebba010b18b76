"""Places for a person's own values in the texts of other panels: [AD], {{isim}}, #ad#, %ad%.

No I/O: a text in, our spelling ``{ad|müşterimiz}`` out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from messaging.moving.guessing import bare

_NAME = r"[^\W\d_][\w ./-]{0,29}"
_FOREIGN = re.compile(
    rf"\{{(?P<own>\w+)\|(?P<fallback>[^{{}}]*)\}}|\{{\{{\s*(?P<a>{_NAME}?)\s*\}}\}}"
    rf"|\{{(?P<b>{_NAME})\}}|\[(?P<c>{_NAME})\]|<(?P<d>{_NAME})>"
    r"|#(?P<e>[^\W\d_]\w{0,29})#|%(?P<f>[^\W\d_]\w{0,29})%"
    r"|\$(?P<g>[^\W\d_]\w{0,29})\$|@(?P<h>[^\W\d_]\w{0,29})@"
)
_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "ad": ("ad", "adi", "isim", "name", "firstname", "aliciadi", "musteriadi"),
    "soyad": ("soyad", "soyadi", "soyisim", "surname", "lastname"),
    "ad_soyad": ("adsoyad", "adisoyadi", "isimsoyisim", "isimsoyad", "fullname", "adsoyadi"),
    "telefon": ("telefon", "tel", "gsm", "gsmno", "cep", "numara", "phone", "mobile", "msisdn"),
    "ozel_kod": ("ozelkod", "kod", "code", "musterino"),
    "tarih": ("tarih", "date", "bugun", "today"),
}
_KNOWN = {word: name for name, words in _MEANINGS.items() for word in words}


@dataclass(frozen=True)
class Answer:
    """What a foreign placeholder means: our parameter ("" for plain text) and what is written
    where a person's value is empty."""

    name: str
    fallback: str = ""


@dataclass(frozen=True)
class Translated:
    """``unanswered``: placeholders (as written) that nobody has given a meaning."""

    text: str
    unanswered: tuple[str, ...]


def found_in(texts: Iterable[str]) -> dict[str, str]:
    """The placeholders of these texts: how they are known → how the first one is written."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _FOREIGN.finditer(text):
            if not match["own"]:
                found.setdefault(bare(_name(match)), match[0])
    return found


def meaning(known_as: str, own_fields: Collection[str] = ()) -> str:
    """Our parameter for it, "" where nothing is likely. ``own_fields``: the firm's own."""
    by_code = {bare(code): code for code in own_fields}
    return _KNOWN.get(known_as) or by_code.get(known_as, "")


def translate(text: str, answers: Mapping[str, Answer]) -> Translated:
    """The text in our spelling; braces that are no placeholder stay braces."""
    pieces, unanswered, at = [], [], 0
    for match in _FOREIGN.finditer(text):
        pieces.append(_escaped(text[at : match.start()]))
        at = match.end()
        if match["own"]:
            pieces.append(match[0])
            continue
        answer = answers.get(bare(_name(match)))
        if answer is None:
            unanswered.append(match[0])
        elif not answer.name:
            pieces.append(_escaped(match[0]))
        else:
            fallback = f"|{answer.fallback}" if answer.fallback else ""
            pieces.append(f"{{{answer.name}{fallback}}}")
    pieces.append(_escaped(text[at:]))
    return Translated("".join(pieces), tuple(dict.fromkeys(unanswered)))


def _name(match: re.Match[str]) -> str:
    return next(match[group] for group in "abcdefgh" if match[group])


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
