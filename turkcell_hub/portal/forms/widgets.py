"""Inputs that speak Turkish: ``22.11.2026`` and ``1.234,56`` whatever the browser's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal import cells


class DateInput(forms.DateInput):
    """Typed as ``gg.aa.yyyy`` or picked from the browser's calendar (hub.js adds the button)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {
            "placeholder": _("gg.aa.yyyy"),
            "inputmode": "numeric",
            "autocomplete": "off",
            "data-date": "date",
        }
        super().__init__(attrs={**shown, **(attrs or {})})
        self.is_localized = True


class DateTimeInput(forms.DateTimeInput):
    """Typed as ``gg.aa.yyyy ss:dd``."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {
            "placeholder": _("gg.aa.yyyy ss:dd"),
            "autocomplete": "off",
            "data-date": "datetime-local",
        }
        super().__init__(attrs={**shown, **(attrs or {})})
        self.is_localized = True


class NumberInput(forms.TextInput):
    """A number with the Turkish comma and dots; phones show the number keys."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {"inputmode": "decimal", "autocomplete": "off", "data-number": ""}
        super().__init__(attrs={**shown, **(attrs or {})})
        self.is_localized = True

    def format_value(self, value: Any) -> Any:
        """What was typed stays as it was; a number from the record is grouped."""
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return cells.grouped(value) if is_number else super().format_value(value)


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {"placeholder": "05xx xxx xx xx", "autocomplete": "tel"}
        super().__init__(attrs={**shown, **(attrs or {})})
