"""Matching tables and cards in memory."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from invoices.matching import Card, Row, Table

KDV20, FREE = Decimal(20), Decimal(0)
MAIN = Row(Card(1, "760.01", "Telefon giderleri", KDV20), 1)
OIV = Row(Card(2, "689.01", "ÖİV", FREE), 2)
WIRELESS = Row(Card(3, "760.09", "Telsiz kullanım", FREE), 3)
THIRD = Row(Card(4, "136.01", "Başkası adına", FREE), 4)
ROUNDING = Row(Card(5, "659.01", "Yuvarlama", FREE), 5)


def number_row(number: str, place: int) -> Row:
    return Row(Card(100 + place, f"760.{place:03}", f"Hat {number}", KDV20), place, 7, 8, "SAHA")


def table(numbers: Iterable[str] = ()) -> Table:
    """Everything has a card; the numbers given have one each."""
    return Table(
        "TC1",
        {None: MAIN, Decimal(10): Row(Card(6, "760.02", "Dijital", Decimal(10)), 6),
         FREE: Row(Card(7, "760.03", "İstisna", FREE), 7)},
        {number: number_row(number, place) for place, number in enumerate(numbers, 10)},
        {("4080", None): OIV, ("4081", None): OIV, ("8006", None): WIRELESS,
         ("8007", None): WIRELESS},
        THIRD,
        ROUNDING,
    )  # fmt: skip
