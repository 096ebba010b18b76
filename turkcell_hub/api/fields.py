"""Serializer fields that know who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Manager, QuerySet
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from turkcell_hub.api import actors
from turkcell_hub.lib.phone import mask
from turkcell_hub.resources import Actor


def actor_of(field: serializers.Field[Any, Any, Any, Any]) -> Actor:
    """The actor of the request that the serializer works for."""
    return actors.required(field.context["request"])


class ScopedRelatedField(serializers.PrimaryKeyRelatedField):
    """A related id that exists only where the actor may see the row.

    ``ScopedRelatedField(Brand)`` or, for a narrower choice,
    ``ScopedRelatedField(lambda actor: Brand.objects.filter(is_active=True))``. An id of
    another firm answers exactly as an id that never existed.
    """

    default_error_messages = {
        "does_not_exist": _("Böyle bir kayıt yok."),
        "incorrect_type": _("Kayıt numarası (tam sayı) gönderin."),
    }

    def __init__(self, source_of: Any = None, **kwargs: Any) -> None:
        self.source_of: Callable[[Actor], QuerySet[Any]] | Any = source_of
        if source_of is not None:
            kwargs["queryset"] = _Later(source_of)
        super().__init__(**kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        actor = actor_of(self)
        source: Any = self.source_of
        rows = source.objects.all() if isinstance(source, ModelBase) else source(actor)
        return actor.visible(rows)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("incorrect_type")
        if isinstance(data, str) and not (data.isascii() and data.isdigit()):
            self.fail("incorrect_type")
        return super().to_internal_value(data)


class RelatedIds(serializers.ListField):
    """The ids of a many-to-many relation, each checked as a ``ScopedRelatedField``."""

    def __init__(self, source_of: Any, **kwargs: Any) -> None:
        super().__init__(child=ScopedRelatedField(source_of), **kwargs)

    def get_attribute(self, instance: Any) -> list[Any]:
        return list(getattr(instance, str(self.source)).all())


class _Later(Manager[Any]):
    """Stands for the queryset until there is an actor; ``model`` serves the schema."""

    def __init__(self, source_of: Any) -> None:
        super().__init__()
        self.model = source_of if isinstance(source_of, type) else None  # type: ignore[assignment]


class RowField(serializers.Field):
    """Made of the whole row. ``reader`` is asked once for a list, so what many rows say alike is
    worded once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def reader(self) -> Callable[[Any], Any]:
        raise NotImplementedError

    def to_representation(self, value: Any) -> Any:
        return self.reader()(value)


class PhoneField(serializers.CharField):
    """A number on its way out: whole with the right ``personal.view``, else masked."""

    def to_representation(self, value: Any) -> str:
        return self.reader()(value)

    def reader(self) -> Callable[[Any], str]:
        """How the asking actor sees a number; asked once for a list."""
        if actor_of(self).can("personal.view"):
            return str
        return _masked


def _masked(value: Any) -> str:
    text = str(value)
    return mask(text) if text else text
