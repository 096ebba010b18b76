"""Inputs are written by hand as Django's own templates draw them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from turkcell_hub.portal.forms.drawing import Renderer
from turkcell_hub.portal.forms.widgets import DateInput, NumberInput, PhoneInput

BAD = "\"'><script>&amp;"
CHOICES = [
    ("", "---------"),
    (1, 12345),
    ("x" + BAD, BAD),
    ("safe", mark_safe("<b>&amp;</b>")),
    ("lazy", _("Ana Sayfa")),
    (BAD, [(True, "Evet"), (Decimal("1.50"), Decimal("1234.5"))]),
]
ATTRS: dict[str, Any] = {
    "id": "id_x", "class": f"c {BAD}", "required": True, "hidden": False, "maxlength": 1234,
    "placeholder": _("gg.aa.yyyy"), "data-x": mark_safe("&lt;"), "data-no": None,
}  # fmt: skip
VALUES = [None, "", 0, BAD, 1234567, Decimal("1234.5"), mark_safe("<i>"), True,
          dt.date(2026, 3, 2), "safe"]  # fmt: skip
CASES = [*((value, ATTRS, "tr") for value in VALUES), (1234567, {}, "en"), ("x", None, "tr")]
CHOSEN = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
KINDS = [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.DateInput,
         forms.DateTimeInput, forms.TimeInput, forms.HiddenInput, forms.FileInput, forms.Textarea,
         forms.CheckboxInput, forms.PasswordInput, DateInput, NumberInput, PhoneInput,
         forms.NullBooleanSelect, forms.ClearableFileInput, *CHOSEN]  # fmt: skip


def drawn(widget: forms.Widget, renderer: Any, value: Any, attrs: Any) -> str:
    html = widget.render(f"n{BAD}", value, attrs, renderer)
    return re.sub(r"(?<=>)\s+(?=<)", "", " ".join(html.split()))


@pytest.mark.parametrize("kind", KINDS)
def test_an_input_is_what_its_template_draws(kind: Any) -> None:
    is_chosen = kind in CHOSEN
    widget = kind(choices=CHOICES) if is_chosen else kind()
    for value, attrs, language in [*CASES, *([(["x", 1], ATTRS, "en")] if is_chosen else [])]:
        with override(language):
            ours = drawn(widget, Renderer(), value, attrs)
            assert ours == drawn(widget, TemplatesSetting(), value, attrs)
