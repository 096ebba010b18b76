"""A list's address: everything that decides what it shows stands in the query string."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict

from turkcell_hub.portal.listing import paging
from turkcell_hub.portal.listing.paging import PAGE_SIZES, Page, Position
from turkcell_hub.resources import Actor, Column, Resource
from turkcell_hub.resources.matching import CHROME, POSITION, SEARCH, Matching
from turkcell_hub.resources.order import Order, for_list

MAX_PK = 2**63 - 1


@dataclass(frozen=True)
class Listing:
    """One list as one person asked for it by ``params``."""

    resource: Resource
    actor: Actor
    params: QueryDict
    request: HttpRequest | None = None

    @cached_property
    def matching(self) -> Matching:
        return Matching(self.resource, self.actor, self.params, self.request)

    @cached_property
    def _order(self) -> tuple[Order, str]:
        return for_list(self.resource, self.params.get("sort", ""))

    @property
    def order(self) -> Order:
        return self._order[0]

    @property
    def sort(self) -> str:
        return self._order[1]

    @cached_property
    def page(self) -> Page:
        return paging.page(
            self.matching.rows,
            self.resource.queryset(self.actor),
            self.order,
            self._position(),
            self.size,
            self.resource.count_limit,
            self._rows_key,
        )

    @property
    def _rows_key(self) -> Hashable | None:
        """Names the rows of a list that nothing narrows; None where they are asked for anew."""
        if self.is_narrowed:
            return None
        same = self.resource.same_rows_for(self.actor)
        return None if same is None else (type(self.resource), self.actor.firm_id, same)

    @property
    def size(self) -> int:
        size = _whole(self.params.get("per"))
        return size if size in PAGE_SIZES else PAGE_SIZES[0]

    @cached_property
    def columns(self) -> list[Column]:
        """The chosen columns in their declared order; the primary one is always there."""
        chosen = set(self.params.getlist("col"))
        known = {column.name for column in self.resource.columns}
        if not chosen & known:
            return [column for column in self.resource.columns if not column.hidden]
        return [c for c in self.resource.columns if c.name in chosen or c.primary]

    @property
    def rows_in_order(self) -> Any:
        """All matching rows in the list's order (exports)."""
        return self.order.sorted(self.matching.rows)

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter is active."""
        return any(key not in CHROME for key in self._kept)

    @cached_property
    def _kept(self) -> QueryDict:
        """The parameters that say something: no blanks, no defaults, no position."""
        params = self.params.copy()
        for key in (*POSITION, "new", "csrfmiddlewaretoken"):
            params.pop(key, None)
        if set(params.getlist("col")) | _primary(self.resource) == _default(self.resource):
            params.pop("col", None)
        if params.get("per") == str(PAGE_SIZES[0]):
            del params["per"]
        for key in [key for key in params if not any(map(_says, params.getlist(key)))]:
            del params[key]
        return params

    def query(self, **changes: Any) -> str:
        """The query string with ``changes`` (None removes) and without the position."""
        params = self._kept.copy()
        for key, value in changes.items():
            params.pop(key, None)
            if value is not None:
                params[key] = str(value)
        return params.urlencode()

    @property
    def own_query(self) -> str:
        """The tidy query string of this very page; "view=" where nothing is left of it."""
        return self.query_at(self._position()) or "view="

    def query_at(self, position: Position) -> str:
        return self.query(
            after=position.after,
            before=position.before,
            last=1 if position.last else None,
            start=position.start or None,
        )

    def _position(self) -> Position:
        return Position(
            after=_whole(self.params.get("after")),
            before=_whole(self.params.get("before")),
            last=bool(self.params.get("last")),
            start=_whole(self.params.get("start")) or 0,
        )

    @property
    def search_name(self) -> str:
        return SEARCH


def _whole(raw: str | None) -> int | None:
    if raw is None or not raw.isascii() or not raw.isdigit() or len(raw) > 19:
        return None
    return min(int(raw), MAX_PK)


def _says(value: str) -> bool:
    """ "unknown" is how a three-way select writes "no matter"."""
    return value not in ("", "unknown")


def _primary(resource: Resource) -> set[str]:
    return {column.name for column in resource.columns if column.primary}


def _default(resource: Resource) -> set[str]:
    return {column.name for column in resource.columns if not column.hidden}
