"""Which of a card's numbers messages go to. Pure.

An account's is its first one, whatever it is (L-049); a person's the first whose type is mobile
(L-050); a contact's his mobile (L-051). ERPs that give no types are read by the numbering plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.lib import phone as phones

MOBILE, LANDLINE, OTHER = "MOBILE", "LANDLINE", "OTHER"
KINDS = (MOBILE, LANDLINE, OTHER)
MISSING = "missing"


@dataclass(frozen=True)
class Picked:
    """``phone``: E.164 or "". ``problem``: why it is missing or doubtful; "" when it is fine."""

    phone: str
    problem: str = ""


def read(entries: Sequence[Mapping[str, Any]], country: str) -> list[dict[str, str]]:
    """The numbers as they are stored: as the ERP spells them, with E.164 where readable."""
    found = []
    for entry in entries:
        number = " ".join(str(entry.get("number") or "").split())
        if number:
            e164 = phones.parse(number, country).e164 or ""
            found.append({"number": number, "kind": str(entry.get("kind") or ""), "e164": e164})
    return found


def pick(kind: MirrorKind, stored: Sequence[Mapping[str, str]], country: str) -> Picked:
    """The number of a card of this kind."""
    if not stored:
        return Picked("", MISSING)
    if kind is MirrorKind.ACCOUNT:
        return _judged(stored[0]["number"], country)
    typed = any(entry["kind"] for entry in stored)
    for entry in stored:
        verdict = phones.parse(entry["number"], country)
        is_mobile = entry["kind"] == MOBILE if typed else verdict.kind is phones.Kind.MOBILE
        if is_mobile and verdict.e164:
            return _judged(entry["number"], country)
    return Picked("", MISSING)


def _judged(number: str, country: str) -> Picked:
    verdict = phones.parse(number, country)
    if verdict.e164 is None:
        return Picked("", verdict.problem or MISSING)
    return Picked(verdict.e164, verdict.warnings[0] if verdict.warnings else "")
