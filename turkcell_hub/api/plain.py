"""A serializer's answer for the many rows of a list, without asking each field how it reads
each row: what a field does is found out once a page (P12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject
from rest_framework.settings import api_settings

from turkcell_hub.api.fields import RowField
from turkcell_hub.api.renderers import utc

Read = Callable[[Any], Any]

# Exactly these classes (no subclass) write a value by one call.
_WORDS: dict[type[Any], Read] = {serializers.CharField: str, serializers.IntegerField: int}


def rows(serializer: serializers.BaseSerializer[Any], found: Sequence[Any]) -> list[Any]:
    """What ``serializer``'s class answers for ``found`` with ``many=True``."""
    if not isinstance(serializer, serializers.Serializer) or _has_own_words(serializer):
        return [serializer.to_representation(row) for row in found]
    reads = [(str(field.field_name), _reader(field)) for field in serializer._readable_fields]
    return [_row(reads, row) for row in found]


def _row(reads: list[tuple[str, Read]], row: Any) -> dict[str, Any]:
    shown = {}
    for name, read in reads:
        try:
            shown[name] = read(row)
        except SkipField:
            continue
    return shown


def _has_own_words(serializer: serializers.Serializer[Any]) -> bool:
    return type(serializer).to_representation is not serializers.Serializer.to_representation


def _reader(field: Any) -> Read:
    if type(field) is serializers.SerializerMethodField:
        method: Read = getattr(field.parent, field.method_name)
        return method
    if isinstance(field, RowField):
        return field.reader()
    words = _words(field)
    if words is None or len(field.source_attrs) != 1:
        return lambda row: _as_drf_does(field, row)
    get = attrgetter(field.source_attrs[0])

    def read(row: Any) -> Any:
        try:
            value = get(row)
        except Exception:
            return _as_drf_does(field, row)  # it knows which of them mean a default
        if value is None:
            return None
        return _as_drf_does(field, row) if callable(value) else words(value)

    return read


def _words(field: Any) -> Read | None:
    """How the field writes a value; None where it has to be asked each time. A field of ours
    may answer ``reader()`` once a page."""
    if type(field) is serializers.DateTimeField:
        is_untouched = getattr(field, "format", api_settings.DATETIME_FORMAT) is None
        return utc if is_untouched else None
    own = getattr(field, "reader", None)
    return own() if own is not None else _WORDS.get(type(field))


def _as_drf_does(field: Any, row: Any) -> Any:
    value = field.get_attribute(row)
    is_empty = (value.pk if isinstance(value, PKOnlyObject) else value) is None
    return None if is_empty else field.to_representation(value)
