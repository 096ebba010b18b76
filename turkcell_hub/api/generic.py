"""Serializers made from a Resource, for rooms that need no words of their own."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django import forms
from rest_framework import serializers

from turkcell_hub.api.fields import PhoneField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.resources import Column, Resource

_BY_KIND: dict[str, type[serializers.Field[Any, Any, Any, Any]]] = {
    "boolean": serializers.BooleanField,
    "date": serializers.DateField,
    "datetime": serializers.DateTimeField,
    "phone": PhoneField,
    "number": serializers.JSONField,
    "money": serializers.JSONField,
    "percent": serializers.JSONField,
}
_BY_FORM: list[tuple[type[forms.Field], type[serializers.Field[Any, Any, Any, Any]]]] = [
    (forms.ModelMultipleChoiceField, serializers.ListField),
    (forms.ModelChoiceField, serializers.IntegerField),
    (forms.MultipleChoiceField, serializers.ListField),
    (forms.NullBooleanField, serializers.BooleanField),
    (forms.BooleanField, serializers.BooleanField),
    (forms.DecimalField, serializers.DecimalField),
    (forms.FloatField, serializers.FloatField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.DateTimeField, serializers.DateTimeField),
    (forms.DateField, serializers.DateField),
    (forms.TimeField, serializers.TimeField),
]


def column_name(column: Column) -> str:
    """ "account.name" is the member "account_name"."""
    return column.name.replace(".", "_")


def read_fields(resource: Resource) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {
        "id": serializers.IntegerField(source="pk", read_only=True)
    }
    for column in resource.columns:
        fields[column_name(column)] = Cell(column, help_text=str(column.label), read_only=True)
    return fields


class Cell(serializers.Field):
    """One column of a Resource: its raw value in the words of its kind."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)
        self.column = column
        kind = _BY_KIND.get(column.kind, serializers.CharField)
        self.words = kind(allow_null=True)

    def to_representation(self, value: Any) -> Any:
        raw = self.column.raw(value)
        if raw is None:
            return None
        self.words.parent = self.parent
        return self.words.to_representation(raw)


@cache
def read_serializer(resource: Resource) -> type[StrictSerializer]:
    """What a GET answers: ``id`` and the columns."""
    return type(f"{type(resource).__name__}Row", (StrictSerializer,), read_fields(resource))


def write_fields(form: type[forms.Form]) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    """The form's fields as the schema shows them; the form itself judges the values."""
    return {name: _written(field) for name, field in form.base_fields.items()}


@cache
def write_serializer(form: type[forms.Form]) -> type[StrictSerializer]:
    return type(
        f"{form.__name__.removesuffix('Form')}Input", (StrictSerializer,), write_fields(form)
    )


def _written(field: forms.Field) -> serializers.Field[Any, Any, Any, Any]:
    options: dict[str, Any] = {
        "required": field.required and field.initial is None,
        "help_text": str(field.help_text or field.label or ""),
    }
    kind = next((known for made, known in _BY_FORM if isinstance(field, made)), None)
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        options["child"] = (
            serializers.IntegerField()
            if isinstance(field, forms.ModelMultipleChoiceField)
            else serializers.CharField()
        )
    elif isinstance(field, forms.DecimalField):
        options |= {"max_digits": field.max_digits, "decimal_places": field.decimal_places}
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return serializers.ChoiceField(choices=list(cast(Any, field.choices)), **options)
    elif kind is None:
        options |= {"allow_blank": not field.required}
        options |= {"max_length": getattr(field, "max_length", None)}
    if not field.required and kind is not None:
        options["allow_null"] = True
    return (kind or serializers.CharField)(**options)
