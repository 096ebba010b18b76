"""The rows of a list's table. Written by Python, not by a template: 200 rows of ten columns are
most of a list page's time (P12). Whatever comes from data is escaped here or in ``render``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from turkcell_hub.portal import links, render
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Column, Resource

_SOME_PK = 9_007_199_254_740_993  # stands for a row's id while the address is taken apart


def html(listing: Listing, rows: Sequence[Any], new: int | None = None) -> SafeString:
    """``<tr>`` of each row: check box, cells, menu button. ``new``: the row just added."""
    url_of = _addresses(listing.resource)
    cells = [(_cell_start(c), render.writer(c, listing.actor)) for c in listing.columns]
    label_of = listing.resource.label_of
    row_start = partial(_row_start, _("Seç: %(name)s"))
    row_end = partial(_row_end, _("İşlemler: %(name)s"), str(render.icon("dots")))
    written = []
    for index, row in enumerate(rows):
        url, label = url_of(row.pk), str(label_of(row))
        written.append(row_start(row.pk, url, label, index == 0, row.pk == new))
        written += [f"{start}{write(row, url)}</td>" for start, write in cells]
        written.append(row_end(label))
    return mark_safe("".join(written))  # noqa: S308 - all parts are escaped


def _row_start(choose: str, pk: int, url: str, label: str, is_first: bool, is_new: bool) -> str:
    number = escape(str(pk))
    return (
        f'<tr data-pk="{number}" data-url="{escape(url)}" tabindex="{0 if is_first else -1}"'
        f' class="hub-row{" is-new is-selected" if is_new else ""}">'
        '<td class="hub-check"><input type="checkbox" class="form-check-input" name="ids"'
        f' value="{number}" form="selection"{" checked" if is_new else ""}'
        f' aria-label="{escape(choose % {"name": label})}"></td>'
    )


def _row_end(menu: str, dots: str, label: str) -> str:
    return (
        '<td class="hub-more"><button type="button" class="hub-icon-button" data-row-menu'
        f' aria-haspopup="menu" aria-label="{escape(menu % {"name": label})}">{dots}</button>'
        "</td></tr>"
    )


def _cell_start(column: Column) -> str:
    primary = " hub-primary" if column.primary else ""
    kind = escape(column.kind)
    return f'<td data-label="{escape(str(column.label))}" class="hub-cell-{kind}{primary}">'


def _addresses(resource: Resource) -> Callable[[int], str]:
    """A row's page; the routes are asked once for all rows."""
    before, _pk, after = links.to(resource, "detail", _SOME_PK).partition(str(_SOME_PK))
    return lambda pk: f"{before}{pk}{after}"
