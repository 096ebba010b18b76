"""The process that opens workbooks, so that a damaged one can take only this process down.

The reading library (in Rust) ends its whole process on damaged input or when a file makes it ask
for too much memory. book.py therefore starts this file as a program of its own, with bounds on
memory and time, and talks with it in lines of JSON:

    out: {"sheets": [visible names]}
    in:  a sheet's name                                  (any number of times)
    out: {"width": n}, then {"rows": [[number, [cells]], …], "marks": [[row, cell, kind], …]}
         repeated, then {"end": true}
    out: {"problem": code, …} instead of any of these, and the process ends

Cells are clean (lib/cells.py), blank rows left out; a mark says that the text of a cell is a date
or a time, or its number seconds. Called with the path, the longest text that a cell may hold, and
"stream" where an .xlsx is to be read without holding it (streamed.py): for files of any size,
somewhat slower.
"""

import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

import orjson
import python_calamine as calamine

from turkcell_hub.lib.cells import TooLong, clean

_MEMORY = 1 << 30
_CPU_SECONDS = 120
_STREAM_SECONDS = 1200  # a million rows take one or two minutes
_BATCH = 500


def _bound_this_process(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: no bounds, but still a process of its own
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_KINDS = {datetime: "datetime", date: "date", time: "time", timedelta: "seconds"}
Row = tuple[int, list[Any]]


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


def _numbered(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    return enumerate(sheet.iter_rows(), start=1) if sheet.height else iter(())


def _send_rows(width: int, rows: Iterable[Row], longest: int) -> None:
    _say({"width": width})
    batch: list[Row] = []
    marks: list[tuple[int, int, str]] = []
    for number, raw in rows:
        try:
            row = [clean(value, longest) for value in raw]
        except TooLong:
            if batch:
                _say({"rows": batch, "marks": marks})
            _say({"problem": "cell_too_long", "row": number, "limit": longest})
            return
        if row.count(None) == len(row):
            continue
        for place, value in enumerate(row):
            if type(value) in _KINDS:
                marks.append((len(batch), place, _KINDS[type(value)]))
                row[place] = value.total_seconds() if type(value) is timedelta else str(value)
        batch.append((number, row))
        if len(batch) == _BATCH:
            _say({"rows": batch, "marks": marks})
            batch, marks = [], []
    _say({"rows": batch, "marks": marks})
    _say({"end": True})


def _whole(path: str, longest: int) -> None:
    book = calamine.CalamineWorkbook.from_path(path)
    _say({"sheets": _visible(book)})
    for line in sys.stdin.buffer:
        sheet = book.get_sheet_by_name(orjson.loads(line))
        _send_rows(sheet.width, _numbered(sheet), longest)


def _streamed(path: str, longest: int) -> None:
    from turkcell_hub.sheets.streamed import StreamedBook

    try:
        book = StreamedBook(path)
        _say({"sheets": book.names})
        for line in sys.stdin.buffer:
            _send_rows(0, book.rows(orjson.loads(line)), longest)
    except (zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError, StopIteration):
        _say({"problem": "corrupt"})


def main(path: str, longest: str, how: str = "") -> None:
    _bound_this_process(_STREAM_SECONDS if how == "stream" else _CPU_SECONDS)
    try:
        (_streamed if how == "stream" else _whole)(path, int(longest))
    except calamine.PasswordError:
        _say({"problem": "encrypted"})
    except (calamine.CalamineError, MemoryError):
        _say({"problem": "corrupt"})
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone away: nothing is left to say


if __name__ == "__main__":
    main(*sys.argv[1:])
