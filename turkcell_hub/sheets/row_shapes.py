"""Reading many rows of an .xlsx that are written alike.

A list of a hundred thousand rows has some few shapes of rows: the same columns, styles and kinds
of cells. Of each shape one regular expression is made, which takes all values of such a row at
once; what it gives is read by column. Whatever is written in any other way is left to streamed.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from turkcell_hub.sheets.texts import Texts, plain

_MOST_SHAPES = 100
_MOST_CELLS = 250
_MOST_KEPT = 10_000  # values of a column, which come again: words, days
_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^<>]*>')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    rb"(?:(/>|></c>)|><v>[^<]*</v></c>|(><is><t(?: [^<>]*)?>)[^<]*</t></is></c>)"
)
Piece = tuple[list[int], list[list[Any]]]


class _Column(NamedTuple):
    """``place``: from 0 on; ``kind`` and ``style`` as the cell has them."""

    place: int
    kind: bytes
    style: bytes


class _Shape(NamedTuple):
    match: Callable[[bytes], re.Match[bytes] | None]
    columns: tuple[_Column, ...]


class _Found(NamedTuple):
    """The rows of a shape: where they stand in the piece, their numbers and values."""

    shape: _Shape
    places: list[int]
    rows: list[tuple[bytes, ...]]


class RowShapes:
    """``moment``: the value of a number in a cell of a style of dates; ``shapes``: those styles."""

    def __init__(
        self,
        texts: Texts,
        shapes: dict[bytes, str],
        moment: Callable[[float, str], Any],
        widest: int,
    ) -> None:
        self._widest = widest
        self._texts, self._styles, self._moment = texts, shapes, moment
        self._known: list[_Shape] = []
        self._seen: dict[_Column, dict[bytes, Any]] = {}

    def read(self, window: bytes) -> Piece | None:
        """Row numbers and, from column A on, the columns of a piece that ends with a row; ""
        stands for a cell that is not there. None: it is written in another way. Raises
        ``ValueError`` and ``IndexError`` for a damaged file."""
        lines = window[max(window.find(b"<row "), 0) :].split(b"</row>")
        if lines.pop() or not lines:
            return None
        found: list[_Found] = []
        left: list[int] = list(range(len(lines)))
        tried = 0
        while left:
            if tried == len(self._known) and not self._learn(lines[left[0]]):
                return None
            shape = self._known[tried]
            tried += 1
            rows = [shape.match(lines[at]) for at in left]
            if any(rows):
                taken = [at for at, row in zip(left, rows, strict=True) if row]
                found.append(_Found(shape, taken, [row.groups() for row in rows if row]))
            left = [at for at, row in zip(left, rows, strict=True) if row is None]
        return self._piece(len(lines), found)

    def _learn(self, line: bytes) -> bool:
        shape = _shape_of(line) if len(self._known) < _MOST_SHAPES else None
        if shape is None or not shape.match(line) or shape.columns[-1].place >= self._widest:
            return False
        self._known.append(shape)
        return True

    def _piece(self, count: int, found: Sequence[_Found]) -> Piece:
        width = 1 + max(one.shape.columns[-1].place for one in found)
        columns: list[list[Any]] = [[] for _ in range(width)]
        numbers = [0] * count
        for shape, places, rows in found:
            at, *cells_of = zip(*rows, strict=True)
            _fill(numbers, places, list(map(int, at)))
            for column, cells in zip(shape.columns, cells_of, strict=True):
                whole = columns[column.place] = columns[column.place] or [""] * count
                _fill(whole, places, self._values(column, cells))
        return numbers, [column or [""] * count for column in columns]

    def _values(self, column: _Column, cells: Sequence[bytes]) -> list[Any]:
        if column.kind in (b"inlineStr", b"str"):
            return _texts_of(cells)
        seen = self._seen.setdefault(column, {})
        if len(seen) > _MOST_KEPT:
            seen.clear()
        for cell in set(cells) - seen.keys():
            seen[cell] = self._value(column, cell)
        return [seen[cell] for cell in cells]

    def _value(self, column: _Column, cell: bytes) -> Any:
        if not cell or column.kind == b"e":
            return ""
        if column.kind == b"s":
            return self._texts[int(cell)]
        if column.kind in (b"", b"n"):
            shape = self._styles.get(column.style) if column.style else None
            return self._moment(float(cell), shape) if shape else float(cell)
        return cell == b"1" if column.kind == b"b" else plain(cell)


def _fill(whole: list[Any], places: Sequence[int], values: Sequence[Any]) -> None:
    if len(places) == len(whole):
        whole[:] = values
        return
    for place, value in zip(places, values, strict=True):
        whole[place] = value


def _texts_of(cells: Sequence[bytes]) -> list[str]:
    joined = b"\n\0".join(cells)
    if b"&" not in joined and b"_x" not in joined:
        texts = joined.decode().split("\n\0")
        if len(texts) == len(cells):
            return texts
    return [plain(cell) for cell in cells]


def _shape_of(line: bytes) -> _Shape | None:
    """The shape of a row, None where it has anything that is not looked at here."""
    row = _ROW.match(line)
    if row is None:
        return None
    parts, columns = [rb'<row r="([0-9]{1,7})"[^<>]*>'], []
    at, last = row.end(), -1
    while at < len(line):
        cell = _CELL.match(line, at)
        if cell is None or cell[2] != row[1] or len(parts) > _MOST_CELLS:
            return None
        letters, _number, style, kind, empty, inline = cell.groups(b"")
        place = _place(letters)
        if place <= last or (inline != b"") is not (kind == b"inlineStr" and not empty):
            return None
        last, at = place, cell.end()
        parts.append(_pattern(letters, style, kind, empty))
        if not empty:
            columns.append(_Column(place, kind, style))
    if not columns:
        return None
    return _Shape(re.compile(b"".join(parts)).fullmatch, tuple(columns))


def _pattern(letters: bytes, style: bytes, kind: bytes, empty: bytes) -> bytes:
    head = rb'<c r="' + letters + rb'\1"'
    head += b' s="' + style + b'"' if style else b""
    head += b' t="' + kind + b'"' if kind else b""
    if empty:
        return head + empty
    if kind == b"inlineStr":
        return head + rb"><is><t(?: [^<>]*)?>([^<]*)</t></is></c>"
    return head + rb"><v>([^<]*)</v></c>"


def _place(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
