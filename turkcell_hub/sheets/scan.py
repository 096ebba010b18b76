"""Watching the XML of an .xlsx go by: where its cells are, how many texts it has."""

import re
from functools import lru_cache
from typing import Any, NoReturn
from xml.parsers import expat

from turkcell_hub.sheets.box import Box
from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.problems import SheetProblem

# A tag cut by the end of a chunk is kept for the next one; a longer tag is counted slowly.
_LONGEST_TAG = 512
# As nearly all programs write a cell, and any way XML allows.
_USUAL_CELL = re.compile(rb'<c r="([A-Za-z]{1,3})([0-9]{1,7})"([^<>]*)>')
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Za-z]{1,3})([0-9]{1,7})"([^<>]*)>')
_ROW_NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHEET = re.compile(rb"<(?:\w+:)?(?:worksheet|sheetData)[\s>]")
_MOST_COLUMNS = 26 * 27  # A to ZZ
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class PartScan:
    """Call begin(), feed() and end() for each part; raises SheetProblem as soon as it is sure.

    ``is_large``: a sheet has more cells than are read whole. From there on it is no longer looked
    where each cell says that it is: nobody reserves memory for the rectangle any more.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.texts = 0
        self.is_large = False
        self.begin()

    def begin(self, name: str = "") -> None:
        """``name``: of the part; no reader looks for shared texts among the sheets."""
        self.has_texts = not name.startswith("xl/worksheets/")
        self.tail = b""
        self.first = True
        self.box = Box()
        self.placed = self.found = 0
        self.is_sheet = False

    def feed(self, chunk: bytes) -> None:
        if self.first:
            _check_encoding(chunk)
            self.first = False
        window = self.tail + chunk
        cut = max(window.rfind(b"<"), len(window) - _LONGEST_TAG)
        window, self.tail = window[:cut], window[cut:]
        self._look(window)

    def end(self) -> bool:
        """Close the part; True if not all its cells say where they are: measure_slowly() it."""
        self._look(self.tail)
        _check_box(self.box, self.limits)
        return self.placed != self.found

    def _look(self, window: bytes) -> None:
        if b"<!DOCTYPE" in window:
            raise SheetProblem("corrupt")
        if self.has_texts:
            self.texts += window.count(b"<si") + window.count(b":si")
        if self.texts > self.limits.max_texts:
            raise SheetProblem("too_many_cells")
        self.is_sheet = self.is_sheet or bool(_SHEET.search(window))
        if not self.is_sheet:
            return
        if self.found > self.limits.whole_cells:
            self.is_large = True
            self._follow_rows(window)
            return
        if self._look_quickly(window):
            return
        found = _count_cells(window)
        cells = _USUAL_CELL.findall(window)
        if len(cells) != found:
            cells = _CELL.findall(window)
        self.found += found
        self.placed += len(cells)
        filled = [cell for cell in cells if not cell[2].endswith(b"/")]
        if filled:
            columns = [_column_number(name) for name in {cell[0] for cell in filled}]
            rows = [int(row) for row in {cell[1] for cell in filled}]
            self.box.add(min(rows), max(rows), min(columns), max(columns))

    def _follow_rows(self, window: bytes) -> None:
        last = _ROW_NUMBER.match(window, max(window.rfind(b'<row r="'), 0))
        if last and self.box.right >= 0:
            self.box.bottom = max(self.box.bottom, int(last[1]))

    def _look_quickly(self, window: bytes) -> bool:
        """A piece of nothing but filled cells, in the usual spelling and in columns that have
        been seen, as a sheet is full of; False: look closer."""
        box = self.box
        if box.left != 1 or box.right > _MOST_COLUMNS or (b":" in window and b":c" in window):
            return False
        rows = _cells_up_to(box.right).findall(window)
        if not rows or len(rows) != window.count(b"<c"):
            return False
        numbers = [int(row) for row in set(rows)]
        box.add(min(numbers), max(numbers), 1, box.right)
        self.found += len(rows)
        self.placed += len(rows)
        return True


@lru_cache(maxsize=128)
def _cells_up_to(right: int) -> re.Pattern[bytes]:
    """Finds the row of each filled cell in the columns 1 to ``right``."""
    first, last = divmod(right - 1, 26)
    columns = f"[A-{chr(65 + last)}]"
    if first:
        head = chr(64 + first)
        columns = f"(?:[A-Z]|{head}{columns}"
        columns += f"|[A-{chr(ord(head) - 1)}][A-Z])" if first > 1 else ")"
    return re.compile(f'<c r="{columns}([0-9]{{1,7}})"[^<>/]*>'.encode())


def measure_slowly(source: Any, limits: Limits) -> int:
    """Check the rectangle of a sheet whose cells may not say where they are, tag by tag; returns
    its cells."""
    box = Box()
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2]
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            column += 1
            if reference := _REFERENCE.fullmatch(attributes.get("r", "")):
                row, column = int(reference[2]), _column_number(reference[1].encode())
            box.add(row, row, column, column)

    def refuse(*_: object) -> NoReturn:
        raise SheetProblem("corrupt")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.ParseFile(source)
    except (expat.ExpatError, ValueError) as error:
        raise SheetProblem("corrupt") from error
    _check_box(box, limits)
    return box.cells


def _count_cells(window: bytes) -> int:
    if b":c" in window:
        return len(_ANY_CELL.findall(window))
    # Counting is several times faster than searching; col, cols, conditional…, cf…, custom… are
    # the other tags of a sheet that begin with c. A tag missed here only costs a slower look.
    others = sum(window.count(tag) for tag in (b"<co", b"<cf", b"<cu"))
    return window.count(b"<c") - others


def _check_encoding(start: bytes) -> None:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:64]:
        raise SheetProblem("corrupt")  # UTF-16 would pass unseen


def _check_box(box: Box, limits: Limits) -> None:
    if box.cells > limits.max_cells:
        raise SheetProblem("too_many_cells")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
