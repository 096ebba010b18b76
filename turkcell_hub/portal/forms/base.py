"""The rooms' form base."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms.lookups import LookupMixin
from turkcell_hub.portal.forms.widgets import DateInput, DateTimeInput, NumberInput
from turkcell_hub.resources import Actor

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class _LocalMixin:
    fields: dict[str, forms.Field]
    actor: Actor | None

    def _prepare(self, actor: Actor | None) -> None:
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, LookupMixin) and actor is not None:
                field.bind_actor(actor)
            _localize(field)


class HubForm(_LocalMixin, forms.Form):
    """Takes ``actor``; its lookups offer only what exists for him; dates and numbers are read
    and shown as the reader's language spells them."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(actor)


class HubModelForm(_LocalMixin, forms.ModelForm):
    """The same for a model's form. It only validates: services write."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(actor)


def _localize(field: forms.Field) -> None:
    replacement: forms.Widget | None = None
    if type(field.widget) is forms.DateInput:
        replacement = DateInput(field.widget.attrs)
    elif type(field.widget) is forms.DateTimeInput:
        replacement = DateTimeInput(field.widget.attrs)
    elif type(field.widget) is forms.NumberInput:
        kept = {k: v for k, v in field.widget.attrs.items() if k not in ("min", "max", "step")}
        replacement = NumberInput(kept)
    if replacement is None:
        return
    replacement.is_required = field.required
    field.localize = True
    field.widget = replacement
    if isinstance(replacement, NumberInput):
        _read_strictly(field)


def _read_strictly(field: forms.Field) -> None:
    """Django drops every comma of an English number: ``0,50`` typed by Turkish habit would be
    read as 50. A comma counts only where it parts thousands."""
    read = field.to_python

    def to_python(value: Any) -> Any:
        typed = str(value).strip()
        parts_thousands = get_format("THOUSAND_SEPARATOR") == ","
        if parts_thousands and "," in typed and not _GROUPED.fullmatch(typed):
            raise forms.ValidationError(_("Sayıyı 1234,56 gibi yazın."), code="invalid")
        return read(value)

    field.to_python = to_python  # type: ignore[method-assign]
