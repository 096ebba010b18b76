"""Kinds of organisation with their papers, read from dated data files (A-009, A-010, S-025).

Bulk SMS: ``settings.MEMBERSHIP_CATALOGUE``, else ``data/papers.toml``; İYS:
``settings.IYS_PAPERS_CATALOGUE``, else ``data/iys_papers.toml``. They are read again when they
change, so a list changes without a release.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from turkcell_hub.membership.states import Programme

log = structlog.get_logger(__name__)
SHIPPED = Path(__file__).parent / "data/papers.toml"
SHIPPED_IYS = Path(__file__).parent / "data/iys_papers.toml"
REQUIRED, OPTIONAL = "required", "optional"
PRINTS = ("", "letter", "contract")


class CatalogueBroken(ValueError):
    """The data file cannot be used; the message names the place."""


@dataclass(frozen=True)
class Named:
    """A thing of the data file, in the reader's language."""

    code: str
    turkish: str
    english: str = ""

    def __str__(self) -> str:
        reads_english = (get_language() or "tr").startswith("en")
        return (self.english if reads_english else "") or self.turkish


@dataclass(frozen=True)
class Tick(Named):
    """What the applicant states of a paper; one that does not block only warns (A-016).
    ``need``: the question that asks for it, or "" where it always is (S-027)."""

    blocks: bool = True
    need: str = ""

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return not self.need or bool(answers.get(self.need))


@dataclass(frozen=True)
class Question(Named):
    """``counts``: asks for a number, at most ``most``, else for yes or no."""

    counts: bool = False
    most: int = 5


@dataclass(frozen=True)
class Letter:
    """A sample text with holes; ``dated``: it names a day (A-028)."""

    code: str
    title: str
    body: tuple[str, ...]
    dated: bool = False


@dataclass(frozen=True)
class Item(Named):
    """A line of a kind's checklist. ``need``: required, optional or the question that decides.
    ``files``: how many at least; ``counted_by``: the question that says how many. ``e_signed``:
    a file without an electronic signature is warned of, as is one of more than ``most_pages`` or
    of a paper older than ``fresh_days`` (0: any)."""

    need: str = REQUIRED
    ticks: tuple[Tick, ...] = ()
    files: int = 1
    counted_by: str = ""
    identity: bool = False
    help: Named = field(default_factory=lambda: Named("", ""))
    prints: str = ""
    e_signed: bool = False
    most_pages: int = 0
    fresh_days: int = 0

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the paper is on the list at all; "varsa" papers are."""
        return self.need in (REQUIRED, OPTIONAL) or bool(answers.get(self.need))

    @property
    def is_optional(self) -> bool:
        return self.need == OPTIONAL

    def least(self, answers: Mapping[str, Any]) -> int:
        """How many files are needed."""
        if self.is_optional:
            return 0
        return max(1, int(answers.get(self.counted_by) or 1)) if self.counted_by else self.files


@dataclass(frozen=True)
class Kind(Named):
    """``abroad``: sits in another country; brings its papers twice, by e-mail and by post."""

    abroad: bool = False
    letter: Letter | None = None
    questions: tuple[Question, ...] = ()
    items: tuple[Item, ...] = ()

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True)
class Contract:
    title: str
    articles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Edition:
    """What holds from ``valid_from`` on. ``free_mail``: domains at which anybody gets an address,
    so that one there is no company's (S-026)."""

    valid_from: dt.date
    kinds: Mapping[str, Kind]
    contract: Contract
    free_mail: frozenset[str] = frozenset()

    def is_free_mail(self, address: str) -> bool:
        return address.rpartition("@")[2].strip().lower() in self.free_mail


def on(day: dt.date | None = None, programme: str = Programme.SMS) -> Edition:
    """The edition of a day, by default today; before the first one, the first."""
    day = day or timezone.localdate()
    editions = _editions(programme)
    return next((one for one in editions if one.valid_from <= day), editions[-1])


def kind_of(code: str, day: dt.date | None = None, programme: str = Programme.SMS) -> Kind | None:
    return on(day, programme).kinds.get(code)


def path_of(programme: str) -> Path:
    """The data file in use."""
    if programme == Programme.IYS:
        return Path(settings.IYS_PAPERS_CATALOGUE or SHIPPED_IYS)
    return Path(settings.MEMBERSHIP_CATALOGUE or SHIPPED)


def _editions(programme: str) -> tuple[Edition, ...]:
    """Newest first. A file that cannot be read leaves the last good one in force."""
    path = path_of(programme)
    try:
        found = read(path, path.stat().st_mtime_ns)
    except (OSError, CatalogueBroken) as error:
        log.error("membership.catalogue_broken", error=str(error)[:200])
        shipped = SHIPPED_IYS if programme == Programme.IYS else SHIPPED
        return _last_good.get(path) or read(shipped, 0)
    _last_good[path] = found
    return found


_last_good: dict[Path, tuple[Edition, ...]] = {}


@lru_cache(maxsize=8)
def read(path: Path, _changed: int = 0) -> tuple[Edition, ...]:
    """Every edition, newest first. Raises ``CatalogueBroken`` with a sentence, ``OSError``."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueBroken(f"{path.name} is no TOML: {error}") from None
    try:
        editions = [_edition(one) for one in given["edition"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CatalogueBroken(f"{path.name}: {type(error).__name__} {error}") from None
    if not editions:
        raise CatalogueBroken(f"{path.name} holds no edition")
    return tuple(sorted(editions, key=lambda one: one.valid_from, reverse=True))


def _edition(given: Mapping[str, Any]) -> Edition:
    letters = {
        code: Letter(code, one["title"], tuple(one["body"]), one.get("dated", False))
        for code, one in given.get("letters", {}).items()
    }
    kinds: dict[str, Kind] = {}
    for code, one in given["kinds"].items():
        source = given["kinds"][one["same_as"]] if "same_as" in one else one
        kinds[code] = Kind(
            code,
            one["name"],
            one.get("name_en", ""),
            one.get("abroad", False),
            letters[source["letter"]] if source.get("letter") else None,
            tuple(_question(given, asked) for asked in source.get("questions", ())),
            tuple(_item(given, source, item) for item in source["items"]),
        )
    contract = given.get("contract", {})
    articles = tuple((str(head), str(text)) for head, text in contract.get("articles", ()))
    day = given["valid_from"]
    if not isinstance(day, dt.date) or not kinds:
        raise CatalogueBroken("an edition needs valid_from (a day) and kinds")
    return Edition(
        day,
        kinds,
        Contract(contract.get("title", ""), articles),
        frozenset(given.get("free_mail", ())),
    )


def _item(given: Mapping[str, Any], kind: Mapping[str, Any], line: Mapping[str, Any]) -> Item:
    code = line["paper"]
    paper = given["papers"][code]
    need, files = line.get("need", REQUIRED), line.get("files", 1)
    questions = kind.get("questions", ())
    if need not in (REQUIRED, OPTIONAL, *questions):
        raise CatalogueBroken(f"{code}: need must be required, optional or a question of the kind")
    if isinstance(files, str) and files not in questions:
        raise CatalogueBroken(f"{code}: files must be a number or a question of the kind")
    if paper.get("prints", "") not in PRINTS:
        raise CatalogueBroken(f"{code}: prints must be letter or contract")
    return Item(
        code,
        line.get("name", paper["name"]),
        line.get("name_en", paper.get("name_en", "")),
        need,
        tuple(_tick(given, one, questions) for one in line.get("ticks", ())),
        files if isinstance(files, int) else 1,
        files if isinstance(files, str) else "",
        paper.get("identity", False),
        Named("", paper.get("help", ""), paper.get("help_en", "")),
        paper.get("prints", ""),
        paper.get("e_signed", False),
        int(paper.get("most_pages", 0)),
        int(paper.get("fresh_days", 0)),
    )


def _tick(given: Mapping[str, Any], code: str, questions: Sequence[str]) -> Tick:
    one = given["ticks"][code]
    need = one.get("need", "")
    if need and need not in questions:
        raise CatalogueBroken(f"{code}: need must be a question of the kind")
    return Tick(code, one["name"], one.get("name_en", ""), one.get("blocks", True), need)


def _question(given: Mapping[str, Any], code: str) -> Question:
    one = given["questions"][code]
    counts = one.get("kind") == "count"
    return Question(code, one["name"], one.get("name_en", ""), counts, one.get("most", 5))
