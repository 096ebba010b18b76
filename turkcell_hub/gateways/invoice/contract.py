"""The contract of where bills come from.

Every adapter lists bills, gives each as the file that it came in, and may be told that a bill was
taken. What a file means is decided by ``reading.read`` alone, so an adapter knows no tax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

UBL, CSV, TMF678 = "application/xml", "text/csv", "application/vnd.tmf678+json"


@dataclass(frozen=True)
class InvoiceCapabilities:
    """What an adapter can do. Callers ask this, never the adapter's name."""

    only_new: bool = False  # lists what was not marked as taken
    by_period: bool = False
    marks_taken: bool = False
    password_request: bool = False
    password_days: bool = False  # the login has a life and a limit of wrong tries (L-115, L-117)


@dataclass(frozen=True)
class BillQuery:
    """``first`` and ``last``: bill dates, both inside; None for no bound. ``only_new``: what the
    operator has not been told to be taken (ignored by adapters without the capability)."""

    first: date | None = None
    last: date | None = None
    only_new: bool = False


@dataclass(frozen=True)
class BillRef:
    """A bill at its source. ``id`` is the source's own; the rest is for a list on the screen and
    may be missing: the document itself decides."""

    id: str
    number: str = ""
    issue_date: date | None = None


@dataclass(frozen=True)
class BillPage:
    """``cursor`` is opaque, None after the last page."""

    refs: Sequence[BillRef]
    cursor: str | None = None


@dataclass(frozen=True)
class Document:
    """One file as it came. ``name`` is shown escaped and never used as a path."""

    content: bytes
    media_type: str
    name: str = ""


class InvoiceGateway(Protocol):
    """Every method may raise the family in ``gateways.errors`` and nothing else.

    Methods of a capability that the adapter does not declare raise ``Refused("NOT_SUPPORTED")``.
    ``BadCredentials`` has the reason PASSWORD_EXPIRED, ACCOUNT_LOCKED or AUTH_FAILED.
    """

    def capabilities(self) -> InvoiceCapabilities: ...

    def check(self) -> None:
        """The button "Bağlantıyı dene": exactly one login, and one harmless question."""

    def bills(self, query: BillQuery, cursor: str | None = None) -> BillPage: ...

    def document(self, ref: BillRef) -> Document: ...

    def mark_taken(self, refs: Sequence[BillRef]) -> None:
        """Tells the operator that these are stored here. May be repeated."""

    def request_password(self) -> None:
        """Asks for a new password; the old one is dead at once and the new one goes by SMS to the
        registered officer (L-119). ``Unknown`` when no answer came: ask the officer, not again."""

    def close(self) -> None: ...
