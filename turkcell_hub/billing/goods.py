"""What can be ordered, given by the rooms that deliver it: billing takes the money for all of
them by one set of rules and knows none of them.

A room registers one ``Goods`` from its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turkcell_hub.billing.models import Order
    from turkcell_hub.tenancy.actor import Actor

#: Prepaid SMS credit, billing's own goods.
CREDIT = "KREDI"


@dataclass(frozen=True)
class Goods:
    """``name(size)``: "5.000 SMS". ``right``: who may order.

    ``deliver(actor, order)`` runs in the transaction that closes the locked order as paid and
    answers what a person has to look at, "" where nothing is left to do. ``ended(order)`` runs
    in the one that closes it unpaid. ``said(order)``: what a paid order's page says, with the
    address to go on to. ``always_free``: sizes that never cost anything; ``free_at_start``:
    sizes that are free until a price of them begins.
    """

    code: str
    label: Any
    sizes: tuple[int, ...]
    name: Callable[[int], str]
    right: str
    deliver: Callable[[Actor, Order], str]
    ended: Callable[[Order], None]
    said: Callable[[Order], tuple[str, str]]
    may_be_free: bool = False
    always_free: frozenset[int] = field(default=frozenset())
    free_at_start: frozenset[int] = field(default=frozenset())


_goods: dict[str, Goods] = {}


def register(goods: Goods) -> None:
    """Raises ``ValueError`` when other goods have the code."""
    if _goods.setdefault(goods.code, goods) is not goods:
        raise ValueError(f"goods {goods.code} are registered twice")


def get(code: str) -> Goods:
    """Raises ``KeyError`` for goods that no room has registered."""
    return _goods[code]


def every() -> list[Goods]:
    return [_goods[code] for code in sorted(_goods)]


def label_of(code: str) -> str:
    return str(_goods[code].label) if code in _goods else code
