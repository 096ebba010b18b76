"""Serializers that take nothing they do not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from turkcell_hub.api import choices

_TEXT = (
    serializers.CharField,
    serializers.DateTimeField,
    serializers.DateField,
    serializers.TimeField,
    serializers.DecimalField,
    serializers.UUIDField,
)


class Strict(serializers.Serializer):
    """Refuses unknown and read-only fields by name, and values of a wrong JSON type.

    DRF would read "5" as 5 and 5 as "5"; an integrator's slip would then pass unseen.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Raises ``ValidationError`` with every wrong field at once."""
        errors = self._wrong(data) if isinstance(data, Mapping) else {}
        if errors:
            raise ValidationError(errors)
        return super().to_internal_value(data)

    def _wrong(self, data: Mapping[str, Any]) -> dict[str, Any]:
        writable = {name: field for name, field in self.fields.items() if not field.read_only}
        errors: dict[str, Any] = {}
        for name in data:
            if name in writable:
                is_text = isinstance(data, QueryDict)  # of a form with a file: no JSON types
                found = _strange if is_text else _misfits
                wrong = found(writable[name], data[name])
                if wrong:
                    errors[str(name)] = wrong
                continue
            if name in self.fields:
                text, code = _("Bu alan yazılamaz."), "read_only_field"
            else:
                text = _unknown(writable)
                code = "unknown_field"
            errors[str(name)] = [ErrorDetail(text, code)]
        return errors


def _unknown(writable: Mapping[str, Any]) -> str:
    if not writable:
        return _("Bu adres gövdede alan almaz.")
    return _("Bilinmeyen alan. Bilinen alanlar: %(known)s.") % {"known": ", ".join(writable)}


class StrictSerializer(Strict):
    """Base of serializers that are written field by field."""


class StrictModelSerializer(Strict, serializers.ModelSerializer):
    """Base of serializers of one model. It reads; writing is the Resource's services."""


def _misfits(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """Errors of a value, or of each item of a list; empty when all fit."""
    child = getattr(field, "child", None) or getattr(field, "child_relation", None)
    if child is not None and isinstance(value, list):
        found = {str(index): _misfits(child, item) for index, item in enumerate(value)}
        return {index: wrong for index, wrong in found.items() if wrong}
    text = _mistyped(field, value)
    return [ErrorDetail(text, "incorrect_type")] if text else _strange(field, value)


def _strange(field: serializers.Field[Any, Any, Any, Any], value: Any) -> list[ErrorDetail]:
    """The error of a value that its closed list does not hold."""
    if not isinstance(field, serializers.ChoiceField):
        return []
    refusal = choices.misfit(field, value)
    return [refusal] if refusal else []


def _mistyped(field: serializers.Field[Any, Any, Any, Any], value: Any) -> str | None:
    """What is wrong with the JSON type, in Turkish; None when it fits."""
    if value is None:
        return None
    if isinstance(field, serializers.BooleanField):
        return None if isinstance(value, bool) else _("true veya false gönderin.")
    if isinstance(field, serializers.IntegerField | serializers.PrimaryKeyRelatedField):
        fits = isinstance(value, int) and not isinstance(value, bool)
        return None if fits else _("Tam sayı gönderin (tırnaksız).")
    if isinstance(field, serializers.FloatField):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return None if fits else _("Sayı gönderin (tırnaksız).")
    if isinstance(field, _TEXT):
        return None if isinstance(value, str) else _("Metin gönderin (tırnak içinde).")
    return None
