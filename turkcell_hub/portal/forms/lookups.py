"""Choosing a record out of a long list, by search on the server."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from turkcell_hub import resources
from turkcell_hub.resources import Actor, Resource
from turkcell_hub.resources.matching import Matching

FIRST_CHOICES = 50


def find(
    resource: Resource,
    actor: Actor,
    text: str,
    limit: int = 20,
    narrowed: Mapping[str, str] | None = None,
) -> list[tuple[int, str]]:
    """(pk, label) of the records that match ``text`` (and, by the list's own filters, ``narrowed``)
    and exist for the actor."""
    rows = narrowed_rows(resource, actor, narrowed or {})
    if text and resource.is_searchable:
        rows = resource.search(rows, text)
    return [(row.pk, resource.label_of(row)) for row in rows.order_by(*resource.ordering)[:limit]]


def narrowed_rows(resource: Resource, actor: Actor, narrowed: Mapping[str, str]) -> QuerySet[Any]:
    """The actor's rows that the list's filters let through; none for a filter that is not read."""
    if not narrowed:
        return resource.queryset(actor)
    matching = Matching(resource, actor, dict(narrowed), SimpleNamespace(actor=actor))
    return matching.rows


class LookupMixin:
    """What both lookup fields share; ``bind_actor`` must run before the field is used."""

    queryset: Any
    widget: Any
    resource_slug: str
    narrowed: Mapping[str, str]

    def bind_actor(self, actor: Actor) -> None:
        resource = resources.get(self.resource_slug)
        self.queryset = narrowed_rows(resource, actor, self.narrowed)
        self.widget.choices = ()
        self.widget.bind(resource, actor, self.queryset, self.narrowed)

    def label_from_instance(self, row: Any) -> str:
        return resources.get(self.resource_slug).label_of(row)


class LookupField(LookupMixin, forms.ModelChoiceField):
    """One record of a resource. Cleans to the model instance; a foreign id is refused like an
    unknown one. Without JavaScript it is a plain select of the first records."""

    default_error_messages = {"invalid_choice": _("Listeden bir kayıt seçin.")}

    def __init__(
        self, resource_slug: str, *, narrowed: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.resource_slug, self.narrowed = resource_slug, narrowed or {}
        super().__init__(queryset=None, widget=LookupSelect(), **kwargs)


class LookupMultipleField(LookupMixin, forms.ModelMultipleChoiceField):
    """Several records of a resource. Cleans to a queryset. ``narrowed``: values of the list's own
    filters; others are neither offered nor taken."""

    def __init__(
        self, resource_slug: str, *, narrowed: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.resource_slug, self.narrowed = resource_slug, narrowed or {}
        super().__init__(queryset=None, widget=LookupSelectMultiple(), **kwargs)


class _BoundToResource:
    resource: Resource | None = None
    actor: Actor | None = None
    rows: Any = None
    narrowed: Mapping[str, str] = {}
    attrs: dict[str, Any]
    allow_multiple_selected: bool

    def bind(
        self,
        resource: Resource,
        actor: Actor,
        rows: QuerySet[Any],
        narrowed: Mapping[str, str] | None = None,
    ) -> None:
        self.resource, self.actor, self.rows = resource, actor, rows
        self.narrowed = narrowed or {}
        try:
            address = reverse("portal-lookup", args=[resource.slug])
            query = f"?{urlencode(self.narrowed)}&" if self.narrowed else "?"
            self.attrs["data-lookup"] = address + query
        except NoReverseMatch:
            self.attrs.pop("data-lookup", None)

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """The chosen records first, then the first ones of the list."""
        if self.resource is None or self.actor is None:
            return []
        chosen = [int(v) for v in map(str, value) if v.isascii() and v.isdigit() and len(v) < 19]
        held = self.rows.filter(pk__in=chosen) if chosen else ()
        picked = [(row.pk, self.resource.label_of(row)) for row in held]
        others = find(self.resource, self.actor, "", FIRST_CHOICES, self.narrowed)
        offered: list[tuple[Any, str]] = picked + [
            pair for pair in others if pair[0] not in set(chosen)
        ]
        if not self.allow_multiple_selected:
            offered.insert(0, ("", str(_("Seçin…"))))
        marked = {str(pk) for pk, _label in picked} or ({""} if not picked else set())
        make: Any = self.create_option  # type: ignore[attr-defined]
        return [
            (None, [make(name, pk, label, str(pk) in marked, i, attrs=attrs)], i)
            for i, (pk, label) in enumerate(offered)
        ]


class LookupSelect(_BoundToResource, forms.Select):
    """hub.js turns it into a search box that asks ``/lookup/<slug>/?q=``."""


class LookupSelectMultiple(_BoundToResource, forms.SelectMultiple):
    """The same, with the chosen records as removable chips."""
