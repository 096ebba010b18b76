"""Bills as the sandbox's operator prints them, for tests that need no server."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from turkcell_hub.fake_operator.bills import printing
from turkcell_hub.fake_operator.bills.shapes import SHAPES, Order
from turkcell_hub.fake_operator.bills.sheet import Sheet
from turkcell_hub.gateways.invoice import ubl
from turkcell_hub.gateways.invoice.bill import Bill

ISSUED = date(2026, 11, 1)


def sheet(shape: str, number: str = "TCL2026000000001", **wanted: Any) -> Sheet:
    issued = wanted.pop("issue_date", ISSUED)
    rates = {name: Decimal(str(wanted.pop(name))) for name in ("kdv", "oiv") if name in wanted}
    numbers = tuple(wanted.pop("numbers", ()))
    return SHAPES[shape](Order(number, issued, numbers=numbers, **rates, **wanted))


def printed(shape: str, number: str = "TCL2026000000001", **wanted: Any) -> bytes:
    return printing.ubl(sheet(shape, number, **wanted))


def bill(shape: str, number: str = "TCL2026000000001", **wanted: Any) -> Bill:
    return ubl.read(printed(shape, number, **wanted))
