"""Rows of an .xlsx or .xls by calamine, after the file has been looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

import python_calamine as calamine

from turkcell_hub.sheets.kinds import FileKind
from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.ole import inspect_xls
from turkcell_hub.sheets.package import checked_copy
from turkcell_hub.sheets.problems import SheetProblem


class Book:
    """An open workbook. Raises SheetProblem, never an error of the reading library."""

    def __init__(self, file: BinaryIO, kind: FileKind, limits: Limits) -> None:
        self.limits = limits
        self._copy = _checked(file, kind, limits)
        try:
            # By its path an .xlsx is read piece by piece; a file object is taken into memory.
            self._book = _opened(self._copy.name if self._copy else file)
            self.sheet_names = self._visible_sheets()
        except BaseException:
            self.close()
            raise

    def _visible_sheets(self) -> list[str]:
        names = [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == calamine.SheetVisibleEnum.Visible
        ]
        if not names:
            raise SheetProblem("no_rows")
        if len(names) > self.limits.max_sheets:
            raise SheetProblem("too_many_sheets", limit=self.limits.max_sheets)
        return names

    def rows(self, sheet_name: str) -> Iterator[tuple[int, list[Any]]]:
        """(row number as Excel shows it, values) of every row; blank ones too."""
        with _translated():
            sheet = self._book.get_sheet_by_name(sheet_name)
        if sheet.width > self.limits.max_columns:
            raise SheetProblem("too_many_columns", limit=self.limits.max_columns)
        if sheet.height:
            # calamine counts rows from the first of the sheet, columns from the first filled one.
            yield from enumerate(_guarded(sheet), start=1)

    def close(self) -> None:
        """Let go of the copy; the file itself is the caller's."""
        if self._copy:
            self._copy.close()


def _checked(file: BinaryIO, kind: FileKind, limits: Limits) -> IO[bytes] | None:
    if kind is FileKind.XLSX:
        return checked_copy(file, limits)
    facts = inspect_xls(file.read())
    if facts.sheets > limits.max_sheets:
        raise SheetProblem("too_many_sheets", limit=limits.max_sheets)
    if facts.cells > limits.max_cells:
        raise SheetProblem("too_many_cells")
    file.seek(0)
    return None


def _opened(source: str | BinaryIO) -> calamine.CalamineWorkbook:
    with _translated():
        return calamine.CalamineWorkbook.from_object(source)


def _guarded(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    with _translated():
        yield from sheet.iter_rows()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except calamine.PasswordError as error:
        raise SheetProblem("encrypted") from error
    except calamine.CalamineError as error:
        raise SheetProblem("corrupt") from error
    except BaseException as error:
        # A panic of the library is no Exception, and must not take the worker down.
        if type(error).__name__ == "PanicException":
            raise SheetProblem("corrupt") from error
        raise
