"""The register of personal data: what each table knows of a person, and what becomes of it.

Each room declares its tables in its ``personal_data.py``, from ``AppConfig.ready``. A table that is
in no declaration fails ``tests/privacy``, so that nothing is forgotten when somebody asks for his
file or for its erasure (law 6698, Art. 11 and 7). The rows are found, shown and erased by
``turkcell_hub.privacy``; nothing here reads a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class Person:
    """Whom it is about. ``phones`` in E.164, ``emails`` in small letters, ``tckns`` as typed."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tckns: tuple[str, ...] = ()

    @property
    def digits(self) -> tuple[str, ...]:
        """What all spellings of the numbers share: without country code and leading zero."""
        return tuple(one[3:] if one.startswith("+90") else one[1:] for one in self.phones)

    @property
    def addresses(self) -> tuple[str, ...]:
        return (*self.phones, *self.emails)


class Way(StrEnum):
    """What an erasure does with the rows that no hold keeps."""

    DELETE = "delete"
    BLANK = "blank"  # the row stays for the sums; what points at the person goes
    KEEP = "keep"  # only with a hold that says why


@dataclass(frozen=True)
class Hold:
    """Why rows stay. ``years`` names a field of the privacy rules and ``since`` the moment that
    it counts from; without them it holds as long as ``where`` does."""

    why: Any
    where: Q = field(default_factory=Q)
    years: str = ""
    since: str = ""


@dataclass(frozen=True)
class Held:
    """One table with personal data.

    ``phone``, ``email``, ``address`` (either), ``mark`` (the keyed digest of a TCKN): paths that
    equal it. ``sealed``: own columns that hold a TCKN sealed; they are opened one by one, so only
    tables of moderate size have them. ``within``: text, JSON and array columns that may name it
    anywhere; ``octets`` the same for bytes. ``file``: the column of a stored file that goes into
    the person's file with the row, unless the path ``alone`` names somebody else too. ``shows``:
    the paths that the person's file prints. ``blank``: what an erasure writes over, besides the
    paths above. ``firm``: the path to the firm.
    """

    model: str
    label: Any
    shows: tuple[str, ...]
    way: Way
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    mark: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    octets: tuple[str, ...] = ()
    file: str = ""
    alone: str = ""
    blank: Mapping[str, Any] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    firm: str = "firm_id"


@dataclass(frozen=True)
class Files:
    """Stored files of a table that may name a person: those that do are taken away."""

    model: str
    label: Any
    fields: tuple[str, ...]
    ready: Q


Alias = Callable[[int, Person], Person]
Mark = Callable[[str], str]
_held: dict[str, list[Held]] = {}
_free: dict[str, str] = {}
_files: list[Files] = []
_aliases: list[Alias] = []
_marks: list[Mark] = []


def declare(entries: Iterable[Held]) -> None:
    """A room's tables, in the order in which they are erased (what hangs on others first)."""
    for entry in entries:
        if entry.way is Way.KEEP and all(hold.years for hold in entry.holds):
            raise ValueError(f"{entry.model} is kept without a reason that lasts")
        known = _held.setdefault(entry.model, [])
        if entry not in known:
            known.append(entry)


def declare_free(why: str, *models: str) -> None:
    """Tables that hold nothing of a person who is no user of the portal, and why that is so."""
    for model in models:
        _free[model] = why


def declare_files(entry: Files) -> None:
    if entry not in _files:
        _files.append(entry)


def add_alias(alias: Alias) -> None:
    """``alias(firm_id, person)`` answers the person with what the room knows besides."""
    if alias not in _aliases:
        _aliases.append(alias)


def set_mark(mark: Mark) -> None:
    """How a TCKN is made the digest that rows keep of it."""
    _marks[:] = [mark]


def marks_of(person: Person) -> tuple[str, ...]:
    return tuple(mark(tckn) for mark in _marks for tckn in person.tckns)


def known_as(firm_id: int, person: Person) -> Person:
    """The person with every number and address that a room ties to him."""
    for alias in _aliases:
        more = alias(firm_id, person)
        person = replace(
            person,
            phones=tuple(dict.fromkeys((*person.phones, *more.phones))),
            emails=tuple(dict.fromkeys((*person.emails, *more.emails))),
        )
    return person


def every() -> tuple[Held, ...]:
    """All entries, upper rooms first: what hangs on a lower room's rows goes before them."""
    found = [entry for entries in _held.values() for entry in entries]
    return tuple(reversed(_by_room(found)))


def files() -> tuple[Files, ...]:
    return tuple(_files)


def held_models() -> frozenset[str]:
    return frozenset(_held)


def free_models() -> Mapping[str, str]:
    return dict(_free)


def _by_room(entries: list[Held]) -> list[Held]:
    """Rooms in the order of their declaration (the order of INSTALLED_APPS: lower ones first),
    each room's own entries turned, so that turning the whole puts both right."""
    rooms: dict[str, list[Held]] = {}
    for entry in entries:
        rooms.setdefault(entry.model.split(".", maxsplit=1)[0], []).append(entry)
    return [entry for room in rooms.values() for entry in reversed(room)]
