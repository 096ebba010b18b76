"""Pages by position, not by number: page 10.000 costs what page 1 costs (P12).

The address carries the key of the row at the page's edge (``after``/``before``); its values
are read again, so no phone number gets into an address.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from turkcell_hub import statements
from turkcell_hub.resources.order import Order

PAGE_SIZES = (25, 50, 100, 200)
_BELIEVED = 60.0  # seconds
_MOST = 1000
_many: dict[Hashable, float] = {}  # until when a list is known to have more rows than counted


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
    key: Hashable | None = None,
) -> Page:
    """One page of ``rows``. A position whose row is gone from ``everything`` means page one.
    ``key`` names the rows where their statement is kept."""
    total = _count(rows, limit, key)
    edge = position.before or position.after
    values = _values(everything, order, edge) if edge else None
    source = Rows(rows, key)
    if position.last or (position.before and values):
        return _backwards(source, order, position, values, size, total)
    return _forwards(source, order, position, values, size, total)


def _count(rows: QuerySet[Any], limit: int, key: Hashable | None) -> Count:
    """Of rows with a ``key`` more than ``limit`` stay that many for a minute: lists so long grow
    and do not shrink, and counting them is half of what the database does for a page."""
    if key is not None and time.monotonic() < _many.get((key, limit), 0.0):
        return Count(limit, exact=False)
    total = count(rows, limit)
    if key is not None and not total.exact:
        if len(_many) >= _MOST:
            _many.clear()
        _many[key, limit] = time.monotonic() + _BELIEVED
    return total


@dataclass(frozen=True)
class Rows:
    """What pages are cut from."""

    queryset: QuerySet[Any]
    key: Hashable | None = None

    def first(self, count: int, order: Order, behind: tuple[Any, ...] | None = None) -> list[Any]:
        """The first ``count`` in ``order``, of those behind the row whose keys are ``behind``."""
        if self.key is None or any(key.nullable for key in order.keys):
            return list(_cut(self.queryset, order, behind, count))
        given = order.given(self.queryset.model) if behind is not None else None
        way = (self.key, order, behind is not None, count)
        kept = statements.kept(way, lambda: _cut(self.queryset, order, given, count))
        values = zip(order.fields, behind, strict=True) if behind is not None else ()
        return kept.rows(**dict(values))


def _cut(rows: QuerySet[Any], order: Order, behind: Any, count: int) -> QuerySet[Any]:
    return order.sorted(rows if behind is None else rows.filter(order.after(behind)))[:count]


def _forwards(
    rows: Rows, order: Order, position: Position, values: Any, size: int, total: Count
) -> Page:
    found = rows.first(size + 1, order, values)
    shown = found[:size]
    start = position.start if values is not None else 0
    following = Position(after=shown[-1].pk, start=start + size) if len(found) > size else None
    leading = None
    if values is not None:
        before = shown[0].pk if shown else None
        leading = Position(before=before, start=max(start - size, 0)) if before else Position()
    return Page(shown, total, size, start, following, leading)


def _backwards(
    rows: Rows, order: Order, position: Position, values: Any, size: int, total: Count
) -> Page:
    back = order.reversed
    if values is None and total.exact and total.number > size and total.number % size:
        size_here = total.number % size
        return _last(rows.first(size_here + 1, back), size_here, size, total)
    found = rows.first(size + 1, back, values)
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
    if order.fields == ["pk"]:  # its place is known, also where the row is gone
        return (pk,)
    return everything.filter(pk=pk).order_by().values_list(*order.fields).first()
