"""Opening a file that a person uploaded and walking its rows."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Self

from turkcell_hub.lib.cells import Cell, TooLong, clean
from turkcell_hub.sheets.book import Book
from turkcell_hub.sheets.columns import Column
from turkcell_hub.sheets.delimited import Delimited
from turkcell_hub.sheets.headers import find_header
from turkcell_hub.sheets.kinds import FileKind, kind_of
from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.problems import SheetProblem

_HEADER_WINDOW = 20


class Sheet:
    """One sheet of an open file; also a context manager that closes it.

    kind: the file's real kind. sheet_names: the visible sheets (none for CSV). name: the sheet
    that is read. headers: the header row's texts, "" for a blank one. header_row: its number.
    """

    def __init__(
        self,
        source: Book | Delimited,
        kind: FileKind,
        name: str,
        columns: Sequence[Column],
        limits: Limits,
        header_row: int | None = None,
    ) -> None:
        self._closing = ExitStack()
        self.kind, self.name, self.limits = kind, name, limits
        self.sheet_names = source.sheet_names if isinstance(source, Book) else []
        self._source = source
        self._filled = self._filled_rows()
        window = list(islice(self._filled, _HEADER_WINDOW))
        if not window:
            raise SheetProblem("no_rows")
        if header_row == 0:
            self.header_row, self._waiting = 0, window
            width = max(len(cells) for _, cells in window)
            self.headers = [f"{place + 1}. sütun" for place in range(width)]
            return
        place = _place_of(header_row, window, columns)
        self.header_row, header_cells = window[place]
        self.headers = ["" if cell is None else str(cell).strip() for cell in header_cells]
        self._waiting = window[place + 1 :]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number as Excel shows it, cells) of each filled row under the header, once.

        A row has as many cells as `headers`. Blank cells are None, whole numbers are int (both
        Excel formats then agree), formulas are their results, errors like #YOK are None. Raises
        SheetProblem when a limit is passed.
        """
        width = len(self.headers)
        for count, (number, cells) in enumerate(chain(self._waiting, self._filled), start=1):
            if count > self.limits.max_rows:
                raise SheetProblem("too_many_rows", limit=self.limits.max_rows)
            if len(cells) != width:
                cells = (cells + [None] * width)[:width]
            yield number, cells

    def close(self) -> None:
        """Let go of the file if it was opened here, and of working copies."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _filled_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        if isinstance(self._source, Book):
            return self._source.rows(self.name)
        return self._cleaned(self._source.rows())

    def _cleaned(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Cell]]]:
        longest = self.limits.max_cell_length
        for number, raw in rows:
            try:
                cells = [clean(value, longest) for value in raw]
            except TooLong as error:
                raise SheetProblem("cell_too_long", row=number, limit=longest) from error
            if any(cell is not None for cell in cells):
                yield number, cells


def _place_of(
    header_row: int | None, window: Sequence[tuple[int, list[Cell]]], columns: Sequence[Column]
) -> int:
    numbers = [number for number, _ in window]
    if header_row in numbers:
        return numbers.index(header_row)
    return find_header([cells for _, cells in window], columns)


def open_sheet(
    path_or_file: str | Path | BinaryIO,
    limits: Limits | None = None,
    *,
    columns: Sequence[Column] = (),
    sheet: str | None = None,
    header_row: int | None = None,
) -> Sheet:
    """Open an .xlsx, .xls or CSV file, told apart by content, at its header row.

    With `columns` the header row is the one of the first twenty filled rows that names most of
    them; without, the first row that is about as wide as the table. `sheet` is a sheet's name;
    without it the first visible sheet with filled cells is read. `header_row` is the header's
    number where a person has said it; 0 says that the file has none. A file object that is passed
    in is rewound and stays the caller's to close. Raises SheetProblem.
    """
    with ExitStack() as closing:
        if isinstance(path_or_file, str | Path):
            file: BinaryIO = closing.enter_context(Path(path_or_file).open("rb"))
        else:
            file = path_or_file
        opened = _open(file, limits or Limits(), columns, sheet, closing, header_row)
        opened._closing = closing.pop_all()
        return opened


def _open(
    file: BinaryIO,
    limits: Limits,
    columns: Sequence[Column],
    name: str | None,
    closing: ExitStack,
    header_row: int | None,
) -> Sheet:
    if file.seek(0, 2) > limits.max_file_bytes:
        raise SheetProblem("file_too_large", limit=limits.max_file_bytes // 1_000_000)
    kind = kind_of(file)
    if kind is FileKind.CSV:
        return Sheet(Delimited(file, limits), kind, "", columns, limits, header_row)
    book = Book(file, kind, limits)
    closing.callback(book.close)
    return _sheet_of(book, kind, limits, columns, name, header_row)


def _sheet_of(
    book: Book,
    kind: FileKind,
    limits: Limits,
    columns: Sequence[Column],
    name: str | None,
    header_row: int | None,
) -> Sheet:
    if name is not None and name not in book.sheet_names:
        raise SheetProblem("no_such_sheet", name=name)
    for candidate in [name] if name is not None else book.sheet_names:
        try:
            return Sheet(book, kind, candidate, columns, limits, header_row)
        except SheetProblem as problem:
            if problem.code != "no_rows":
                raise
    raise SheetProblem("no_rows")
