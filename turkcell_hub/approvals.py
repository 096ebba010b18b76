"""The one gate between a room that has something to be approved and the desk that gets it
approved (decision 20).

A room registers its kinds of documents and asks ``required`` before it acts; where the answer is
yes it puts its record aside and calls ``ask``, in one transaction. The desk (otp's workflow cards)
calls the kind's ``approved`` or ``refused`` when people have decided. Without a desk, or without
a card for such documents, nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from turkcell_hub.resources import Actor


@dataclass(frozen=True)
class Matter:
    """One document as it is now. ``text`` (at most 110 characters) is what an SMS and a receipt
    say of it: amount, party, number. ``facts``: (label, value) pairs that the approver reads.
    ``content``: everything that the approval is bound to, in plain values without floats; another
    content needs another approval."""

    kind: str
    id: int
    title: str
    text: str
    content: Mapping[str, Any]
    facts: Sequence[tuple[str, str]] = ()
    amount: Decimal | None = None
    currency: str = ""
    authority_code_id: int | None = None
    # Whoever asked; empty: the acting person or key. They do not decide themselves.
    asked_by: str = ""
    asked_member: int | None = None
    asked_key: int | None = None
    key: str = field(default="")

    @property
    def is_foreign(self) -> bool:
        """Limits are in lira and no rate is known: an amount in other money is above each."""
        return is_foreign(self.currency)

    @property
    def subject_key(self) -> str:
        """Names the document among those of its kind."""
        return self.key or str(self.id)


def is_foreign(currency: str) -> bool:
    """Whether it is the code of other money than lira."""
    return currency not in ("", "TRY")


@dataclass(frozen=True)
class Kind:
    """``current(id)``: the document as it is now, None when there is nothing to approve any more
    (in the firm's scope). ``approved`` and ``refused`` run in the deciding transaction and only
    write rows; what ``approved`` raises (``HubError``) is shown on the approval. ``url(id)``: the
    document's page. ``unit``: what an amount without a currency counts."""

    code: str
    label: Any
    current: Callable[[int], Matter | None]
    approved: Callable[[Actor, int], None]
    refused: Callable[[Actor, int, str], None]
    url: Callable[[int], str] | None = None
    unit: Any = ""


class Desk(Protocol):
    def takes(self, matter: Matter) -> bool:
        """Whether such a document needs approval in the firm in scope."""
        ...

    def ask(self, actor: Actor, matter: Matter) -> int:
        """Begins the approval, in the caller's transaction; returns its id. Once a document:
        another call gives the one that runs. Raises ``HubError``."""
        ...

    def runs(self, kind: str, subject_id: int) -> bool:
        """Whether people are deciding about the document now."""
        ...

    def withdraw(self, actor: Actor, kind: str, subject_id: int, note: str) -> bool:
        """Ends a running approval whose document is taken back; False when there is none."""
        ...


_kinds: dict[str, Kind] = {}
_desks: list[Desk] = []


def register(kind: Kind) -> None:
    """Called once by a room's ``AppConfig.ready``."""
    known = _kinds.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"approval kind {kind.code} is registered twice")
    _kinds[kind.code] = kind


def register_desk(desk: Desk) -> None:
    """The newest one is asked."""
    if desk not in _desks:
        _desks.append(desk)


def unregister_desk(desk: Desk) -> None:
    """For tests."""
    _desks.remove(desk)


def kind_of(code: str) -> Kind | None:
    """None for a kind whose room is not installed any more."""
    return _kinds.get(code)


def choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in _kinds.values()]


def required(matter: Matter) -> bool:
    """Whether people have to agree before the room may go on."""
    return bool(_desks) and _desks[-1].takes(matter)


def ask(actor: Actor, matter: Matter) -> int:
    """Begins the approval; the id of it. In the transaction that puts the record aside."""
    return _desks[-1].ask(actor, matter)


def withdraw(actor: Actor, kind: str, subject_id: int, note: str = "") -> bool:
    """The record is taken back: nobody need decide about it any more."""
    return bool(_desks) and _desks[-1].withdraw(actor, kind, subject_id, note)


def runs(kind: str, subject_id: int) -> bool:
    """Whether people are deciding about the record now; then no other door may."""
    return bool(_desks) and _desks[-1].runs(kind, subject_id)


@dataclass(frozen=True)
class Agreed:
    """One person's yes by one-time code: who, and the receipt's number."""

    membership_id: int
    name: str
    receipt: str


@dataclass(frozen=True)
class Coded:
    """A kind of record to which people agree by one-time code, each for himself, whatever the
    workflow cards say. ``current`` and ``url`` as in ``Kind``. ``agreed`` runs in the transaction
    that takes the code; what it raises takes all of it back."""

    code: str
    label: Any
    current: Callable[[int], Matter | None]
    agreed: Callable[[Actor, int, Agreed], None]
    url: Callable[[int], str]


class CodeDesk(Protocol):
    def know(self, kind: Coded) -> None:
        """Takes codes for this kind from now on."""
        ...

    def begin(self, actor: Actor, matter: Matter) -> str:
        """Sends the acting person a code; the address of the page that takes it. Raises
        ``HubError``."""
        ...


_coded: dict[str, Coded] = {}
_code_desks: list[CodeDesk] = []


def register_coded(kind: Coded) -> None:
    """Called once by a room's ``AppConfig.ready``; the order of the rooms does not matter."""
    known = _coded.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"coded approval {kind.code} is registered twice")
    _coded[kind.code] = kind
    for desk in _code_desks:
        desk.know(kind)


def register_code_desk(desk: CodeDesk) -> None:
    """The newest one sends the codes."""
    if desk not in _code_desks:
        _code_desks.append(desk)
        for kind in _coded.values():
            desk.know(kind)


def agree(actor: Actor, matter: Matter) -> str:
    """Asks the acting person to agree to ``matter`` by code; where he goes to type it."""
    return _code_desks[-1].begin(actor, matter)
