"""Workbooks that are read without holding them give what the quick library gives."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

import pytest
import xlsxwriter

from turkcell_hub.sheets import Limits, SheetProblem, open_sheet, streamed, texts

WHOLE, STREAMED = Limits(), Limits(whole_cells=0)
MOMENT = datetime(2026, 11, 22, 10, 15, 30)  # noqa: DTZ001 - wall time, as cells are


def made(fill: Any, **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Liste"))
    book.close()
    return file


def rows(file: io.BytesIO, limits: Limits, **options: Any) -> Any:
    with open_sheet(file, limits, **options) as sheet:
        return sheet.sheet_names, sheet.headers, list(sheet.rows())


def every_kind(book: Any, sheet: Any) -> None:
    shapes = [book.add_format({"num_format": one}) for one in
              ("dd.mm.yyyy hh:mm", "dd/mm/yyyy", "hh:mm", "[h]:mm", '0.00 "gün"', "#,##0.00 [$₺-41F]")]  # fmt: skip  # noqa: E501
    sheet.write_row(0, 0, ["metin", "sayı", "an", "gün", "saat", "süre", "miktar", "para", "var"])
    for number in range(1, 400):
        if number % 50 == 0:
            continue
        sheet.write_string(number, 0, f"Ayşe & <Işık> \"{number}\" 'ş'")
        sheet.write_number(number, 1, 5321234567 + number)
        sheet.write_datetime(number, 2, MOMENT + timedelta(minutes=number), shapes[0])
        sheet.write_datetime(number, 3, date(2026, 1, 1) + timedelta(number), shapes[1])
        sheet.write_datetime(number, 4, time(number % 24, 30), shapes[2])
        sheet.write_number(number, 5, 1.25 + number, shapes[3])
        sheet.write_number(number, 6, number / 4, shapes[4])
        sheet.write_number(number, 7, number / 8, shapes[5])
        sheet.write_boolean(number, 8, number % 2 == 0)
    sheet.write_formula(401, 0, "=1+1", None, 2)
    sheet.write_formula(402, 0, '="a"&"b"', None, "ab")
    sheet.write_formula(403, 1, "=1/0", None, "#DIV/0!")
    sheet.write_rich_string(404, 0, "kalın ", book.add_format({"bold": True}), "değil")
    book.add_worksheet("Gizli").hide()


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
@pytest.mark.requirement("K-001")
def test_a_streamed_workbook_gives_the_same_rows(options: dict[str, Any]) -> None:
    file = made(every_kind, **options)
    assert rows(file, STREAMED) == rows(file, WHOLE)


def alike(book: Any, sheet: Any) -> None:
    """Rows of some few shapes, as lists are full of, and what a cell may hold."""
    at = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    texts = [
        "Ayşe",
        "a & <b>",
        "",
        "  ",
        " x ",
        "iki\nsatır",
        "ab\x07c",
        "a_x000D_\n",
        "_xD83D_",
        "\u00a0",
        "1",
        "ÇŞ\u0130",
    ]
    sheet.write_row(0, 0, ["ad", "sayı", "an", "tür", "var", "boş"])
    for number in range(1, 300):
        sheet.write_string(number, 0, texts[number % len(texts)])
        sheet.write_number(number, 1, [5321234567, 1.5, 1e20][number % 3])
        if number % 7:
            sheet.write_datetime(number, 2, MOMENT + timedelta(hours=number * 3), at)
        else:
            sheet.write_string(number, 2, "dün")
        if number % 5:
            sheet.write_string(number, 3, "ONAY")
            sheet.write_boolean(number, 4, number % 2 == 0)
        sheet.write_blank(number, 5, None, at)


@pytest.mark.requirement("K-001")
def test_no_more_of_the_sheet_is_unpacked_than_the_rows_that_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(streamed, "_CHUNK", 1 << 12)
    path = tmp_path / "liste.xlsx"
    path.write_bytes(made(every_kind).getvalue())
    book, unpacked = streamed.StreamedBook(str(path), 100), []
    chunks = book._chunks

    def counted(part: str) -> Iterator[bytes]:
        for chunk in chunks(part):
            unpacked.append(chunk)
            yield chunk

    monkeypatch.setattr(book, "_chunks", counted)
    ahead = [len(unpacked) - piece for piece, _rows in enumerate(book.pieces("Liste"), start=1)]
    assert (len(unpacked) > 10, max(ahead) <= 1) == (True, True), ahead


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_rows_that_are_written_alike_give_the_same_cells(options: dict[str, Any]) -> None:
    file = made(alike, **options)
    assert rows(file, STREAMED) == rows(file, WHOLE)


@pytest.mark.parametrize("limits", [WHOLE, STREAMED])
def test_the_row_of_a_text_that_is_too_long_is_named(limits: Limits) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for number in range(20):
            sheet.write_row(number, 0, ["ad", "x" * 50 if number == 12 else "y"])

    with pytest.raises(SheetProblem) as refused:
        rows(made(fill), replace(limits, max_cell_length=40))
    assert refused.value.code == "cell_too_long"
    assert refused.value.text.startswith("13. satırda")


def test_rows_that_are_not_in_their_order_are_refused() -> None:
    file = edited(made(simple), "xl/worksheets/sheet1.xml",
                  lambda xml: xml.replace(b'"A7"', b'"A6"').replace(b'<row r="7"', b'<row r="6"')
                  .replace(b'"B7"', b'"B6"').replace(b'"C7"', b'"C6"'))  # fmt: skip
    with pytest.raises(SheetProblem) as refused:
        rows(file, STREAMED)
    assert refused.value.code == "corrupt"


def edited(file: io.BytesIO, part: str, edit: Any) -> io.BytesIO:
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edit(data) if name == part else data)
    return changed


def simple(_book: Any, sheet: Any) -> None:
    for number in range(30):
        sheet.write_row(
            number, 0, ["telefon" if number == 0 else f"+90532{number:07d}", "x", number]
        )


def test_spellings_that_few_programs_write_are_read_too() -> None:
    def prefixed(xml: bytes) -> bytes:
        for tag in (b"row", b"c", b"v"):
            xml = xml.replace(b"<" + tag + b" ", b"<m:" + tag + b" ")
            xml = xml.replace(b"<" + tag + b">", b"<m:" + tag + b">")
            xml = xml.replace(b"</" + tag + b">", b"</m:" + tag + b">")
        return xml.replace(b"<worksheet ", b'<worksheet xmlns:m="http://x" ')

    file = made(simple)
    plain = rows(file, WHOLE)
    assert rows(edited(file, "xl/worksheets/sheet1.xml", prefixed), STREAMED) == plain


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("xl/sharedStrings.xml", lambda xml: xml[: len(xml) // 2]),
        ("xl/sharedStrings.xml", lambda xml: b"<sst></sst>"),
        ("xl/workbook.xml", lambda xml: xml.replace(b'r:id="rId1"', b'r:id="rId99"')),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>", b"<v>1e")),
    ],
)
def test_a_damaged_workbook_is_refused_and_not_half_read(part: str, edit: Any) -> None:
    with pytest.raises(SheetProblem) as refused:
        rows(edited(made(simple), part, edit), STREAMED)
    assert refused.value.code in {"corrupt", "no_rows"}


def test_the_limits_hold_for_a_streamed_workbook() -> None:
    wide = made(lambda _book, sheet: sheet.write_row(0, 0, ["x"] * 12))
    with pytest.raises(SheetProblem) as refused:
        rows(wide, Limits(whole_cells=0, max_columns=10))
    assert refused.value.code == "too_many_columns"


def test_a_sheet_too_large_to_be_read_whole_never_is_whatever_its_cells_say() -> None:
    """Nine thousand cells that all say A1 are no small rectangle, and what stands behind them is
    not looked at: neither may bring the quick library to reserve memory."""

    def fill(_book: Any, sheet: Any) -> None:
        for number in range(9_000):
            sheet.write_number(number, 0, number)

    def same(xml: bytes) -> bytes:
        return re.sub(rb'<c r="A\d+"', b'<c r="A1"', xml)

    def far(xml: bytes) -> bytes:
        last = xml.replace(b'<row r="9000"', b'<row r="1048576"')
        return last.replace(b'<c r="A9000"', b'<c r="XFD1048576"')

    limits = Limits(whole_cells=2_000, max_cells=100_000)
    for edit in (same, far):
        with pytest.raises(SheetProblem) as refused:
            rows(edited(made(fill), "xl/worksheets/sheet1.xml", edit), limits)
        assert refused.value.code in {"too_many_columns", "too_many_cells", "corrupt"}


def test_texts_leave_no_file_open_read_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[IO[bytes]] = []

    def make() -> IO[bytes]:
        opened.append(tempfile.NamedTemporaryFile())  # noqa: SIM115 - the code under test closes it
        return opened[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", make)
    with pytest.raises(expat.ExpatError):
        texts.Texts(io.BytesIO(b"<sst><si><t>Ada"))
    read = texts.Texts(io.BytesIO(b"<sst><si><t>Ada</t></si></sst>"))

    assert [file.closed for file in opened] == [True, True]
    assert read[0] == "Ada"
