"""What the columns of a stranger's list are: by their headings and by what stands in them.

No I/O and no Django: rows in, guesses out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from messaging.moving.words import EMPTY_HEADINGS, FIRST_NAMES, SOURCES, STATES
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.identity import is_tckn
from turkcell_hub.lib.turkish import fold

Rows = Sequence[tuple[int, Sequence[str | None]]]
_HEADER_WINDOW = 20
_EXACT, _WITHIN, _CONTENT, _ENOUGH = 100, 55, 60, 40
_DATE = re.compile(r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})([ T].*)?")
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_HOLE = re.compile(r"\[\w+\]|\{\{?\s*\w+\s*\}?\}|#\w+#|%\w+%|<\w+>|\$\w+\$|@\w+@")
_SEVERAL = re.compile(r"[,;|\n]")


@dataclass(frozen=True)
class Wanted:
    """A column that is looked for. ``headings``: what it may be called; ``shape``: what its
    cells look like (a key of ``SHAPES``, "" where nothing tells)."""

    name: str
    headings: tuple[str, ...]
    shape: str = ""
    required: bool = False


@dataclass(frozen=True)
class Guess:
    """``header_row``: the header's row number in the file, 0 for none. ``places``: column name
    → index. ``sure``: the columns whose heading said it outright."""

    header_row: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    sure: frozenset[str] = field(default=frozenset())

    def fits(self, wanted: Sequence[Wanted]) -> bool:
        return all(one.name in self.places for one in wanted if one.required)


def guess(rows: Rows, wanted: Sequence[Wanted], header_row: int | None = None) -> Guess:
    """Places ``wanted`` on the columns of ``rows`` (number in the file, cells). ``header_row``:
    as a person has said it (0: none); without it the header is looked for."""
    width = max((len(cells) for _number, cells in rows), default=0)
    at = find_header_row(rows, wanted) if header_row is None else header_row
    header = next((cells for number, cells in rows if number == at), ())
    headers = tuple(
        (header[place] or "").strip() if place < len(header) else "" for place in range(width)
    )
    below = [cells for number, cells in rows if number > at]
    columns = [_filled(below, place) for place in range(width)]
    places, sure = _place(wanted, headers, columns)
    _join_names(wanted, places, headers, columns)
    return Guess(at, headers, places, frozenset(sure & places.keys()))


def find_header_row(rows: Rows, wanted: Sequence[Wanted]) -> int:
    """The number of the row with the headings; 0 where the list begins without one."""
    known = {bare(heading) for one in wanted for heading in one.headings}
    best, found = 0, 0
    before: tuple[int, Sequence[str | None]] | None = None
    for number, cells in rows[:_HEADER_WINDOW]:
        if any(cell and (is_phone(cell) or is_date(cell)) for cell in cells):
            if not found and before and _is_all_words(before[1], len(_texts(cells))):
                return before[0]
            break
        named = sum(bare(cell) in known for cell in _texts(cells))
        if named > best:
            best, found = named, number
        before = (number, cells)
    return found


def bare(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def is_phone(cell: str) -> bool:
    return phones.parse(cell).e164 is not None


def is_date(cell: str) -> bool:
    return bool(_DATE.fullmatch(cell.strip()))


def _texts(cells: Sequence[str | None]) -> list[str]:
    return [cell for cell in cells if cell and cell.strip()]


def _filled(rows: Sequence[Sequence[str | None]], place: int) -> list[str]:
    return _texts([cells[place] for cells in rows if place < len(cells)])


def _is_all_words(cells: Sequence[str | None], width: int) -> bool:
    texts = _texts(cells)
    return len(texts) >= max(2, width * 0.6) and not any(re.search(r"\d{3}", t) for t in texts)


def _place(
    wanted: Sequence[Wanted], headers: Sequence[str], columns: Sequence[Sequence[str]]
) -> tuple[dict[str, int], set[str]]:
    scores = []
    for order, one in enumerate(wanted):
        for place, cells in enumerate(columns):
            said, seen = _heading(one, headers[place]), _content(one, headers[place], cells)
            if _contradicts(one, cells):
                continue
            if said + seen >= _ENOUGH:
                scores.append((-(said + seen), place, order, one.name, said == _EXACT))
    places: dict[str, int] = {}
    sure: set[str] = set()
    for _score, place, _order, name, is_exact in sorted(scores):
        if name in places or place in places.values():
            continue
        places[name] = place
        if is_exact:
            sure.add(name)
    return places, sure


def _heading(one: Wanted, header: str) -> float:
    written = bare(header)
    if not written:
        return 0
    if any(written == bare(heading) for heading in one.headings):
        return _EXACT
    words = set(re.split(r"[\W_]+", fold(header)))
    # Short words ("ad", "tel") are a part of too many other headings ("Firma Adı").
    long = (heading for heading in one.headings if len(bare(heading)) > 3)
    known = (set(re.split(r"[\W_]+", fold(heading))) for heading in long)
    return _WITHIN if any(each and each <= words for each in known) else 0


def _content(one: Wanted, header: str, cells: Sequence[str]) -> float:
    if not one.shape or not cells:
        return 0
    shape = SHAPES[one.shape]
    if shape.needs_no_heading or not _says_something(header):
        share = sum(map(shape.fits, cells)) / len(cells)
        if shape.repeats and len(set(cells)) > max(1, len(cells) * 0.7):
            share /= 2
        return _CONTENT * share * shape.weight
    return 0


def _contradicts(one: Wanted, cells: Sequence[str]) -> bool:
    """A heading may say "Numara" over order numbers: the cells decide."""
    if not one.shape or not cells or not SHAPES[one.shape].is_strict:
        return False
    return sum(map(SHAPES[one.shape].fits, cells)) / len(cells) < 0.3


def _says_something(header: str) -> bool:
    written = bare(header)
    return bool(written) and not written.rstrip("0123456789").startswith(EMPTY_HEADINGS)


def _join_names(
    wanted: Sequence[Wanted],
    places: dict[str, int],
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> None:
    """A column "Ad" that holds two words in most cells, with no surname beside it, is both."""
    if "full_name" not in {one.name for one in wanted} or "full_name" in places:
        return
    place = places.get("first_name")
    if place is None or "last_name" in places:
        return
    cells = columns[place]
    if cells and sum(" " in cell.strip() for cell in cells) * 2 > len(cells):
        places["full_name"] = places.pop("first_name")


@dataclass(frozen=True)
class Shape:
    """``needs_no_heading``: tells enough even under a heading that nobody knows. ``is_strict``:
    cells that do not fit outweigh the heading. ``repeats``: the same few values come again."""

    fits: Callable[[str], bool]
    weight: float = 1
    needs_no_heading: bool = False
    is_strict: bool = False
    repeats: bool = False


def _words(cell: str) -> list[str]:
    words = cell.split()
    letters = (word.strip(".'’-").replace("'", "") for word in words)
    return fold(cell).split() if words and all(word.isalpha() for word in letters) else []


def _is_first(cell: str) -> bool:
    words = _words(cell)
    return bool(words) and all(word in FIRST_NAMES for word in words)


def _is_full(cell: str) -> bool:
    words = _words(cell)
    return len(words) > 1 and words[0] in FIRST_NAMES


def _is_last(cell: str) -> bool:
    return len(_words(cell)) == 1 and bare(cell) not in STATES | SOURCES


def _is_text(cell: str) -> bool:
    return len(cell) > 30 or bool(_HOLE.search(cell))


def _is_group(cell: str) -> bool:
    return 1 < len(cell) <= 80 and not is_phone(cell) and not is_date(cell) and not _is_text(cell)


SHAPES: Mapping[str, Shape] = {
    "phone": Shape(is_phone, needs_no_heading=True, is_strict=True),
    "tckn": Shape(lambda cell: is_tckn(cell.strip()), needs_no_heading=True, is_strict=True),
    "date": Shape(
        lambda cell: is_date(cell) or bool(_SERIAL.fullmatch(cell)),
        needs_no_heading=True,
        is_strict=True,
    ),
    "first": Shape(_is_first, weight=1.3, needs_no_heading=True),
    "full": Shape(_is_full, needs_no_heading=True),
    "last": Shape(_is_last, weight=0.8),
    "groups": Shape(
        lambda cell: _is_group(cell) or bool(_SEVERAL.search(cell)), weight=0.75, repeats=True
    ),
    "state": Shape(lambda cell: bare(cell) in STATES, needs_no_heading=True),
    "source": Shape(lambda cell: bare(cell) in SOURCES, needs_no_heading=True),
    "reason": Shape(lambda cell: " " in cell.strip() and not is_phone(cell), weight=0.7),
    "text": Shape(_is_text, weight=0.9, needs_no_heading=True),
    "words": Shape(lambda cell: 2 < len(cell) <= 80 and not is_date(cell), weight=0.7),
}
