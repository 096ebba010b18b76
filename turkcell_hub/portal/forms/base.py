"""The rooms' form base."""

from __future__ import annotations

from typing import Any

from django import forms

from turkcell_hub.portal.forms.lookups import LookupMixin
from turkcell_hub.portal.forms.widgets import DateInput, DateTimeInput, NumberInput
from turkcell_hub.resources import Actor


class _TurkishMixin:
    fields: dict[str, forms.Field]
    actor: Actor | None

    def _prepare(self, actor: Actor | None) -> None:
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, LookupMixin) and actor is not None:
                field.bind_actor(actor)
            _localize(field)


class HubForm(_TurkishMixin, forms.Form):
    """Takes ``actor``; its lookups offer only what exists for him; dates and numbers are read
    and shown in Turkish spelling."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(actor)


class HubModelForm(_TurkishMixin, forms.ModelForm):
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
