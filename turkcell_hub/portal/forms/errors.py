"""A service's refusal, shown where it belongs."""

from __future__ import annotations

from django import forms

from turkcell_hub.errors import HubError


def show_error(form: forms.BaseForm, error: HubError) -> None:
    """Puts the message beside its field, or above the form where the form has no such field."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(error.message), code=error.code))
