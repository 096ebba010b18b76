"""The contract of where services are ordered.

An order is found again by our own reference, so a lost answer is never repeated blindly. A
desk that works by e-mail tells no state: callers ask ``capabilities``, never the adapter's name.
Credentials never travel here: the operator gives them out of band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Progress(StrEnum):
    """Where one item stands at the operator."""

    RECEIVED = "RECEIVED"
    IN_PROGRESS = "IN_PROGRESS"
    NEEDS_INFORMATION = "NEEDS_INFORMATION"
    COMPLETED = "COMPLETED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Item:
    """One service. ``id`` is ours, unique in the order; ``offering`` as the operator sells it."""

    id: str
    offering: str
    is_new: bool = True  # False: a change of a product that the company has
    characteristics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Company:
    """Who orders. ``phone`` is E.164."""

    name: str
    tax_number: str
    contact: str
    phone: str = field(repr=False)
    email: str = field(repr=False)


@dataclass(frozen=True)
class Order:
    """``reference`` is ours, unique for ever: the operator keeps it and is asked by it."""

    reference: str
    category: str
    company: Company
    items: Sequence[Item]
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Standing:
    """An order as the operator has it. ``id`` is his number; ``items`` by our item id;
    ``words``: what he asks for, or why he refused; our own note where he wrote none."""

    id: str
    items: Mapping[str, Progress]
    words: str = ""


@dataclass(frozen=True)
class OrdersCapabilities:
    tells_state: bool = True  # ``standing`` and ``find`` can be asked
    cancels: bool = True
    pushes: bool = True  # ``listen``: it tells of changes by itself


class OrdersGateway(Protocol):
    """Every method raises the family in ``gateways.errors`` and nothing else. Methods of a
    capability that is not there raise ``Refused("NOT_SUPPORTED")``."""

    def capabilities(self) -> OrdersCapabilities: ...

    def place(self, order: Order) -> Standing:
        """Hands the order over. A lost answer is ``Unknown``: ``find`` tells what became of it."""
        ...

    def find(self, reference: str) -> Standing | None:
        """By our reference; None when the operator has no such order."""
        ...

    def standing(self, order_id: str) -> Standing: ...

    def cancel(self, order_id: str, reason: str) -> None:
        """Asks for a cancellation; whether it was granted is told by ``standing``."""
        ...

    def listen(self, callback: str) -> None:
        """Changes of our orders are to be told at ``callback``; again does nothing."""
        ...

    def close(self) -> None: ...
