"""A wrong value of a closed list is answered with the values that may be sent.

Serializers (``serializers.Strict``), forms that judge REST input and list filters all say it here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

CODE = "invalid_choice"
_MOST = 60  # values that a sentence names; the schema holds longer lists (time zones)


def refusal(values: Iterable[Any]) -> ErrorDetail:
    """The error that names the allowed ``values``, in their order; the empty one is no value."""
    known = [str(value) for value in values if value not in ("", None)]
    shown = ", ".join([*known[:_MOST], *(["…"] if len(known) > _MOST else [])])
    return ErrorDetail(_("Geçerli bir seçenek gönderin: %(known)s.") % {"known": shown}, CODE)


def misfit(field: serializers.ChoiceField, value: Any) -> ErrorDetail | None:
    """Why a serializer's field would not take ``value``; None when it does, or when it is for the
    field's own rule (null)."""
    if value is None or (value == "" and field.allow_blank):
        return None
    is_of_a_kind = type(value) in {type(choice) for choice in field.choices}
    return None if is_of_a_kind and value in field.choices else refusal(field.choices)


def of_form(form: forms.BaseForm) -> dict[str, list[ErrorDetail]]:
    """A form's errors for a ``ValidationError`` of REST, each with its code."""
    return {
        "non_field_errors" if name == "__all__" else name: [
            detail for error in errors.as_data() for detail in _said(form.fields.get(name), error)
        ]
        for name, errors in form.errors.items()
    }


def _said(field: forms.Field | None, error: Any) -> list[ErrorDetail]:
    is_closed = isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    if is_closed and not isinstance(field, forms.ModelChoiceField) and error.code == CODE:
        return [refusal(value for value, _label in _flat(field.choices))]  # type: ignore[union-attr]
    return [ErrorDetail(str(message), error.code or "invalid") for message in error.messages]


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label  # a named group of choices
        else:
            yield value, label
