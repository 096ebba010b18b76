"""What can be approved. Rooms and features that have something to approve register a kind.

``digest`` binds a code to the exact content: ``digest_of`` writes the content and everything it
refers to in one canonical form. A register's ``current`` is asked again when the code comes and
when the approval is executed; another digest then voids it (PSD2 RTS Art. 5; G6 iii).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from otp.models.challenge import TEXT, Method

if TYPE_CHECKING:
    from otp.models import Receipt
    from turkcell_hub.tenancy.actor import Actor

_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Subject:
    """``kind`` (at most 20 characters) and ``id`` name the record. ``text``, at most 110
    characters, is what the SMS and the receipt say: amount, party, document number.
    ``method``: the weakest way of proving oneself that is enough. ``authority_code_id``: whoever
    does not hold it sees no receipt of it. ``facts``: (label, value) pairs that stand above the
    code's field; an SMS has no room for them."""

    kind: str
    id: int
    digest: str
    text: str
    method: str = Method.SMS
    authority_code_id: int | None = None
    facts: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        if not _HEX.fullmatch(self.digest):
            raise ValueError("a subject's digest is 64 hexadecimal characters: use digest_of")
        if not self.text.strip() or len(self.text) > TEXT:
            raise ValueError(f"a subject's text has 1 to {TEXT} characters: use wording")


@dataclass(frozen=True)
class Source:
    """``current(id)``: the subject as it is now, or None when it is gone or needs no approval
    any more (in the firm's scope). ``approved`` runs in the transaction that takes the code;
    what it raises takes all of it back. ``url``: where the person goes on afterwards."""

    kind: str
    label: object
    current: Callable[[int], Subject | None]
    approved: Callable[[Actor, Receipt], None] | None = None
    url: Callable[[int], str] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called once by ``AppConfig.ready``."""
    known = _sources.get(source.kind)
    if known is not None and known != source:
        raise ValueError(f"subject kind {source.kind} is registered twice")
    _sources[source.kind] = source


def source_of(kind: str) -> Source:
    """Raises ``KeyError`` for a kind that nobody has registered."""
    return _sources[kind]


def current(kind: str, subject_id: int) -> Subject | None:
    """The subject as it is now; None when it is gone."""
    return source_of(kind).current(subject_id)


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of ``content``: names sorted, texts in Unicode NFC,
    decimals without trailing noughts, moments in UTC. Floats are refused: they have no one form."""
    body = json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def wording(what: str, amount: str = "", party: str = "", document: str = "") -> str:
    """A text of at most 110 characters in which amount and document number are whole; what does
    not fit is cut from the party's name, then from the title."""
    amount, document = amount.strip(), document.strip()
    fixed = [part for part in (document, amount) if part]
    room = TEXT - sum(len(part) + 2 for part in fixed)
    if room < 8:
        raise ValueError("amount and document number leave no room for anything else")
    what, party = " ".join(what.split()), " ".join(party.split())
    if party:
        party = _cut(party, max(8, room - len(what) - 2))
        what = _cut(what, room - len(party) - 2)
    else:
        what = _cut(what, room)
    return ", ".join(part for part in (what, document, party, amount) if part)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(most - 1, 0)].rstrip() + "…"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a moment without a zone has no canonical form")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
