"""Workbooks that are read without holding them give what the quick library gives."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter

from turkcell_hub.sheets import Limits, SheetProblem, open_sheet

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
