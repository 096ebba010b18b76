"""Choosing a record out of a long list, by search on the server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from turkcell_hub import resources
from turkcell_hub.resources import Actor, Resource

FIRST_CHOICES = 50


def find(resource: Resource, actor: Actor, text: str, limit: int = 20) -> list[tuple[int, str]]:
    """(pk, label) of the records that match ``text`` and exist for the actor."""
    rows = resource.queryset(actor)
    if text and resource.is_searchable:
        rows = resource.search(rows, text)
    return [(row.pk, resource.label_of(row)) for row in rows.order_by(*resource.ordering)[:limit]]


class LookupMixin:
    """What both lookup fields share; ``bind_actor`` must run before the field is used."""

    queryset: Any
    widget: Any
    resource_slug: str

    def bind_actor(self, actor: Actor) -> None:
        resource = resources.get(self.resource_slug)
        self.queryset = resource.queryset(actor)
        self.widget.choices = ()
        self.widget.bind(resource, actor, self.queryset)

    def label_from_instance(self, row: Any) -> str:
        return resources.get(self.resource_slug).label_of(row)


class LookupField(LookupMixin, forms.ModelChoiceField):
    """One record of a resource. Cleans to the model instance; a foreign id is refused like an
    unknown one. Without JavaScript it is a plain select of the first records."""

    default_error_messages = {"invalid_choice": _("Listeden bir kayıt seçin.")}

    def __init__(self, resource_slug: str, **kwargs: Any) -> None:
        self.resource_slug = resource_slug
        super().__init__(queryset=None, widget=LookupSelect(), **kwargs)


class LookupMultipleField(LookupMixin, forms.ModelMultipleChoiceField):
    """Several records of a resource. Cleans to a queryset."""

    def __init__(self, resource_slug: str, **kwargs: Any) -> None:
        self.resource_slug = resource_slug
        super().__init__(queryset=None, widget=LookupSelectMultiple(), **kwargs)


class _BoundToResource:
    resource: Resource | None = None
    actor: Actor | None = None
    rows: Any = None
    attrs: dict[str, Any]
    allow_multiple_selected: bool

    def bind(self, resource: Resource, actor: Actor, rows: QuerySet[Any]) -> None:
        self.resource, self.actor, self.rows = resource, actor, rows
        try:
            self.attrs["data-lookup"] = reverse("portal-lookup", args=[resource.slug])
        except NoReverseMatch:
            self.attrs.pop("data-lookup", None)

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """The chosen records first, then the first ones of the list."""
        if self.resource is None or self.actor is None:
            return []
        chosen = [int(v) for v in map(str, value) if v.isascii() and v.isdigit() and len(v) < 19]
        picked = [(r.pk, self.resource.label_of(r)) for r in self.rows.filter(pk__in=chosen)]
        others = find(self.resource, self.actor, "", FIRST_CHOICES)
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
