"""The order of a list, always complete by the primary key, so that it never wobbles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from turkcell_hub.resources.columns import Column
from turkcell_hub.resources.declaration import Resource
from turkcell_hub.statements import Given


@dataclass(frozen=True)
class Key:
    field: str
    descending: bool
    nullable: bool

    def __str__(self) -> str:
        return f"-{self.field}" if self.descending else self.field

    @property
    def reversed(self) -> Key:
        return Key(self.field, not self.descending, self.nullable)


@dataclass(frozen=True)
class Order:
    """Sort keys whose last one is the primary key. PostgreSQL puts NULL last when ascending
    and first when descending; ``after`` follows that."""

    keys: tuple[Key, ...]

    @classmethod
    def of(cls, model: type[Model], names: tuple[str, ...]) -> Order:
        keys: list[Key] = []
        for name in (*names, "pk"):
            field = name.removeprefix("-")
            if all(key.field != field for key in keys):
                keys.append(Key(field, name.startswith("-"), _is_nullable(model, field)))
            if field in ("pk", model._meta.pk.name):
                break
        return cls(tuple(keys))

    @property
    def fields(self) -> list[str]:
        return [key.field for key in self.keys]

    @property
    def reversed(self) -> Order:
        return Order(tuple(key.reversed for key in self.keys))

    def sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by(*(str(key) for key in self.keys))

    def given(self, model: type[Model]) -> tuple[Given, ...]:
        """Stand-ins for ``after``'s values in a statement that is kept; named as the fields are."""
        return tuple(Given(key.field, _field(model, key.field)) for key in self.keys)

    def after(self, values: tuple[Any, ...]) -> Q:
        """The rows behind the one whose keys hold ``values``."""
        found = Q(pk__in=[])
        same = Q()
        for key, value in zip(self.keys, values, strict=True):
            found |= same & _behind(key, value)
            same &= Q(**{f"{key.field}__isnull": True} if value is None else {key.field: value})
        return found & self._index_hint(values[0])

    def _index_hint(self, value: Any) -> Q:
        """Redundant, but lets PostgreSQL enter the index of the first key at the right place."""
        first = self.keys[0]
        if first.nullable or value is None:
            return Q()
        return Q(**{f"{first.field}__{'lte' if first.descending else 'gte'}": value})


def for_list(resource: Resource, sort: str) -> tuple[Order, str]:
    """The order for the ``sort`` parameter (a column's name, ``-`` for descending), and the
    parameter as understood: an unknown or unsortable column means the resource's own order."""
    column = _sortable(resource, sort.removeprefix("-"))
    if column is None:
        return Order.of(resource.model, tuple(resource.ordering)), ""
    names = (column.order_by,) if isinstance(column.order_by, str) else tuple(column.order_by)
    if sort.startswith("-"):
        names = tuple(n.removeprefix("-") if n.startswith("-") else f"-{n}" for n in names)
    return Order.of(resource.model, names), sort


def _sortable(resource: Resource, name: str) -> Column | None:
    return next((c for c in resource.columns if c.name == name and c.order_by), None)


def _behind(key: Key, value: Any) -> Q:
    if value is None:
        return Q(**{f"{key.field}__isnull": False}) if key.descending else Q(pk__in=[])
    behind = Q(**{f"{key.field}__{'lt' if key.descending else 'gt'}": value})
    if key.nullable and not key.descending:
        behind |= Q(**{f"{key.field}__isnull": True})
    return behind


def _field(model: type[Model], path: str) -> Any:
    current: Any = model
    for part in path.split("__"):
        field = current._meta.pk if part == "pk" else current._meta.get_field(part)
        current = field.related_model
    return getattr(field, "target_field", field)


def _is_nullable(model: type[Model], path: str) -> bool:
    """Annotations and whatever cannot be walked count as nullable: right, if a little slower."""
    if path == "pk":
        return False
    current: Any = model
    for part in path.split("__"):
        try:
            field = current._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist):
            return True
        if getattr(field, "null", True):
            return True
        current = field.related_model
    return False
