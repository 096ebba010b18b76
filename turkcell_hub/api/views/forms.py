"""Where a room wrote no serializer, its form judges REST input too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from rest_framework.exceptions import ValidationError

from turkcell_hub.api import choices
from turkcell_hub.api.generic import write_serializer


def cleaned(
    form_class: type[forms.Form], given: Any, initial: Mapping[str, Any], **form_kwargs: Any
) -> dict[str, Any]:
    """The form's cleaned data. ``initial`` fills what ``given`` leaves out (PATCH).

    Raises ``ValidationError`` for unknown fields, wrong JSON types and what the form says.
    """
    shape = write_serializer(form_class)(data=given, partial=bool(initial))
    shape.is_valid(raise_exception=True)
    form = form_class(data={**initial, **given}, **form_kwargs)
    if form.is_valid():
        return dict(form.cleaned_data)
    raise ValidationError(choices.of_form(form))
