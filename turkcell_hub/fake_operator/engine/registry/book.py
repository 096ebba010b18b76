"""What one brand has in the registry, and the rules of its states."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from turkcell_hub.fake_operator.engine.registry.settings import Settings
from turkcell_hub.fake_operator.engine.registry.values import (
    APPROVED,
    HS_DECISION,
    MERCHANT,
    REFUSED,
    Key,
    Movement,
    Record,
    Wanted,
)


@dataclass(slots=True)
class Request:
    """One batch. ``codes`` are the refusals that were known at once, by position; ``results`` are
    the movements or codes once it is done; ``originals`` name earlier requests."""

    request_id: str
    brand: int
    rows: list[Wanted]
    sub_ids: list[str]
    accepted_at: float
    due: float
    v2: bool = False
    codes: dict[int, str] = field(default_factory=dict)
    results: list[Movement | str] | None = None
    originals: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Retailer:
    """``facts`` are the fields as they were given."""

    code: int
    facts: dict[str, Any]


@dataclass(slots=True)
class Connection:
    """A registered push address."""

    url: str
    type: str
    username: str
    password: str
    register_time: str
    status: str = "active"


@dataclass(slots=True)
class Book:
    """``log`` is in the order of creation; ``at_cursor`` is the last position of a cursor."""

    brand: int
    records: dict[Key, Record] = field(default_factory=dict)
    log: list[Movement] = field(default_factory=list)
    at_cursor: dict[str, int] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    first_requests: dict[int, tuple[str, str]] = field(default_factory=dict)
    retailers: dict[int, Retailer] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    agreements: dict[str, float] = field(default_factory=dict)

    def refusals(self, wanted: Wanted, settings: Settings) -> list[str]:
        """The codes that speak against storing it; none when it may be stored."""
        stored = self.records.get(wanted.key)
        if stored is None:
            return _first(wanted)
        if wanted.key.recipient_type == MERCHANT:
            missing = [("H462", wanted.consent_date), ("H463", wanted.source)]
            codes = [code for code, value in missing if value is None]
            if codes:
                return codes
        last = stored.last
        if wanted.status == REFUSED == last.status:
            return ["H174"]
        date = wanted.consent_date or ""
        equal_is_late = settings.equal_date == "refuse" and date == last.consent_date
        return ["H178"] if date < last.consent_date or equal_is_late else []

    def repeated(self, wanted: Wanted) -> Movement | None:
        """The movement that stored exactly this before, for the idempotent calls."""
        stored = self.records.get(wanted.key)
        found = stored.movements if stored else []
        return next((one for one in reversed(found) if one.wanted == wanted), None)

    def add(self, movement: Movement) -> Movement | None:
        """Stores it; returns what was there before."""
        record = self.records.setdefault(movement.wanted.key, Record())
        before = record.movements[-1] if record.movements else None
        record.movements.append(movement)
        record.access.update(movement.wanted.access)
        self.at_cursor[movement.cursor] = len(self.log)
        self.log.append(movement)
        return before

    def is_approved(self, key: Key) -> bool:
        record = self.records.get(key)
        return record is not None and record.last.status == APPROVED


def _first(wanted: Wanted) -> list[str]:
    if wanted.source == HS_DECISION:
        return ["H486"]
    return ["H175"] if wanted.status == REFUSED else []


def transaction_id(seed: int, brand: int, key: Key, created_at: float) -> str:
    """64 hex characters. One address and type in one second share it."""
    text = f"{seed}|{brand}|{key.type}|{key.recipient}|{int(created_at)}"
    return hashlib.sha256(text.encode()).hexdigest()
