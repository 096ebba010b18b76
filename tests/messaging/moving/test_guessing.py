"""Columns of other panels' exports, by heading and by content: at most one correction each."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from messaging.moving.guessing import Wanted, guess
from turkcell_hub.sheets import open_sheet

EXPORTS = Path(__file__).parents[3] / "static/messaging/moving"
PEOPLE = [
    Wanted("phone", ("telefon", "gsm", "gsm no", "cep", "mobile", "numara"), "phone", True),
    Wanted("first_name", ("adı", "ad", "isim"), "first"),
    Wanted("last_name", ("soyadı", "soyad"), "last"),
    Wanted("full_name", ("adı soyadı", "full name", "ad soyad"), "full"),
    Wanted("groups", ("grup", "gruplar", "grup adı", "groups"), "groups"),
]
BLACKLIST = [
    Wanted("phone", ("telefon", "msisdn"), "phone", True),
    Wanted("reason", ("sebep", "neden", "açıklama"), "reason"),
    Wanted("source", ("kaynak", "kanal"), "source"),
    Wanted("since", ("tarih", "ekleme tarihi"), "date"),
]

SHAPES = [
    ("kisiler-ve-gruplar.csv", PEOPLE, 1,
     {"phone": 0, "first_name": 1, "last_name": 2, "groups": 3}),
    ("contacts-english.csv", PEOPLE, 1, {"groups": 1, "phone": 2, "full_name": 3}),
    ("basliksiz.csv", PEOPLE, 0, {"first_name": 0, "last_name": 1, "phone": 2}),
    ("rehber-dokumu.csv", PEOPLE, 4, {"full_name": 1, "phone": 2, "groups": 4}),
    ("kara-liste.csv", BLACKLIST, 1, {"phone": 0, "since": 1, "reason": 2, "source": 3}),
]  # fmt: skip


def rows_of(name: str) -> list[tuple[int, list[str | None]]]:
    with (EXPORTS / name).open("rb") as file, open_sheet(file, header_row=0) as sheet:
        return [
            (number, [None if cell is None else str(cell) for cell in cells])
            for number, cells in sheet.rows()
        ]


@pytest.mark.requirement("S-064")
@pytest.mark.parametrize(("export", "wanted", "header", "right"), SHAPES)
def test_at_most_one_column_of_an_export_needs_a_hand(
    export: str, wanted: list[Wanted], header: int, right: dict[str, int]
) -> None:
    found = guess(rows_of(export), wanted)
    assert found.header_row == header
    wrong = set(found.places.items()) ^ set(right.items())
    assert len({name for name, _place in wrong}) <= 1, wrong
    assert "phone" in found.places


@pytest.mark.requirement("S-064")
@pytest.mark.parametrize(("export", "wanted", "header", "right"), SHAPES)
def test_columns_in_any_order_are_found_as_well(
    export: str, wanted: list[Wanted], header: int, right: dict[str, int]
) -> None:
    rows = rows_of(export)
    width = max(len(cells) for _number, cells in rows)
    odd: dict[int, set[str]] = {}
    for seed in range(20):
        order = list(range(width))
        Random(seed).shuffle(order)  # noqa: S311 - any order will do
        mixed = [
            (number, [cells[i] if i < len(cells) else None for i in order])
            for number, cells in rows
        ]
        found = guess(mixed, wanted)
        told = {(name, order.index(place)) for name, place in right.items()}
        wrong = {name for name, _place in told ^ set(found.places.items())}
        if found.header_row != header or len(wrong) > 1:
            odd[seed] = wrong
    assert odd == {}


def test_a_heading_that_its_cells_contradict_is_not_believed() -> None:
    rows = [(1, ["Numara", "İletişim"]), (2, ["1", "0532 111 22 01"]), (3, ["2", "5321112202"])]
    assert guess(rows, PEOPLE).places["phone"] == 1


def test_two_words_under_ad_are_a_full_name() -> None:
    rows = [(1, ["Ad", "Tel"]), (2, ["Ayşe Yılmaz", "05321112201"])]
    assert guess(rows, PEOPLE).places == {"full_name": 0, "phone": 1}
