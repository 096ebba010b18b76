"""Reading an .xlsx of any size without holding it: rows as they are unpacked, texts on the disk.

For files that are too large for the quick library, which holds a whole sheet. It runs in the
reading process alone (workbook_process.py), after the file has been checked (package.py), and
gives the same values: texts, float, bool, date, datetime, time, timedelta, "" for an error.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import zip_longest
from operator import ge
from typing import Any
from xml.parsers import expat

from turkcell_hub.sheets.row_shapes import Piece, RowShapes
from turkcell_hub.sheets.texts import Texts, plain

_CHUNK = 1 << 18
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    rb"(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: [^<>]*)?>([^<]*)</t></is>)?</c>)"
)
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]', re.I)
_DATES, _SPANS = frozenset((*range(14, 23), 45, 47)), frozenset((46,))
_DATE, _SPAN = "date", "span"
Row = tuple[int, list[Any]]


class TooWide(Exception):
    """A filled cell stands behind the last column that a sheet may have."""


class StreamedBook:
    """Raises ``TooWide``, and ``zipfile.BadZipFile``, ``expat.ExpatError``, ``KeyError`` and
    ``ValueError`` for a damaged file. ``widest``: the most columns."""

    def __init__(self, path: str, widest: int) -> None:
        self._widest = widest
        self._package = zipfile.ZipFile(path)
        self._parts = {name.lstrip("/"): name for name in self._package.namelist()}
        self._since = datetime(1899, 12, 30)  # noqa: DTZ001 - wall time, as the cells are
        self._sheets = self._read_workbook()
        self._styles = self._read_styles()
        self._texts = Texts(self._part("xl/sharedStrings.xml"))
        self._shapes = RowShapes(self._texts, self._styles, self._moment, widest)

    @property
    def names(self) -> list[str]:
        """The visible sheets, in their order."""
        return [name for name, (shown, _part) in self._sheets.items() if shown]

    def pieces(self, name: str) -> Iterator[Piece]:
        """Some hundred rows at a time: their numbers, which grow, and their columns from A on,
        with "" for a cell that is not there. Blank rows may be among them."""
        kept, number = b"", 0
        for chunk in self._chunks(self._sheets[name][1]):
            kept += chunk
            end = _last_end(kept)
            if not end:
                continue
            window, kept = kept[:end], kept[end:]
            numbers, columns = self._shapes.read(window) or self._one_by_one(window, number)
            if not numbers:
                continue
            if numbers[0] <= number or any(map(ge, numbers, numbers[1:])):
                raise ValueError("rows out of their order")
            number = numbers[-1]
            yield numbers, columns

    def _one_by_one(self, window: bytes, before: int) -> Piece:
        rows = list(self._window(window, before))
        columns = zip_longest(*(row for _number, row in rows), fillvalue="")
        return [number for number, _row in rows], list(map(list, columns))

    def _window(self, window: bytes, before: int) -> Iterator[Row]:
        """The rows of a piece that ends with a row; any spelling that XML allows is read slowly."""
        found = _CELL.findall(window)
        if len(found) != len(_ANY_CELL.findall(window)):
            start = _ROW.search(window)
            found = _Slowly(before).read(window[start.start() :] if start else b"")
        number = -1
        row: list[Any] = []
        for letters, at, style, kind, value, inline in found:
            if not (value or inline):
                continue
            if int(at) != number:
                if row:
                    yield number, row
                number, row = int(at), []
            place = _column(letters)
            if place >= self._widest:
                raise TooWide
            if place > len(row):
                row.extend([""] * (place - len(row)))
            row.append(self._value(style, kind, value, inline))
        if row:
            yield number, row

    def _value(self, style: bytes, kind: bytes, value: bytes, inline: bytes) -> Any:
        if kind == b"s":
            return self._texts[int(value)]
        if kind in (b"", b"n"):
            shape = self._styles.get(style) if style else None
            return self._moment(float(value), shape) if shape else float(value)
        if kind == b"b":
            return value == b"1"
        if kind == b"e":
            return ""
        return plain(inline or value)

    def _moment(self, serial: float, shape: str) -> Any:
        span = timedelta(milliseconds=round(serial * 86_400_000))
        if shape == _SPAN:
            return span
        try:
            at = self._since + span
        except OverflowError:
            return serial
        if 0 <= serial < 1:
            return at.time()
        return at.date() if at.time() == time() else at

    def _read_workbook(self) -> dict[str, tuple[bool, str]]:
        targets: dict[str, str] = {}
        sheets: dict[str, tuple[bool, str]] = {}

        def relation(tag: str, given: dict[str, str]) -> None:
            if tag.endswith("Relationship"):
                targets[given["Id"]] = given["Target"]

        def sheet(tag: str, given: dict[str, str]) -> None:
            name = tag.rpartition(":")[2]
            if name == "workbookPr" and given.get("date1904") in ("1", "true"):
                self._since = datetime(1904, 1, 1)  # noqa: DTZ001
            if name == "sheet":
                link = next(v for k, v in given.items() if k.rpartition(":")[2] == "id")
                target = targets[link]
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if "worksheets/" in part:
                    sheets[given["name"]] = (given.get("state", "visible") == "visible", part)

        self._parse("xl/_rels/workbook.xml.rels", relation)
        self._parse("xl/workbook.xml", sheet)
        return sheets

    def _read_styles(self) -> dict[bytes, str]:
        """The style numbers of cells that hold a date or a span."""
        shapes: dict[str, str] = {str(one): _DATE for one in _DATES}
        shapes |= {str(one): _SPAN for one in _SPANS}
        found: dict[bytes, str] = {}
        inside, place = False, 0

        def style(tag: str, given: dict[str, str]) -> None:
            nonlocal inside, place
            name = tag.rpartition(":")[2]
            if name == "numFmt":
                shapes[given["numFmtId"]] = _shape_of(given.get("formatCode", ""))
            elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                if shape := shapes.get(given.get("numFmtId", "0")):
                    found[str(place).encode()] = shape
                place += 1

        self._parse("xl/styles.xml", style)
        return found

    def _parse(self, part: str, start: Any) -> None:
        name = self._parts.get(part)
        if name is None:
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        with self._package.open(name) as source:
            parser.ParseFile(source)

    def _part(self, part: str) -> Any:
        name = self._parts.get(part)
        return self._package.open(name) if name else None

    def _chunks(self, part: str) -> Iterator[bytes]:
        with self._package.open(self._parts[part]) as source:
            while chunk := source.read(_CHUNK):
                yield chunk


class _Slowly:
    """Rows in any spelling: cells without their place, prefixes, runs of text."""

    def __init__(self, before: int) -> None:
        self._row, self._column = before, 0
        self._found: list[tuple[bytes, ...]] = []
        self._cell: list[bytes] = []
        self._text: list[str] | None = None
        self._hidden = 0

    def read(self, rows: bytes) -> list[tuple[bytes, ...]]:
        """Cells as ``_CELL`` finds them."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.Parse(b"<sheetData>" + rows + b"</sheetData>", True)
        return self._found

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), 0
        elif name == "c":
            self._column += 1
            if reference := re.fullmatch(r"([A-Za-z]+)([0-9]+)", given.get("r", "")):
                self._column = _column(reference[1].upper().encode()) + 1
                self._row = int(reference[2])
            self._cell = [
                _letters(self._column), str(self._row).encode(),
                given.get("s", "").encode(), given.get("t", "").encode(),
            ]  # fmt: skip
            self._text = None
        elif name == "rPh":
            self._hidden += 1
        elif name in ("v", "t") and not self._hidden and self._text is None:
            self._text = []

    def _say(self, text: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._hidden -= 1
        elif name == "f":
            self._text = None
        elif name == "c":
            value = _escaped("".join(self._text or ())).encode()
            inline = self._cell[3] == b"inlineStr"
            pair = (b"", value) if inline else (value, b"")
            self._found.append((*self._cell, *pair))
            self._text = None


def _last_end(kept: bytes) -> int:
    """Behind the last row that is whole; 0: there is none."""
    usual = kept.rfind(b"</row>")
    if usual >= 0:
        return usual + len(b"</row>")
    return max((found.end() for found in _ROW_END.finditer(kept)), default=0)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;") if "&" in text else text


def _shape_of(code: str) -> str:
    bare = _LITERAL.sub("", code).lower()
    if "general" in bare:
        return ""
    if "[" in bare:
        return _SPAN
    return _DATE if any(sign in bare for sign in "dmyhs") else ""


def _column(letters: bytes) -> int:
    """From 0 on."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> bytes:
    told = b""
    while column:
        column, rest = divmod(column - 1, 26)
        told = bytes((65 + rest,)) + told
    return told
