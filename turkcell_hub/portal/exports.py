"""Exports of a list: exactly the rows and columns that the screen shows, as Excel or CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from turkcell_hub.portal import cells
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Actor, Column, Resource
from turkcell_hub.sheets import write_csv, write_xlsx

LARGE = 10_000
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_CHUNK = 2000

# The jobs room sets it: (actor, slug, format, query string) -> the job's page. While it is
# None even a large export is written while the person waits.
start_large_export: Callable[[Actor, str, str, str], str] | None = None

_listeners: list[Callable[[Actor, Resource, str, int], None]] = []


def add_listener(listener: Callable[[Actor, Resource, str, int], None]) -> None:
    """``listener(actor, resource, query, count)`` runs after each export (the audit trail)."""
    if listener not in _listeners:
        _listeners.append(listener)


def write(listing: Listing, kind: str, target: IO[bytes]) -> int:
    """Writes the whole list as ``kind`` ("xlsx" or "csv") into ``target``; returns the count."""
    columns = _columns(listing)
    headers = [force_str(column.label) for column in columns]
    rows = _rows(listing, columns)
    if kind == "csv":
        count = write_csv(target, headers, rows)  # type: ignore[arg-type]
    else:
        count = write_xlsx(target, headers, rows, sheet_name=force_str(listing.resource.title))  # type: ignore[arg-type]
    for listener in _listeners:
        listener(listing.actor, listing.resource, listing.query(), count)
    return count


def _columns(listing: Listing) -> list[Column]:
    """Those of the screen; beside an amount that may be foreign stands its currency, because a
    cell of a sheet is a bare number."""
    columns = [column for column in listing.columns if column.export]
    told = {column.name for column in columns}
    found: list[Column] = []
    for column in columns:
        found.append(column)
        if column.currency and column.currency not in told:
            told.add(column.currency)
            found.append(Column(column.currency, _("Para birimi")))
    return found


def _rows(listing: Listing, columns: list[Column]) -> Iterator[list[Any]]:
    for row in listing.rows_in_order.iterator(chunk_size=_CHUNK):
        yield [_plain(cells.value(column, row, listing.actor)) for column in columns]


def _plain(value: Any) -> Any:
    """Moments become the wall clock of Istanbul; other objects become text."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, (bool, int, float, dt.date)):
        return value
    return value if isinstance(value, Decimal) else force_str(value)
