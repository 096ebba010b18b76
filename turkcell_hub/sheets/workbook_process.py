"""The process that opens workbooks, so that a damaged one can take only this process down.

The reading library (in Rust) ends its whole process on damaged input or when a file makes it ask
for too much memory. book.py therefore starts this file as a program of its own, with bounds on
memory and time, and talks with it in lines of JSON:

    out: {"sheets": [visible names]}
    in:  a sheet's name                                  (any number of times)
    out: {"width": n}, then {"rows": [numbers], "columns": [[values, places, kind], …]}
         repeated, then {"end": true}
    out: {"problem": code, …} instead of any of these, and the process ends

Cells are clean (lib/cells.py), blank rows left out. A column has a value for each row; a single
one is that of all rows; with places, each row has the place of its value. Its kind says that the
texts are dates or times, or the numbers seconds; where values differ in kind it is a list of
[row, kind]. Called with the path, the longest text that a cell may hold, the most columns, and
"stream" where an .xlsx is to be read without holding it (streamed.py), for files of any size.
"""

import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import orjson
import python_calamine as calamine

from turkcell_hub.lib.cell_columns import clean_column
from turkcell_hub.lib.cells import TooLong

_MEMORY = 1 << 30
_CPU_SECONDS = 120
_STREAM_SECONDS = 1200  # a million rows take one or two minutes
_BATCH = 500
Piece = tuple[Sequence[int], Sequence[Sequence[Any]]]


def _bound_this_process(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: no bounds, but still a process of its own
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_KINDS = {datetime: "datetime", date: "date", time: "time", timedelta: "seconds"}
# What is coded as one of few values: texts, and moments of one kind.
_CODED = (str, *_KINDS)


def _say(line: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.buffer.flush()


def _visible(book: calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _pieces(sheet: calamine.CalamineSheet) -> Iterator[Piece]:
    rows = sheet.iter_rows() if sheet.height else iter(())
    number = 1
    while batch := list(islice(rows, _BATCH)):
        yield list(range(number, number + len(batch))), list(zip(*batch, strict=True))
        number += len(batch)


def _send_rows(width: int, pieces: Iterable[Piece], longest: int) -> None:
    _say({"width": width})
    for numbers, columns in pieces:
        try:
            cleaned = [clean_column(column, longest) for column in columns]
        except TooLong:
            place = _first_too_long(columns, longest)
            _say_rows(numbers[:place], [clean_column(c[:place], longest) for c in columns])
            _say({"problem": "cell_too_long", "row": numbers[place], "limit": longest})
            return
        _say_rows(numbers, cleaned)
    _say({"end": True})


def _first_too_long(columns: Sequence[Sequence[Any]], longest: int) -> int:
    return next(
        place
        for place, row in enumerate(zip(*columns, strict=True))
        if any(type(value) is str and len(value) > longest for value in row)
    )


def _say_rows(numbers: Sequence[int], columns: Sequence[list[Any]]) -> None:
    if all(None in column for column in columns):  # blank rows may be among them
        rows = enumerate(zip(*columns, strict=True))
        filled = [place for place, row in rows if row.count(None) < len(row)]
        numbers = [numbers[place] for place in filled]
        columns = [[column[place] for place in filled] for column in columns]
    if numbers:
        _say({"rows": numbers, "columns": list(map(_told, columns))})


def _told(column: list[Any]) -> tuple[list[Any], list[int] | None, Any]:
    """A column's values, their places where few come again and again, and what kind they are."""
    kinds = set(map(type, column)) - {type(None)}
    if len(kinds) > 1:
        marks = [(at, _KINDS[type(v)]) for at, v in enumerate(column) if type(v) in _KINDS]
        return _plain(column), None, marks
    kind = next(iter(kinds), str)
    if kind not in _CODED:  # True is 1 to a set
        return column, None, ""
    values, places = list(dict.fromkeys(column)), None
    if len(values) * 4 > len(column):
        values = column
    elif len(values) > 1:
        place_of = {value: place for place, value in enumerate(values)}
        places = [place_of[value] for value in column]
    return _plain(values), places, _KINDS.get(kind, "")


def _plain(values: list[Any]) -> list[Any]:
    """Spans as seconds: JSON knows moments, but no spans."""
    if timedelta not in set(map(type, values)):
        return values
    return [v.total_seconds() if type(v) is timedelta else v for v in values]


def _whole(path: str, longest: int) -> None:
    book = calamine.CalamineWorkbook.from_path(path)
    _say({"sheets": _visible(book)})
    for line in sys.stdin.buffer:
        sheet = book.get_sheet_by_name(orjson.loads(line))
        _send_rows(sheet.width, _pieces(sheet), longest)


def _streamed(path: str, longest: int, widest: int) -> None:
    # Half of what a start costs, and few files need it.
    import zipfile
    from xml.parsers import expat

    from turkcell_hub.sheets.streamed import StreamedBook, TooWide

    try:
        book = StreamedBook(path, widest)
        _say({"sheets": book.names})
        for line in sys.stdin.buffer:
            _send_rows(0, book.pieces(orjson.loads(line)), longest)
    except TooWide:
        _say({"problem": "too_many_columns", "limit": widest})
    except (zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError, StopIteration):
        _say({"problem": "corrupt"})


def main(path: str, longest: str, widest: str, how: str = "") -> None:
    gc.disable()  # nothing here goes in circles, and it would look through all cells
    _bound_this_process(_STREAM_SECONDS if how == "stream" else _CPU_SECONDS)
    try:
        if how == "stream":
            _streamed(path, int(longest), int(widest))
        else:
            _whole(path, int(longest))
    except calamine.PasswordError:
        _say({"problem": "encrypted"})
    except (calamine.CalamineError, MemoryError):
        _say({"problem": "corrupt"})
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone away: nothing is left to say


if __name__ == "__main__":
    main(*sys.argv[1:])
