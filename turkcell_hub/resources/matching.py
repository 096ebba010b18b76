"""The rows that a list shows: the actor's rows, quick search and filters together. Pages,
exports, actions on "everything that matches" and REST all ask here, so they cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.resources.actor import Actor
from turkcell_hub.resources.declaration import Resource

SEARCH = "q"
POSITION = ("after", "before", "last", "start")
CHROME = ("sort", "col", "per", "view", "new", "csrfmiddlewaretoken")
_NO_FILTERS = frozenset({SEARCH, *POSITION, *CHROME})


@dataclass(frozen=True)
class Matching:
    """``params``: the query string's values (a ``QueryDict`` where a filter takes several)."""

    resource: Resource
    actor: Actor
    params: Mapping[str, Any]
    request: Any = None

    @cached_property
    def search(self) -> str:
        return str(self.params.get(SEARCH) or "").replace("\x00", "").strip()  # no NUL in text

    @cached_property
    def _found(self) -> QuerySet[Any]:
        rows = self.resource.queryset(self.actor)
        if self.search and self.resource.is_searchable:
            rows = self.resource.search(rows, self.search)
        return rows

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        """With its form read."""
        if self.resource.filterset is None:
            return None
        made = self.resource.filterset(self.params, queryset=self._found, request=self.request)
        for field in made.form.fields.values():
            if isinstance(field.widget, forms.NullBooleanSelect):
                # Django's word for "not asked" is "Unknown", which no row is.
                first, *others = field.widget.choices
                field.widget.choices = [(first[0], _("Hepsi")), *others]
        made.is_valid()
        return made

    @cached_property
    def is_filtered(self) -> bool:
        """Whether a filter may have a say; without one, making them all would change no row."""
        return not _NO_FILTERS.issuperset(self.params) or _insists(self.resource.filterset)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Empty where a filter's value cannot be read; the filterset's form says which."""
        if not self.is_filtered or self.filterset is None:
            return self._found
        return self.filterset.qs if self.filterset.is_valid() else self._found.none()

    @property
    def is_valid(self) -> bool:
        return not self.is_filtered or self.filterset is None or self.filterset.is_valid()


@cache
def _insists(filterset: type[django_filters.FilterSet] | None) -> bool:
    """Whether one of the filters must be told."""
    filters = filterset.base_filters.values() if filterset is not None else ()
    return any(declared.extra.get("required") for declared in filters)
