"""The portal's own template of a choice says what Django's says."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

GROUPS = [("", "---"), (_("Türkiye"), [("34", "İstanbul <b>"), (None, "Boş")]), ("1", "Bir & iki")]
WIDGETS = [
    (forms.Select(choices=GROUPS, attrs={"class": "wide", "required": True}), "34"),
    (forms.SelectMultiple(choices=GROUPS), ["34", "1"]),
    (forms.Select(choices=[(1234567, format_html("<i>{}</i>", "x"))]), 1234567),
    (forms.NullBooleanSelect(), True),
    (forms.Select(choices=[]), None),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_select_is_drawn_as_django_draws_it(widget: forms.Widget, value: Any) -> None:
    drawn, expected = (
        widget.render("place", value, {"id": "id_place"}, renderer=renderer)
        for renderer in (TemplatesSetting(), DjangoTemplates())
    )
    assert drawn.split() == expected.split()
