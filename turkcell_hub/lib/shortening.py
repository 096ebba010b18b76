"""Cheaper spellings of a text that mean the same (idea 13). Offered, never applied by themselves.

Numbers, links, addresses, merge fields and code words stay as they are, letter for letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from turkcell_hub.lib.sms_parts import simplify, without_turkish_letters
from turkcell_hub.lib.turkish import lower, upper
from turkcell_hub.lib.wording import said

Pairs = Sequence[tuple[str, str]]
DEFAULT_SHORTENINGS: Pairs = (
    ("müşterilerimiz", "müşteriler"),
    ("numaralı telefondan", "no'lu telefondan"),
    ("numarası", "no"),
    ("telefon numaramız", "tel"),
    ("Türk Lirası", "TL"),
    ("Cumartesi", "Cmt"),
    ("Pazartesi", "Pzt"),
    ("Anonim Şirketi", "A.Ş."),
    ("Limited Şirketi", "Ltd. Şti."),
    ("Sanayi ve Ticaret", "San. Tic."),
    ("dakika", "dk"),
    ("mahallesi", "mah."),
    ("caddesi", "cad."),
    ("sokağı", "sok."),
    ("bilgilerinize sunarız", "bilginize"),
    ("gerçekleştirilmiştir", "yapıldı"),
    ("gerçekleştirilecektir", "yapılacak"),
    ("tarafınıza", "size"),
)
# Each costs two units; the other one or none.
_DOUBLE = str.maketrans({"[": "(", "]": ")", "\\": "/", "|": "/", "~": "-", "^": "", "\f": ""})
_EMOJI = re.compile(
    "[\U00010000-\U0010ffff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\ufe0f\u200d\u20e3]+ ?"
)
_KEPT = re.compile(
    r"\{\{|\}\}|\{[^{}]*\}"  # merge fields and written braces
    r"|https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
    r"|\w*\d[\w.,:/'’-]*(?: \d[\d.,:/-]*)*"  # numbers, dates, codes with a digit
)


@dataclass(frozen=True)
class Offer:
    """``consent``: it changes how the text reads, so a person agrees first."""

    kind: str
    label: str
    text: str
    consent: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of the comparison: ``kind`` is same, gone or new."""

    kind: str
    text: str


def offers(text: str, shortenings: Pairs = (), kept: Iterable[str] = ()) -> list[Offer]:
    """The spellings that differ from ``text``, least change first, the whole of them last.

    ``kept``: names and code words of the sender, never touched.
    """
    steps = (
        ("spaces", said("Fazla boşlukları sil"), _spaces),
        ("simplify", said("Tipografik işaretleri sadeleştir"), _simple),
        ("double", said("Çift sayılan işaretleri değiştir"), lambda part: part.translate(_DOUBLE)),
        ("emoji", said("Emojileri çıkar"), lambda part: _EMOJI.sub("", part)),
        ("shorten", said("Uzun sözleri kısalt"), lambda part: _shorten(part, shortenings)),
    )
    found = []
    whole = text
    for kind, label, step in steps:
        changed = rewrite(text, step, kept)
        if changed != text:
            found.append(Offer(kind, label, changed))
        whole = rewrite(whole, step, kept)
    if len(found) > 1:
        found.append(Offer("all", said("Hepsini uygula"), whole))
    bare = rewrite(whole, without_turkish_letters, kept)
    if bare != whole:
        found.append(Offer("bare", said("Türkçe harfsiz yaz"), bare, consent=True))
    return found


def rewrite(text: str, step: Callable[[str], str], kept: Iterable[str] = ()) -> str:
    """``step`` over everything but what must stay."""
    parts: list[str] = []
    at = 0
    for start, end in _spans(text, kept):
        parts += [step(text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, step(text[at:])])


def compare(old: str, new: str) -> list[Piece]:
    """What changes, word by word, for a person to look at."""
    before, after = (re.findall(r"\s+|[^\s]+", one) for one in (old, new))
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [
            Piece(name, said)
            for name, said in (("gone", "".join(before[a:b])), ("new", "".join(after[c:d])))
            if said
        ]
    return pieces


def _spans(text: str, kept: Iterable[str]) -> list[tuple[int, int]]:
    found = [match.span() for match in _KEPT.finditer(text)]
    for word in filter(None, kept):
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        found += [match.span() for match in re.finditer(pattern, text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spaces(part: str) -> str:
    part = re.sub(r"[ \t\u00a0]{2,}", " ", part)
    part = re.sub(r"[ \t\u00a0]+(?=\n)", "", part)
    return re.sub(r"\n{3,}", "\n\n", part)


def _simple(part: str) -> str:
    return simplify(unicodedata.normalize("NFC", part))


def _shorten(part: str, pairs: Pairs) -> str:
    """Whole words of the list, in the case in which they were written."""
    for long, short in sorted(pairs, key=lambda pair: -len(pair[0])):
        if len(short) >= len(long):
            continue
        for spelled in dict.fromkeys((long, lower(long), upper(long), _capital(long))):
            written = _in_case_of(spelled, long, short)
            part = re.sub(rf"(?<!\w){re.escape(spelled)}(?!\w)", lambda _m, w=written: w, part)  # type: ignore[misc]
    return part


def _capital(text: str) -> str:
    return upper(text[0]) + text[1:]


def _in_case_of(spelled: str, long: str, short: str) -> str:
    if spelled == upper(long):
        return upper(short)
    if spelled == _capital(long):
        return _capital(short)
    return short if spelled == long else lower(short)
