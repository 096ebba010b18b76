"""Rows of an .xlsx or .xls, after the file has been looked at, from a process of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO

import orjson

from turkcell_hub.lib.cells import Cell
from turkcell_hub.sheets.kinds import FileKind
from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.ole import inspect_xls
from turkcell_hub.sheets.package import CheckedCopy, checked_copy
from turkcell_hub.sheets.problems import SheetProblem

# It reads on while its reader is busy with what it has: some thousand rows.
_AHEAD = 1 << 20
_PROGRAM = Path(__file__).with_name("workbook_process.py")


class Book:
    """An open workbook. Raises SheetProblem, also when the reading process dies of the file."""

    def __init__(self, file: BinaryIO, kind: FileKind, limits: Limits) -> None:
        self.limits = limits
        with ExitStack() as opened:
            # The copy loses its name as soon as the process has it open: it holds personal data,
            # and whatever happens to this worker, nothing stays on the disk.
            with _checked_copy(file, kind, limits) as copy:
                process = opened.enter_context(_started(copy.file.name, limits, copy.is_large))
                opened.callback(process.kill)
                self._questions, self._answers = _pipe(process.stdin), _pipe(process.stdout)
                self.sheet_names: list[str] = self._next()["sheets"]
            self._check_sheets()
            self._opened = opened.pop_all()

    def rows(self, sheet_name: str) -> Iterator[tuple[int, list[Cell]]]:
        """(row number as Excel shows it, clean cells) of every row that has a filled one. One
        sheet at a time."""
        self._ask(sheet_name)
        most = self.limits.max_columns
        if self._next()["width"] > most:
            raise SheetProblem("too_many_columns", limit=most)
        while "rows" in (answer := self._next()):
            numbers = answer["rows"]
            columns = [_column(len(numbers), *column) for column in answer["columns"]]
            if len(columns) > most:
                raise SheetProblem("too_many_columns", limit=most)
            yield from zip(numbers, map(list, zip(*columns, strict=True)), strict=True)

    def close(self) -> None:
        """End the process; the file itself is the caller's."""
        self._opened.close()

    def _check_sheets(self) -> None:
        if not self.sheet_names:
            raise SheetProblem("no_rows")
        if len(self.sheet_names) > self.limits.max_sheets:
            raise SheetProblem("too_many_sheets", limit=self.limits.max_sheets)

    def _ask(self, sheet_name: str) -> None:
        try:
            self._questions.write(orjson.dumps(sheet_name) + b"\n")
            self._questions.flush()
        except BrokenPipeError as error:
            raise SheetProblem("corrupt") from error

    def _next(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line.endswith(b"\n"):
            raise SheetProblem("corrupt")
        answer: dict[str, Any] = orjson.loads(line)
        if "problem" in answer:
            raise SheetProblem(answer.pop("problem"), **answer)
        return answer


def _started(path: str, limits: Limits, streamed: bool) -> subprocess.Popen[bytes]:
    bounds = [str(limits.max_cell_length), str(limits.max_columns)]
    # What the library says when it breaks may quote the file: it must not reach a log.
    return subprocess.Popen(
        [sys.executable, "-P", str(_PROGRAM), path, *bounds, *(["stream"] if streamed else [])],
        env={**os.environ, "PYTHONPATH": str(_PROGRAM.parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=_AHEAD,
    )


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise RuntimeError("the process was started without its pipes")
    return end


def _checked_copy(file: BinaryIO, kind: FileKind, limits: Limits) -> CheckedCopy:
    if kind is FileKind.XLSX:
        return checked_copy(file, limits)
    facts = inspect_xls(file.read())
    if facts.sheets > limits.max_sheets:
        raise SheetProblem("too_many_sheets", limit=limits.max_sheets)
    if facts.cells > limits.max_cells:
        raise SheetProblem("too_many_cells")
    copy = tempfile.NamedTemporaryFile(suffix=".xls")  # noqa: SIM115 - Book closes it
    file.seek(0)
    shutil.copyfileobj(file, copy)
    copy.flush()
    return CheckedCopy(copy)


def _column(count: int, values: list[Any], places: list[int] | None, kind: Any) -> list[Cell]:
    """The cells of ``count`` rows, as workbook_process.py tells them."""
    if kind and isinstance(kind, str):
        read = _READERS[kind]
        values = [value if value is None else read(value) for value in values]
    elif kind:
        for place, one in kind:
            values[place] = _READERS[one](values[place])
    if places is not None:
        return [values[place] for place in places]
    return values * count if len(values) == 1 else values


_READERS: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}
