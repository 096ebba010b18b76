"""Cells that a million rows are full of take a short way, which leads where the long one does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from iys_consent.rules import DateRules
from iys_consent.uploads import cells
from iys_consent.uploads.reading import COLUMNS, Reading, reader
from iys_consent.uploads.verdicts import notes_of
from iys_consent.words import GROUPED_SOURCES
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.lib import phone as phones

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.requirement("K-034")
@pytest.mark.parametrize(
    "written",
    ["+905321234567", "05321234567", "0532 123 45 67", "905321234567", 5321234567, "00905321234567",
     "+90 532 1234567", "5391234567", "05991234567", "+9005321234567", "0212 444 00 11", "12345"],
)  # fmt: skip
def test_the_short_way_reads_a_number_as_the_long_one_does(written: Any) -> None:
    found = phones.parse(written)
    value, kinds, wrong = cells.phone(written)
    assert (value, not wrong) == (found.e164 or "", found.ok)
    assert bool(kinds) == (found.ok and written != found.e164)


def test_what_a_person_wrote_leaves_no_column_of_its_line() -> None:
    """COPY's own signs, in a name and in a row that is kept as it came."""
    places = {"first_name": 0, "last_name": 1, "phone": 2, "call": 3, "consented_at": 4}
    codes = frozenset(["100001"])
    read = reader(Reading("100001", codes, frozenset(), frozenset(), DateRules(), NOW, NOW), places)
    line = read(2, ["A\\tB", "Ç\tD\r\n\\N", "0532 123 45 67", "ONAY", "bir\tgün\\n"]).line
    told = dict(zip(COLUMNS, line.removesuffix("\n").split("\t"), strict=True))
    assert (told["first_name"], told["last_name"]) == ("A\\\\tB", "Ç D \\\\N")
    assert told["phone"] == "+905321234567"
    assert "bir\\\\tgün\\\\\\\\n" in told["raw"]


@pytest.mark.requirement("K-038", "S-039")
def test_the_thirteen_sources_are_read_with_space_or_dash_and_offered() -> None:
    codes = {one for _group, members in GROUPED_SOURCES for one, _label in members}
    assert len(codes) == len(Source) == 13
    group = {code: str(name) for name, members in GROUPED_SOURCES for code, _label in members}
    assert (len(GROUPED_SOURCES), len(set(group.values()))) == (3, 3)
    assert group["HS_ISLAK_IMZA"] == group["HS_FIZIKSEL_ORTAM"] == "Fiziksel ortam"
    assert group["HS_MESAJ"] == group["HS_WEB"] == "Elektronik ortam"
    for code in codes:
        for written in (code, code.replace("_", "-"), code.replace("_", " ").lower()):
            assert cells.source(written)[0::2] == (code, ""), written


@pytest.mark.requirement("S-031")
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1 Mayıs 2015 öncesi", "HS_2015"),
        ("Islak imzalı form", "HS_ISLAK_IMZA"),
        ("web sitesi", "HS_WEB"),
    ],
)
def test_the_sources_that_people_name_are_read_and_offered(written: str, code: str) -> None:
    value, _kinds, wrong = cells.source(written)
    assert (value, wrong) == (code, "")
    offered = {one for _group, members in GROUPED_SOURCES for one, _label in members}
    assert code in offered


@pytest.mark.requirement("K-057")
@pytest.mark.parametrize(("written", "verdict"), [(600001, "N"), ("600009", "E"), (None, "N")])
def test_a_row_with_an_iys_number_that_is_not_ours_is_never_sent(
    written: Any, verdict: str
) -> None:
    places = {"brand": 0, "recipient_type": 1, "phone": 2, "message": 3, "source": 4,
              "consented_at": 5, "iys_code": 6}  # fmt: skip
    own, codes = frozenset(["600001"]), frozenset(["100001"])
    read = reader(Reading("100001", codes, own, frozenset(), DateRules(), NOW, NOW), places)
    at = datetime(2026, 11, 20, 10)  # noqa: DTZ001 - Excel's cells have no zone
    row = ["100001", "BIREYSEL", "+905321234567", "ONAY", "HS_WEB", at, written]
    told = dict(zip(COLUMNS, read(2, row).line.removesuffix("\n").split("\t"), strict=True))
    assert told["message_verdict"] == verdict
    assert told["notes"] == ("brand:brand_foreign" if verdict == "E" else "")


@pytest.mark.requirement("K-061")
def test_of_several_notes_of_a_row_the_errors_come_first() -> None:
    notes = notes_of("MESAJ:repeated;phone:phone_invalid;ARAMA:repeated")
    assert [note.severity for note in notes] == ["error", "skip", "skip"]
    assert [note.column for note in notes] == ["Telefon", "Mesaj izni", "Arama izni"]
