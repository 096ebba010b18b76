"""What the sandbox's ERPs hold: firms, their cards and the slips that they booked. On disk before
anybody hears of it; a half line of a kill was never answered."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

Row = dict[str, Any]
STUMBLES = frozenset({"lose", "late", "error_before", "error_after", "busy", "drop_before"})


@dataclass
class ErpFirm:
    """One firm of an ERP. ``closed_until`` (ISO): its period is closed up to that day.
    ``cards``: rows by object; ``slips``: what was booked, by object, in order.
    ``stumbles`` meet the next writes, one each. ``hidden``: objects that the login may not see."""

    code: str
    username: str
    password: str
    client_id: str = ""
    client_secret: str = ""
    token_seconds: float = 3600.0
    closed_until: str = ""
    late_seconds: float = 1.0
    cards: dict[str, list[Row]] = field(default_factory=dict)
    slips: dict[str, list[Row]] = field(default_factory=dict)
    next_ref: int = 1
    stumbles: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


_SETTABLE = frozenset(one.name for one in fields(ErpFirm)) - {"slips", "next_ref"}


class ErpBook:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "erp.jsonl"
        self.firms: dict[str, ErpFirm] = {}
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            try:
                self._read(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue

    def put(self, code: str, told: Row) -> ErpFirm:
        """Opens a firm or changes it. Raises ``ValueError`` for what is no setting."""
        wrong = set(told) - _SETTABLE
        if wrong or not set(told.get("stumbles", ())) <= STUMBLES:
            raise ValueError(f"unknown: {sorted(wrong) or sorted(STUMBLES)}")
        if code not in self.firms and not told.get("username"):
            raise ValueError("username and password are required")
        self._keep({"k": "firm", "code": code, **told})
        return self.firms[code]

    def save(self, firm: ErpFirm, kind: str, row: Row) -> Row:
        """Writes a slip, or its newer state, under its key ``name``."""
        self._keep({"k": "slip", "firm": firm.code, "kind": kind, "row": row})
        return row

    def drop(self, firm: ErpFirm, kind: str, name: str) -> None:
        self._keep({"k": "drop", "firm": firm.code, "kind": kind, "name": name})

    def _keep(self, record: Row) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        self._read(record)

    def _read(self, record: Row) -> None:
        kind = record.pop("k")
        if kind == "firm":
            code = record.pop("code")
            known = self.firms.get(code)
            if known is None:
                self.firms[code] = known = ErpFirm(code, record.pop("username"),
                                                   record.pop("password", ""))  # fmt: skip
            for name, value in record.items():
                setattr(known, name, {**known.cards, **value} if name == "cards" else value)
            _number(known)
            return
        firm = self.firms[record["firm"]]
        rows = firm.slips.setdefault(record["kind"], [])
        if kind == "drop":
            rows[:] = [row for row in rows if row["name"] != record["name"]]
            return
        row = record["row"]
        place = next((n for n, one in enumerate(rows) if one["name"] == row["name"]), None)
        if place is None:
            rows.append(row)
            firm.next_ref += 1
        else:
            rows[place] = row


def _number(firm: ErpFirm) -> None:
    """Each card has a reference of its own in its object."""
    for rows in firm.cards.values():
        known = [row["INTERNAL_REFERENCE"] for row in rows if "INTERNAL_REFERENCE" in row]
        last = max(known, default=0)
        for row in rows:
            if "INTERNAL_REFERENCE" not in row:
                last += 1
                row["INTERNAL_REFERENCE"] = last
