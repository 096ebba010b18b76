"""Single cells of a list as values.

Every reader answers (value, kind of correction or 0, code of what is wrong or "").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from iys_consent.rules import findings as f
from iys_consent.rules.addresses import readable_email
from iys_consent.uploads.kinds import Kind
from turkcell_hub.gateways.iys.values import (
    MAX_PHONE,
    REGISTRY_ZONE,
    RecipientType,
    Source,
    Status,
    is_registry_source,
)
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.turkish import fold
from turkcell_hub.sheets import CellProblem, cleaners

Read = tuple[Any, int, str]
_NOTHING: Read = ("", 0, "")
_PHONE = Kind.PHONE.value  # asking a member for its value takes as long as reading a number
# Before the ten digits of a mobile in nearly every list: these need no closer look.
_USUAL_HEADS = frozenset(("", "0", "90", "+90", "0090"))
_NOT_LETTER = re.compile(r"[\W_]")
_TURKISH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")

_STATUSES = {Status.APPROVED: ("Onay",), Status.REFUSED: ("Ret", "RED")}
_TYPES = {
    RecipientType.INDIVIDUAL: ("Bireysel", "BİREYSEL"),
    RecipientType.MERCHANT: ("Tacir", "TACİR", "Esnaf", "Tacir/Esnaf"),
}
_SOURCES: dict[str, Sequence[str]] = dict.fromkeys(Source, ())
_SOURCES |= {
    Source.BEFORE_2015: ("1 Mayıs 2015 öncesi",),
    Source.SIGNED_FORM: ("Islak imzalı form", "Islak imza"),
    Source.WEB: ("Web sitesi",),
}


def status(cell: Any) -> Read:
    return _choice(cell, _STATUSES_BY_WORD, Kind.STATUS, f.STATUS_INVALID.code)


def recipient_type(cell: Any) -> Read:
    if cell is None:
        return "", 0, f.RECIPIENT_TYPE_MISSING.code
    return _choice(cell, _TYPES_BY_WORD, Kind.TYPE, f.RECIPIENT_TYPE_INVALID.code)


def source(cell: Any) -> Read:
    """ "HS-WEB" and "HS WEB" are HS_WEB (K-038)."""
    if cell is not None and is_registry_source(str(cell).strip().upper()):
        return "", 0, f.SOURCE_IS_REGISTRYS.code
    return _choice(cell, _SOURCES_BY_WORD, Kind.SOURCE, f.SOURCE_INVALID.code)


def moment(cell: Any) -> Read:
    """An aware moment of Turkish time, None for an empty cell."""
    if cell is None:
        return None, 0, ""
    if type(cell) is datetime:
        return cell.replace(tzinfo=REGISTRY_ZONE), 0, ""
    kind = 0
    try:
        at = _written(cell)
        if at is None:
            at, notes = _read_moment(cell)
            kind = Kind.DATE.value if notes else 0
    except (CellProblem, ValueError):
        return None, 0, f.DATE_INVALID.code
    return at.replace(tzinfo=REGISTRY_ZONE), kind, ""


def phone(cell: Any) -> Read:
    if cell is None:
        return _NOTHING
    text = str(cell).replace(" ", "")
    head, mobile = text[:-10], "+90" + text[-10:]
    if head in _USUAL_HEADS and phones.is_clean_mobile(mobile):
        return mobile, 0 if cell == mobile else _PHONE, ""
    found = phones.parse(cell)
    if found.e164 is None or len(found.e164) > MAX_PHONE:
        return "", 0, f.PHONE_INVALID.code
    return found.e164, 0 if cell == found.e164 else _PHONE, ""


def email(cell: Any) -> Read:
    if cell is None:
        return _NOTHING
    text = str(cell).strip()
    found = readable_email(text)
    if found is None:
        return "", 0, f.EMAIL_INVALID.code
    return found, 0 if found == text else Kind.EMAIL.value, ""


def name(cell: Any) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def code(cell: Any) -> str:
    """A brand's code or the provider's number; Excel keeps it as a number."""
    return str(cell).strip() if cell is not None else ""


_read_moment = cleaners.date_time()


def _written(cell: Any) -> datetime | None:
    """The two spellings that lists are full of; None for any other."""
    if type(cell) is not str:
        return None
    text = cell.strip()
    if found := _TURKISH.fullmatch(text):
        day, month, year, *hours = found.groups()
    elif found := _ISO.fullmatch(text):
        year, month, day, *hours = found.groups()
    else:
        return None
    return datetime(int(year), int(month), int(day), *(int(h or 0) for h in hours))  # noqa: DTZ001


def _by_word(options: Mapping[Any, Sequence[str]]) -> dict[str, tuple[str, bool]]:
    """Spelling → (code, whether it is written as it should be); folded ones are corrections."""
    found: dict[str, tuple[str, bool]] = {}
    for value, labels in options.items():
        for word in (str(value), *labels):
            found.setdefault(_bare(word), (str(value), False))
    for value, labels in options.items():
        found |= {word: (str(value), True) for word in (str(value), *labels)}
    return found


def _bare(word: str) -> str:
    return _NOT_LETTER.sub("", fold(word))


_STATUSES_BY_WORD = _by_word(_STATUSES)
_TYPES_BY_WORD = _by_word(_TYPES)
_SOURCES_BY_WORD = _by_word(_SOURCES)


def _choice(cell: Any, words: Mapping[str, tuple[str, bool]], kind: Kind, wrong: str) -> Read:
    if cell is None:
        return _NOTHING
    written = str(cell).strip()
    found = words.get(written) or words.get(_bare(written))
    if found is None:
        return "", 0, wrong
    value, is_exact = found
    return value, 0 if is_exact and written in words else kind.value, ""
