"""Every bill that the operator has made, and whether its customer has taken it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from turkcell_hub.fake_operator.bills import customer_bill, printing
from turkcell_hub.fake_operator.bills.shapes import SHAPES, Order
from turkcell_hub.fake_operator.engine.accounts import BadSetting

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.world import World

_MOST_NUMBERS = 20_000


@dataclass(slots=True)
class Kept:
    id: str
    account: str
    number: str
    issue_date: date
    ubl: bytes
    tmf678: dict[str, Any]
    facts: dict[str, Any]
    is_new: bool = True

    def to_record(self) -> dict[str, Any]:
        return {
            "k": "bill",
            "id": self.id,
            "account": self.account,
            "number": self.number,
            "issue_date": self.issue_date.isoformat(),
            "ubl": base64.b64encode(self.ubl).decode(),
            "tmf678": self.tmf678,
            "facts": self.facts,
        }


class BillBook:
    """Changes are on disk before they are answered, as everything of this operator."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bills: dict[str, dict[str, Kept]] = {}

    def of(self, username: str) -> dict[str, Kept]:
        return self._bills.setdefault(username, {})

    async def make(self, username: str, wanted: Mapping[str, Any]) -> Kept:
        """A bill of a shape, or of a document given as it is (``document``, base64). Raises
        BadSetting."""
        kept = _made(username, wanted)
        if kept.id in self.of(username):
            raise BadSetting(f"{kept.number} is there already")
        self.of(username)[kept.id] = kept
        await self._world.truth.commit(kept.to_record())
        return kept

    async def mark(self, username: str, marks: Mapping[str, bool]) -> int:
        """Sets ``isNew``; the number of bills that are known."""
        known = {one: new for one, new in marks.items() if one in self.of(username)}
        for one, new in known.items():
            self.of(username)[one].is_new = new
        await self._world.truth.commit({"k": "bill_marks", "account": username, "marks": known})
        return len(known)

    def restore(self, record: dict[str, Any]) -> None:
        kept = Kept(
            record["id"], record["account"], record["number"],
            date.fromisoformat(record["issue_date"]), base64.b64decode(record["ubl"]),
            record["tmf678"], record["facts"],
        )  # fmt: skip
        self.of(kept.account)[kept.id] = kept

    def restore_marks(self, record: dict[str, Any]) -> None:
        for one, new in record["marks"].items():
            self.of(record["account"])[one].is_new = new


def _made(username: str, wanted: Mapping[str, Any]) -> Kept:
    number = str(wanted.get("number") or "")
    if not number:
        raise BadSetting("number is required")
    try:
        issued = date.fromisoformat(str(wanted.get("issue_date")))
    except ValueError:
        raise BadSetting("issue_date must be YYYY-MM-DD") from None
    if "document" in wanted:
        content = base64.b64decode(str(wanted["document"]))
        return Kept(f"doc-{number}", username, number, issued, content, {}, {})
    shape = SHAPES.get(str(wanted.get("shape")))
    if shape is None:
        raise BadSetting(f"shape must be one of {sorted(SHAPES)}")
    sheet = shape(_order(number, issued, wanted))
    if "customer_tax_no" in wanted:
        sheet.customer = (str(wanted["customer_tax_no"]), sheet.customer[1])
    sheet.subscriber_no = str(wanted.get("subscriber", sheet.subscriber_no))
    content = printing.ubl(sheet)
    bill = customer_bill.of_sheet(sheet)
    return Kept(sheet.ettn, username, number, issued, content, bill, sheet.facts())


def _order(number: str, issued: date, wanted: Mapping[str, Any]) -> Order:
    numbers = tuple(map(str, wanted.get("numbers", ())))
    count = int(wanted.get("count", 5))
    if not 0 < count <= _MOST_NUMBERS or len(numbers) > _MOST_NUMBERS:
        raise BadSetting(f"count must be 1 to {_MOST_NUMBERS}")
    try:
        kdv, oiv = (
            Decimal(str(wanted.get(name, rate))) for name, rate in (("kdv", 20), ("oiv", 10))
        )
    except InvalidOperation:
        raise BadSetting("kdv and oiv are rates in per cent") from None
    return Order(
        number, issued, int(wanted.get("seed", 1)), count, numbers,
        wanted.get("usage", {}), kdv, oiv, int(wanted.get("stylesheet", 0)),
    )  # fmt: skip
