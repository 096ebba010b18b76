"""Columns of a list: what a cell shows, how it sorts, what an export writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from turkcell_hub.sentences import shown


@dataclass(frozen=True)
class Column:
    """One column.

    ``name`` is an attribute path of the row (``account.name``) unless ``value`` computes
    it, or ``per_page``, which makes a ``value`` for the rows of one page (what many of them say
    alike is worded once). ``kind`` picks the rendering and the export format: text, number, money,
    amount (a text with its unit, aligned as numbers are), datetime, date, boolean, phone and
    email (masked without the right ``personal.view``), state (badge), percent, link. Money is lira
    unless ``currency`` names the row's attribute that says which.
    ``order_by`` names database fields ("" : not sortable); ``badge`` maps
    a raw state to a colour (success, warning, danger, info, secondary).
    """

    name: str
    label: Any
    kind: str = "text"
    value: Callable[[Any], Any] | None = None
    per_page: Callable[[], Callable[[Any], Any]] | None = None
    order_by: str | tuple[str, ...] = ""
    badge: Callable[[Any], str] | None = None
    currency: str = ""
    href: Callable[[Any], str | None] | None = None
    said: bool = False  # a sentence of ours, kept in Turkish: shown in the reader's language
    primary: bool = False  # links to the detail page; stays visible at 360 px
    hidden: bool = False  # off until the person turns it on
    export: bool = True

    def raw(self, row: Any) -> Any:
        """The cell's value; follows the attribute path, calls what is callable."""
        return self.reader()(row)

    def reader(self) -> Callable[[Any], Any]:
        """``raw`` for the rows of one page."""
        if self.per_page is not None:
            return self.per_page()
        read = self.value or self._follow
        return (lambda row: shown(read(row) or "")) if self.said else read

    def _follow(self, row: Any) -> Any:
        current = row
        for part in self.name.split("."):
            current = getattr(current, part, None)
            if current is None:
                return None
        return current() if callable(current) else current
