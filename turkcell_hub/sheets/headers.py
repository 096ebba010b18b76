"""Finding the header row and matching its texts with the columns that are wanted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turkcell_hub.lib.turkish import fold
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets.columns import Column

_MOST_NAMED = 12


@dataclass(frozen=True)
class HeaderMatch:
    """Which column stands where.

    places: column name → index of its cell. unknown: headers that no column asked for.
    missing: required columns that are not there. duplicates: headers that name a column already
    placed; the first one counts for nothing until the person has removed the other.
    """

    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    places: dict[str, int]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]
    duplicates: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.missing and not self.duplicates

    @property
    def text(self) -> str:
        """What the person has to change, with what was looked for; "" if nothing."""
        parts = []
        if self.missing:
            looked_for = "; ".join(map(_names_of, self.missing))
            found = ", ".join(f"“{header}”" for header in self.headers[:_MOST_NAMED] if header)
            parts.append(
                said(
                    "Dosyada şu sütunlar bulunamadı: %(missing)s. Dosyadaki başlıklar: %(found)s."
                    " Başlıkları düzeltip yeniden yükleyin.",
                    missing=looked_for,
                    found=found or said("yok"),
                )
            )
        if self.duplicates:
            twice = ", ".join(f"“{header}”" for header in self.duplicates)
            parts.append(
                said("Birden fazla kez geçen sütun var: %(columns)s. Birini silin.", columns=twice)
            )
        return " ".join(parts)

    def pick(self, cells: Sequence[object]) -> dict[str, object]:
        """The cells of a row by column name; None for a column that the file has not."""
        return {
            name: cells[place]
            if (place := self.places.get(name, len(cells))) < len(cells)
            else None
            for name in (column.name for column in self.columns)
        }


def match_headers(columns: Sequence[Column], headers: Sequence[str]) -> HeaderMatch:
    """Place `columns` on `headers`; order, case, Turkish letters and punctuation do not matter."""
    wanted = _wanted(columns)
    places: dict[str, int] = {}
    unknown, duplicates = [], []
    for index, header in enumerate(headers):
        bare = _bare(header)
        if not bare:
            continue
        name = wanted.get(bare)
        if name is None:
            unknown.append(header)
        elif name in places:
            duplicates.append(header)
        else:
            places[name] = index
    missing = [column for column in columns if column.required and column.name not in places]
    return HeaderMatch(
        tuple(columns),
        tuple(headers),
        places,
        tuple(unknown),
        tuple(missing),
        tuple(duplicates),
    )


def placed_headers(
    columns: Sequence[Column], headers: Sequence[str], places: Mapping[str, int]
) -> HeaderMatch:
    """The match that a person has made: column name → index of its cell."""
    known = {column.name for column in columns}
    kept = {name: at for name, at in places.items() if name in known and 0 <= at < len(headers)}
    taken = set(kept.values())
    return HeaderMatch(
        tuple(columns),
        tuple(headers),
        kept,
        tuple(header for at, header in enumerate(headers) if header and at not in taken),
        tuple(column for column in columns if column.required and column.name not in kept),
        (),
    )


def find_header(rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> int:
    """Index of the header among the first filled `rows` of a file (at least one).

    Titles may stand above it. With `columns` the row that names most of them wins; without, or if
    none names any, the first row of texts that is about as wide as the widest one.
    """
    wanted = _wanted(columns)
    named = [len({wanted[bare] for cell in row if (bare := _bare(cell)) in wanted}) for row in rows]
    if max(named) > 0:
        return named.index(max(named))
    widths = [sum(cell is not None for cell in row) for row in rows]
    enough = max(widths) * 0.6
    for index, row in enumerate(rows):
        if widths[index] >= enough and all(isinstance(cell, str | None) for cell in row):
            return index
    return 0


def _wanted(columns: Sequence[Column]) -> dict[str, str]:
    return {
        _bare(label): column.name
        for column in columns
        for label in (column.header, column.name, *column.aliases)
    }


def _bare(label: object) -> str:
    return re.sub(r"[\W_]", "", fold(label)) if isinstance(label, str) else ""


def _names_of(column: Column) -> str:
    others = f" (ya da {', '.join(column.aliases)})" if column.aliases else ""
    return f"“{column.header}”{others}"
