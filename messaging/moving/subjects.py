"""What can be brought from another panel: the columns of each, and who judges and writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from messaging.moving.guessing import Wanted
from turkcell_hub.jobs.imports import Row
from turkcell_hub.jobs.models import ImportRow
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import CellProblem, Cleaned, Column, Note
from turkcell_hub.sheets.columns import Cleaner
from turkcell_hub.tenancy.actor import Actor

Columns = Callable[[Actor, Mapping[str, Any]], Sequence[Column]]
Judge = Callable[[Actor, Mapping[str, Any], Sequence[Row]], None]
Apply = Callable[[Actor, Mapping[str, Any], Sequence[ImportRow]], Mapping[str, int]]


@dataclass(frozen=True)
class Question:
    """A placeholder of the file's texts: how it is known, how it is written there, the likely
    parameter of ours ("" for plain text) and what is written where a person has no value."""

    known_as: str
    written: str
    name: str
    fallback: str


@dataclass(frozen=True)
class Subject:
    """One thing that moves. ``shapes`` and ``headings``: by column name, what the cells look
    like and what other panels call the column; ``list_url`` shows what was taken.
    ``questions`` are asked about the texts of the column "text", ``choices`` answer them."""

    code: str
    label: object
    hint: object
    right: str
    columns: Columns
    judge: Judge
    apply: Apply
    list_url: str
    shapes: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Callable[[Actor, Iterable[str]], list[Question]] | None = None
    choices: Callable[[Actor], list[tuple[str, object]]] | None = None

    def wanted(self, columns: Sequence[Column]) -> list[Wanted]:
        return [
            Wanted(
                column.name,
                (column.header, *column.aliases, *self.headings.get(column.name, ())),
                self.shapes.get(column.name, ""),
                column.required,
            )
            for column in columns
        ]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> Subject:
    _subjects[subject.code] = subject
    return subject


def every() -> list[Subject]:
    return list(_subjects.values())


def get(code: str) -> Subject:
    """Raises ``KeyError`` for what cannot be moved."""
    return _subjects[code]


def tolerant(cleaner: Cleaner) -> Cleaner:
    """A side column of a stranger's list must not cost the row: what cannot be read is left
    out, with a warning."""

    def clean(cell: object) -> Cleaned:
        try:
            return cleaner(cell)
        except CellProblem as problem:
            return Cleaned(
                None, (Note(problem.code, said("Alınmadı. %(why)s", why=problem.text), "warning"),)
            )

    return clean
