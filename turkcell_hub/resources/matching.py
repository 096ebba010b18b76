"""The rows that a list shows: the actor's rows, quick search and filters together. Pages,
exports, actions on "everything that matches" and REST all ask here, so they cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet

from turkcell_hub.resources.actor import Actor
from turkcell_hub.resources.declaration import Resource

SEARCH = "q"


@dataclass(frozen=True)
class Matching:
    """``rows`` is empty where a filter's value cannot be read; the filterset's form says which."""

    rows: QuerySet[Any]
    filterset: django_filters.FilterSet | None
    search: str = ""

    @property
    def is_valid(self) -> bool:
        return self.filterset is None or self.filterset.is_valid()


def matching(
    resource: Resource, actor: Actor, params: Mapping[str, Any], request: Any = None
) -> Matching:
    """``params``: the query string's values (a ``QueryDict`` where a filter takes several)."""
    rows = resource.queryset(actor)
    text = str(params.get(SEARCH) or "").replace("\x00", "").strip()  # PostgreSQL has no NUL
    if text and resource.is_searchable:
        rows = resource.search(rows, text)
    if resource.filterset is None:
        return Matching(rows, None, text)
    filterset = resource.filterset(params, queryset=rows, request=request)
    rows = filterset.qs if filterset.is_valid() else rows.none()
    return Matching(rows, filterset, text)
