"""The process that opens workbooks, so that a damaged one can take only this process down.

The reading library (in Rust) ends its whole process on damaged input or when a file makes it ask
for too much memory. book.py therefore starts this file as a program of its own, with bounds on
memory and time, and talks with it in lines of JSON:

    out: {"sheets": [visible names]}
    in:  a sheet's name                                  (any number of times)
    out: {"width": n}, then {"rows": [[number, [cells]], …]} repeated, then {"end": true}
    out: {"problem": code} instead of any of these, and the process ends

Called with "stream" after the path it reads an .xlsx without holding it (streamed.py): for files
of any size, somewhat slower.
"""

import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

import orjson
import python_calamine as calamine

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


_KINDS = {datetime: "datetime", date: "date", time: "time"}


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return {_KINDS[type(value)]: value.isoformat()}


def _say(line: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(line, _tagged, orjson.OPT_PASSTHROUGH_DATETIME) + b"\n")
    sys.stdout.buffer.flush()


def _visible(book: calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _filled_rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    if not sheet.height:
        return
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(row) or any(value != "" for value in row):
            yield number, row


def _send_rows(width: int, rows: Iterable[tuple[int, list[Any]]]) -> None:
    _say({"width": width})
    batch = []
    for numbered in rows:
        batch.append(numbered)
        if len(batch) == _BATCH:
            _say({"rows": batch})
            batch = []
    _say({"rows": batch})
    _say({"end": True})


def _whole(path: str) -> None:
    book = calamine.CalamineWorkbook.from_path(path)
    _say({"sheets": _visible(book)})
    for line in sys.stdin.buffer:
        sheet = book.get_sheet_by_name(orjson.loads(line))
        _send_rows(sheet.width, _filled_rows(sheet))


def _streamed(path: str) -> None:
    from turkcell_hub.sheets.streamed import StreamedBook

    try:
        book = StreamedBook(path)
        _say({"sheets": book.names})
        for line in sys.stdin.buffer:
            _send_rows(0, book.rows(orjson.loads(line)))
    except (zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError, StopIteration):
        _say({"problem": "corrupt"})


def main(path: str, how: str = "") -> None:
    _bound_this_process(_STREAM_SECONDS if how == "stream" else _CPU_SECONDS)
    try:
        (_streamed if how == "stream" else _whole)(path)
    except calamine.PasswordError:
        _say({"problem": "encrypted"})
    except (calamine.CalamineError, MemoryError):
        _say({"problem": "corrupt"})
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone away: nothing is left to say


if __name__ == "__main__":
    main(*sys.argv[1:])
