"""The declaration itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet

from turkcell_hub.resources.actions import Action
from turkcell_hub.resources.actor import Actor
from turkcell_hub.resources.columns import Column


class Resource:
    """Subclass it in a room's ``resources.py`` and ``register`` it.

    Rights are ``{rights}.view`` / ``.add`` / ``.change`` / ``.delete``; a right that is not
    declared means the operation does not exist. ``form`` validates both pages and (where
    the room's serializer is absent) REST; ``create``/``update``/``delete`` call services.
    """

    slug: ClassVar[str]  # URL segment and REST noun, plural: "subscribers"
    model: ClassVar[type[Model]]
    title: ClassVar[Any]  # plural, Turkish: "Mobil Aboneler"
    singular: ClassVar[Any]  # "Mobil Abone"
    rights: ClassVar[str]
    section: ClassVar[str] = "records"  # menu: records, operations, reports, applications, settings
    icon: ClassVar[str] = "list"
    menu_order: ClassVar[int] = 100
    columns: ClassVar[Sequence[Column]]
    filterset: ClassVar[type[django_filters.FilterSet] | None] = None
    ordering: ClassVar[Sequence[str]] = ("-pk",)
    form: ClassVar[type[forms.Form] | None] = None
    actions: ClassVar[Sequence[Action]] = ()
    can_add: ClassVar[bool] = True
    can_change: ClassVar[bool] = True
    can_delete: ClassVar[bool] = True
    can_export: ClassVar[bool] = True
    detail_template: ClassVar[str] = "portal/detail.html"
    empty_title: ClassVar[Any] = ""
    empty_text: ClassVar[Any] = ""
    search_placeholder: ClassVar[Any] = ""
    in_menu: ClassVar[bool] = True
    in_global_search: ClassVar[bool] = False
    # Some rows do not exist for some of the firm's people (Yetki Kodu, brand, somebody else's
    # work): whatever tells of such a row, as the trail does, asks ``queryset`` first.
    hides_rows: ClassVar[bool] = False
    # Above this many matches the exact count is not taken ("10.000+").
    count_limit: ClassVar[int] = 10_000

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Everything of this model that exists for the actor."""
        return actor.visible(self.model._default_manager.all())

    def same_rows_for(self, actor: Actor) -> Hashable | None:
        """What of the actor ``queryset`` hangs on besides his firm, for lists so long that the
        statement of an unfiltered page is made once (``statements``) and a count above
        ``count_limit`` is believed for a minute; None: each page makes its own."""
        return None

    def looked(self, actor: Actor, rows: Iterable[Any], *, as_file: bool = False) -> None:
        """Called before rows are shown (a page's, one, or a file's query set), for lists whose
        people may read who looked at them."""

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Quick search; Turkish-safe where the model keeps a folded ``search_key``."""
        raise NotImplementedError

    @property
    def is_searchable(self) -> bool:
        return type(self).search is not Resource.search

    def label_of(self, row: Any) -> str:
        return str(row)

    def form_kwargs(self, actor: Actor, row: Any | None) -> dict[str, Any]:
        """Extra arguments of the form, e.g. ``{"actor": actor}``."""
        return {"actor": actor}

    def initial_of(self, row: Any) -> dict[str, Any]:
        """Values that the edit form starts with."""
        return forms.model_to_dict(row)

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def update(self, actor: Actor, row: Any, data: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def delete(self, actor: Actor, row: Any) -> None:
        raise NotImplementedError

    def detail(self, actor: Actor, row: Any) -> dict[str, Any]:
        """Extra template context of the detail page."""
        return {}

    def right(self, verb: str) -> str:
        return f"{self.rights}.{verb}"
