"""A list's query parameters as the schema tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from drf_spectacular.utils import OpenApiParameter

from turkcell_hub.api.parameters import filter_names
from turkcell_hub.resources import Resource


def list_parameters(resource: Resource, sortable: Mapping[str, Any]) -> list[OpenApiParameter]:
    found = []
    if resource.filterset is not None:
        known = filter_names(resource.filterset)
        for name, declared in resource.filterset.base_filters.items():
            label = str(declared.label or name)
            for parameter in sorted(n for n in known if n == name or n.startswith(f"{name}_")):
                if parameter == name or parameter not in resource.filterset.base_filters:
                    found.append(_parameter(parameter, _type_of(declared.field), label))
    if resource.is_searchable:
        label = str(resource.search_placeholder or "Hızlı arama")
        found.append(_parameter("search", {"type": "string"}, label))
    if sortable:
        names = "|".join(sortable)
        schema = {"type": "string", "pattern": f"^-?({names})(,-?({names}))*$"}
        found.append(
            _parameter("ordering", schema, f"Sıralama: {', '.join(sortable)} (- ile tersi).")
        )
    return found


def _type_of(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.ModelChoiceField):
        return {"type": "integer"}
    if isinstance(field, forms.NullBooleanField | forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.ChoiceField) and not hasattr(field.choices, "func"):
        choices = [value for value, _label in cast(Any, field.choices) if value not in ("", None)]
        if choices and all(isinstance(value, str) for value in choices):
            return {"type": "string", "enum": choices}
    return {"type": "string"}


def _parameter(name: str, schema: dict[str, Any], description: str) -> OpenApiParameter:
    return OpenApiParameter(name=name, type=schema, description=description)
