"""Writing lists: row by row, and so that no text can run as a formula in anyone's Excel."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from turkcell_hub.sheets.limits import Limits

LAST_ROW = 1_048_576
LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST = Limits().max_cell_length
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A spreadsheet runs a CSV text that begins so. delimited.py takes the apostrophe away again.
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# "+905321234567" and "-12,50" are numbers and can run nothing: a phone must survive as it is.
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)?", re.ASCII)
_EXACT_INT = 10**15
_COMMENT = {"x_scale": 2, "author": ""}


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell's value with a comment on it. Comments are kept in memory until the end."""

    value: object
    note: str


def write_xlsx(
    target: str | Path | BinaryIO,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet_name: str = "Liste",
    widths: Sequence[int] = (),
    notes: Sequence[str] = (),
    rows_per_sheet: int = LAST_ROW,
) -> int:
    """Write `rows` under a bold, frozen header and return their count.

    Values may be text, int, float, Decimal, bool, date, datetime (its own wall time) or None.
    Texts stay texts, "+90…" and "=1+1" too. `notes` are lines above the header. What does not
    fit a sheet goes on in the next one. `sheet_name` may be any title: what Excel takes in no
    sheet's name is left out of it. Memory does not grow with the rows; a ``Noted`` value
    carries a comment.
    """
    options: dict[str, object] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    import xlsxwriter  # the process that reads workbooks has no need of it, and starts sooner

    # The rows wait in files, which hold people's numbers: whoever breaks off leaves none behind.
    with tempfile.TemporaryDirectory(prefix="turkcell-hub-xlsx-") as folder:
        options["tmpdir"] = folder
        book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
        try:
            writer = _XlsxWriter(book, headers, _named(sheet_name), widths, notes, rows_per_sheet)
            for row in rows:
                writer.write_row(row)
            book.close()
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
    return writer.count


def _named(title: str) -> str:
    plain = " ".join(title.translate(_NOT_IN_NAMES).split())
    return plain[:LONGEST_NAME].strip(" '") or "Liste"


class _XlsxWriter:
    def __init__(
        self,
        book: Any,
        headers: Sequence[str],
        sheet_name: str,
        widths: Sequence[int],
        notes: Sequence[str],
        rows_per_sheet: int,
    ) -> None:
        self.book, self.headers, self.sheet_name = book, headers, sheet_name
        self.widths, self.notes, self.rows_per_sheet = widths, notes, rows_per_sheet
        self.bold = book.add_format({"bold": True, "bg_color": "#FFD100", "bottom": 1})
        self.grey = book.add_format({"italic": True, "font_color": "#555555"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "dd.mm.yyyy"})
        self.moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        self.sheets = self.count = 0
        self._begin_sheet()

    def write_row(self, row: Sequence[object]) -> None:
        if self.row >= self.rows_per_sheet:
            self._begin_sheet()
        for column, value in enumerate(row):
            if isinstance(value, Noted):
                self.sheet.write_comment(self.row, column, _clean(value.note), _COMMENT)
                value = value.value  # noqa: PLW2901
            if value is not None and value != "":
                self._write(column, value)
        self.row += 1
        self.count += 1

    def _begin_sheet(self) -> None:
        self.sheets += 1
        name = self.sheet_name if self.sheets == 1 else f"{self.sheet_name[:26]} {self.sheets}"
        self.sheet = self.book.add_worksheet(name)
        for column, header in enumerate(self.headers):
            width = self.widths[column] if column < len(self.widths) else len(header) + 4
            self.sheet.set_column(column, column, min(max(width, 8), 80))
        self.row = 0
        for note in self.notes:
            self.sheet.write_string(self.row, 0, _clean(note), self.grey)
            self.row += 1
        for column, header in enumerate(self.headers):
            self.sheet.write_string(self.row, column, _clean(header), self.bold)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)

    def _write(self, column: int, value: object) -> None:
        sheet, row = self.sheet, self.row
        if isinstance(value, str):
            sheet.write_string(row, column, _clean(value))
        elif isinstance(value, bool):
            sheet.write_string(row, column, _yes_no(value))
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, value, self.money)
        elif isinstance(value, int | float) and abs(value) < _EXACT_INT:
            sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        else:
            sheet.write_string(row, column, _clean(str(value)))


def write_csv(
    target: str | Path | BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Write `rows` as Turkish Excel opens them (UTF-8 with mark, ";") and return their count.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, which reading
    the file back here takes away; a phone "+905321234567" is written as it is.
    """
    count = 0
    with _text_of(target) as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([_csv_cell(header) for header in headers])
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            count += 1
    return count


@contextmanager
def _text_of(target: str | Path | BinaryIO) -> Iterator[io.TextIOBase]:
    if isinstance(target, str | Path):
        with Path(target).open("w", encoding="utf-8-sig", newline="") as text:
            yield text
    else:
        wrapper = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        try:
            yield wrapper
        finally:
            wrapper.detach()


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, Decimal | float):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else _comma(value)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int):
        return str(value)
    cell = _CONTROL.sub("", str(value))
    if _RUNS.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def _comma(number: float) -> str:
    return repr(number).replace(".", ",")


def _clean(value: str) -> str:
    """No character that XML forbids, no text that Excel would cut without a word."""
    value = _CONTROL.sub("", value)
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _yes_no(value: bool) -> str:
    return "Evet" if value else "Hayır"
