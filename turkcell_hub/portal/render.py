"""Cells, headers and badges as HTML; everything that comes from data is escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from turkcell_hub.portal import cells
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Actor, Column, Resource

END_ALIGNED = frozenset({"number", "money", "amount", "percent"})
# Equal values of these look alike (a subclass may carry more, as a state its colour).
_PLAIN = frozenset({str, int, dt.date, dt.datetime, type(None)})
LEVELS = frozenset({"success", "warning", "danger", "info", "secondary", "primary"})


@dataclass(frozen=True)
class Header:
    column: Column
    sort_query: str
    direction: str  # "", "ascending" or "descending"

    @property
    def is_end(self) -> bool:
        return self.column.kind in END_ALIGNED


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
    return mark_safe(_badge(conditional_escape(text), level))  # noqa: S308 - the text is escaped


def _badge(text: str, level: str) -> str:
    safe_level = level if level in LEVELS else "secondary"
    return f'<span class="state state-{safe_level}">{text}</span>'


def cell(column: Column, row: Any, actor: Actor, url: str = "") -> SafeString:
    """``url``: where a primary cell leads."""
    return mark_safe(writer(column, actor)(row, url))  # noqa: S308 - the writer has escaped it


def writer(column: Column, actor: Actor) -> Callable[[Any, str], str]:
    """``cell`` for the many rows of one column: ``(row, url)`` to escaped HTML. Where a cell
    depends on its value alone, equal values are written once."""
    raw_of, words, show = column.reader(), cells.writer(column, actor), _show(column)
    is_same_everywhere = column.href is None and not column.primary
    known: dict[Any, str] = {}

    def remembered(row: Any, url: str) -> str:
        raw = raw_of(row)
        if type(raw) not in _PLAIN:
            return dressed(row, raw, url)
        html = known.get(raw)
        if html is None:
            html = known[raw] = dressed(row, raw, url)
        return html

    def written(row: Any, url: str) -> str:
        return dressed(row, raw_of(row), url)

    def dressed(row: Any, raw: Any, url: str) -> str:
        text = words(row, raw)
        if text != cells.NOTHING:
            return show(row, raw, url, text if hasattr(text, "__html__") else escape(text))
        if column.primary and url:
            return _link(url, text)
        return f'<span class="text-secondary">{text}</span>'

    return remembered if is_same_everywhere else written


def _show(column: Column) -> Callable[[Any, Any, str, str], str]:
    """How the column's kind dresses an escaped text."""
    if column.kind == "state" or column.badge is not None:
        colour = column.badge
        return lambda _row, raw, _url, text: _badge(text, colour(raw) if colour else "")
    if column.kind == "boolean":
        return lambda _row, raw, _url, text: _flag(bool(raw), text)
    href = column.href
    if href is not None:
        return lambda row, _raw, _url, text: _link(href(row), text)
    return lambda _row, _raw, url, text: _link(url if column.primary else "", text)


def _link(url: str | None, text: str) -> str:
    return f'<a href="{escape(str(url))}">{text}</a>' if url else text


def _flag(is_so: bool, text: str) -> str:
    shown = icon("check", "text-success") if is_so else icon("x", "text-secondary")
    return f'{shown} <span class="visually-hidden">{text}</span>'


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


def details(resource: Resource, row: Any, actor: Actor) -> list[tuple[Column, SafeString]]:
    """All columns of one record for the detail page."""
    return [(column, cell(column, row, actor)) for column in resource.columns]
