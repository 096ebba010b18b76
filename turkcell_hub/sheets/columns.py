"""A column says what its header may be called and what its cells must become."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from turkcell_hub.lib.wording import said
from turkcell_hub.sheets.problems import CellProblem


class Note(NamedTuple):
    """Something a person should see about an accepted cell.

    severity is "correction" (the value was repaired) or "warning" (look at it).
    """

    code: str
    text: str
    severity: str = "correction"


class Cleaned(NamedTuple):
    value: Any
    notes: tuple[Note, ...] = ()


Cleaner = Callable[[object], Cleaned]


def as_it_is(cell: object) -> Cleaned:
    return Cleaned(cell)


@dataclass(frozen=True)
class Column:
    """One column of an import.

    `header` is its Turkish name, `aliases` what else it may be called; both match whatever the
    case, Turkish letters, spaces and punctuation ("İzin_Tarihi" = "izin tarihi"). A `required`
    column must be in the file and filled in each row. `cleaner` takes a filled cell and returns
    Cleaned or raises CellProblem.
    """

    name: str
    header: str
    cleaner: Cleaner = as_it_is
    aliases: tuple[str, ...] = ()
    required: bool = False

    def clean(self, cell: object) -> Cleaned:
        """The cell's value with notes; None for a blank one. Raises CellProblem."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if self.required:
                text = said("“%(column)s” boş bırakılamaz; doldurun.", column=self.header)
                raise CellProblem("required", text)
            return Cleaned(None)
        return self.cleaner(cell)
