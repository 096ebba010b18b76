"""Keyset conditions: "the rows after this one" without counting the rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Expression, F, Field, Func, Model, OrderBy, Q, Value
from django.db.models.lookups import GreaterThan, LessThan


@dataclass(frozen=True)
class Key:
    """One ordering field: ``path`` as in ``order_by``, without its sign."""

    path: str
    descending: bool
    field: Field[Any, Any]
    nullable: bool

    @property
    def value_field(self) -> Field[Any, Any]:
        """The field that says how a value of the key is written in SQL."""
        return getattr(self.field, "target_field", self.field)

    def order_by(self, *, backwards: bool) -> OrderBy:
        """NULL counts as the largest value both ways, as PostgreSQL's indexes hold it."""
        return OrderBy(F(self.path), descending=self.descending is not backwards)


def keys_of(model: type[Model], ordering: Sequence[str]) -> list[Key]:
    """The ordering's keys, made unique by the primary key at the end."""
    return _keys_of(model, tuple(ordering))


@lru_cache(maxsize=512)
def _keys_of(model: type[Model], ordering: tuple[str, ...]) -> list[Key]:
    keys = [_key(model, name) for name in ordering]
    pk = model._meta.pk
    if not any(key.field == pk and "__" not in key.path for key in keys):
        descending = keys[-1].descending if keys else False
        keys.append(Key(str(pk.attname), descending, pk, nullable=False))
    return keys


def _key(model: type[Model], name: str) -> Key:
    path = name.lstrip("-+")
    nullable = False
    field: Any = None
    current: Any = model
    for part in path.split("__"):
        field = current._meta.pk if part == "pk" else current._meta.get_field(part)
        if field.one_to_many or field.many_to_many:
            raise FieldDoesNotExist(f"{path} cannot be ordered by: it has many values")
        nullable = nullable or field.null
        current = field.related_model
    return Key(path, name.startswith("-"), field, nullable)


class _Row(Func):
    """``ROW(a, b)``: PostgreSQL walks an index on (a, b) by one comparison of rows."""

    function = "ROW"
    output_field = BooleanField()

    def get_group_by_cols(self) -> list[Any]:
        return []


def after(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Any:
    """The condition for rows that come after the row with ``values`` in this direction."""
    downwards = [key.descending is not backwards for key in keys]
    if len(set(downwards)) == 1 and not any(key.nullable for key in keys):
        lookup = LessThan if downwards[0] else GreaterThan
        return lookup(_columns(keys), _values(keys, values))
    return _one_by_one(keys, values, downwards)


def _columns(keys: Sequence[Key]) -> Expression:
    return _Row(*[F(key.path) for key in keys])


def _values(keys: Sequence[Key], values: Sequence[Any]) -> Expression:
    return _Row(
        *[
            value if isinstance(value, Expression) else Value(value, output_field=key.value_field)
            for key, value in zip(keys, values, strict=True)
        ]
    )


def _one_by_one(keys: Sequence[Key], values: Sequence[Any], downwards: Sequence[bool]) -> Q:
    """For mixed directions and NULLs: past the first key, or equal there and past the next."""
    condition = Q(pk__in=[])
    equal = Q()
    bound = _bound(keys[0], values[0], downwards[0])
    for key, value, down in zip(keys, values, downwards, strict=True):
        condition |= equal & _past(key, value, down)
        equal &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    return bound & condition


def _bound(key: Key, value: Any, down: bool) -> Q:
    """Implied by the rest, but lets PostgreSQL start its index walk at the right place."""
    if value is None or (key.nullable and not down):
        return Q()
    return Q(**{f"{key.path}__{'lte' if down else 'gte'}": value})


def _past(key: Key, value: Any, down: bool) -> Q:
    if value is None:
        return Q(**{f"{key.path}__isnull": False}) if down else Q(pk__in=[])
    if down:
        return Q(**{f"{key.path}__lt": value})
    past = Q(**{f"{key.path}__gt": value})
    return past | Q(**{f"{key.path}__isnull": True}) if key.nullable else past
