"""Pages by position, not by number: page 10.000 costs what page 1 costs (P12).

The address carries the key of the row at the page's edge (``after``/``before``); its values
are read again, so no phone number gets into an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from turkcell_hub.resources.order import Order

PAGE_SIZES = (25, 50, 100, 200)


@dataclass(frozen=True)
class Position:
    """Where a page starts. ``start``: how many rows lie before it, only to show."""

    after: int | None = None
    before: int | None = None
    last: bool = False
    start: int = 0


@dataclass(frozen=True)
class Count:
    """``exact`` is False where there are more than was counted ("10.000+")."""

    number: int
    exact: bool = True


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    count: Count
    size: int
    start: int
    next: Position | None
    previous: Position | None

    @property
    def end(self) -> int:
        return self.start + len(self.rows)

    @property
    def has_others(self) -> bool:
        return self.next is not None or self.previous is not None


def count(rows: QuerySet[Any], limit: int) -> Count:
    """Stops counting after ``limit`` rows."""
    found = rows.order_by().values("pk")[: limit + 1].count()
    return Count(min(found, limit), found <= limit)


def page(
    rows: QuerySet[Any],
    everything: QuerySet[Any],
    order: Order,
    position: Position,
    size: int,
    limit: int,
) -> Page:
    """One page of ``rows``. A position whose row is gone from ``everything`` means page one."""
    total = count(rows, limit)
    edge = position.before or position.after
    values = _values(everything, order, edge) if edge else None
    if position.last or (position.before and values):
        return _backwards(rows, order, position, values, size, total)
    return _forwards(rows, order, position, values, size, total)


def _forwards(
    rows: QuerySet[Any], order: Order, position: Position, values: Any, size: int, total: Count
) -> Page:
    if values is not None:
        rows = rows.filter(order.after(values))
    found = list(order.sorted(rows)[: size + 1])
    shown = found[:size]
    start = position.start if values is not None else 0
    following = Position(after=shown[-1].pk, start=start + size) if len(found) > size else None
    leading = None
    if values is not None:
        before = shown[0].pk if shown else None
        leading = Position(before=before, start=max(start - size, 0)) if before else Position()
    return Page(shown, total, size, start, following, leading)


def _backwards(
    rows: QuerySet[Any], order: Order, position: Position, values: Any, size: int, total: Count
) -> Page:
    back = order.reversed
    if values is not None:
        rows = rows.filter(back.after(values))
    elif total.exact and total.number > size and total.number % size:
        size_here = total.number % size
        return _last(list(back.sorted(rows)[: size_here + 1]), size_here, size, total)
    found = list(back.sorted(rows)[: size + 1])
    if values is None:
        return _last(found, size, size, total)
    shown = found[:size][::-1]
    more = len(found) > size
    start = position.start if more else 0
    following = Position(after=shown[-1].pk, start=start + len(shown)) if shown else None
    leading = Position(before=shown[0].pk, start=max(start - size, 0)) if more else None
    return Page(shown, total, size, start, following, leading)


def _last(found: list[Any], kept: int, size: int, total: Count) -> Page:
    shown = found[:kept][::-1]
    start = max(total.number - len(shown), 0)
    leading = None
    if len(found) > kept:
        leading = Position(before=shown[0].pk, start=max(start - size, 0))
    return Page(shown, total, size, start, None, leading)


def _values(everything: QuerySet[Any], order: Order, pk: int) -> tuple[Any, ...] | None:
    return everything.filter(pk=pk).order_by().values_list(*order.fields).first()
