"""Cells, headers and badges as HTML; everything that comes from data is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from turkcell_hub.portal import cells, links
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Actor, Column, Resource

END_ALIGNED = frozenset({"number", "money", "percent"})
LEVELS = frozenset({"success", "warning", "danger", "info", "secondary", "primary"})


@dataclass(frozen=True)
class Header:
    column: Column
    sort_query: str
    direction: str  # "", "ascending" or "descending"

    @property
    def is_end(self) -> bool:
        return self.column.kind in END_ALIGNED


@dataclass(frozen=True)
class RowView:
    pk: int
    label: str
    url: str
    cells: list[tuple[Column, SafeString]]
    is_new: bool = False


def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
        ' aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        _sprite(),
        name,
    )


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("vendor/tabler-icons/sprite.svg")


def badge(text: Any, level: str = "secondary") -> SafeString:
    """``level``: success, warning, danger, info, primary or secondary."""
    safe_level = level if level in LEVELS else "secondary"
    return format_html('<span class="state state-{}">{}</span>', safe_level, text)


def cell(column: Column, row: Any, actor: Actor, url: str = "") -> SafeString:
    """``url``: where a primary cell leads."""
    text = cells.text(column, row, actor)
    if text == cells.NOTHING:
        shown = format_html('<span class="text-secondary">{}</span>', text)
        return format_html('<a href="{}">{}</a>', url, text) if column.primary and url else shown
    if column.kind == "state" or column.badge is not None:
        level = column.badge(column.raw(row)) if column.badge else "secondary"
        return badge(text, level)
    if column.kind == "boolean":
        name, style = ("check", "text-success") if column.raw(row) else ("x", "text-secondary")
        return format_html('{} <span class="visually-hidden">{}</span>', icon(name, style), text)
    href = column.href(row) if column.href else (url if column.primary else "")
    if href:
        return format_html('<a href="{}">{}</a>', href, text)
    return format_html("{}", text)


def headers(listing: Listing) -> list[Header]:
    return list(_headers(listing))


def _headers(listing: Listing) -> Iterator[Header]:
    for column in listing.columns:
        direction, query = "", ""
        if column.order_by:
            if listing.sort.removeprefix("-") == column.name:
                direction = "descending" if listing.sort.startswith("-") else "ascending"
            upside_down = f"-{column.name}" if direction == "ascending" else column.name
            query = listing.query(sort=upside_down)
        yield Header(column, query, direction)


def rows(listing: Listing, found: list[Any], new: int | None = None) -> list[RowView]:
    return [_row(listing, row, new) for row in found]


def _row(listing: Listing, row: Any, new: int | None) -> RowView:
    resource = listing.resource
    url = links.to(resource, "detail", row.pk)
    shown = [(column, cell(column, row, listing.actor, url)) for column in listing.columns]
    return RowView(row.pk, resource.label_of(row), url, shown, row.pk == new)


def details(resource: Resource, row: Any, actor: Actor) -> list[tuple[Column, SafeString]]:
    """All columns of one record for the detail page."""
    return [(column, cell(column, row, actor)) for column in resource.columns]
