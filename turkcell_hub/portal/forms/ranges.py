"""From one day to another, as the filters of lists ask for it: two dates, each with its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_filters.widgets import DateRangeWidget

from turkcell_hub.portal.forms.widgets import DateInput


def is_range(field: BoundField) -> bool:
    return isinstance(field.field.widget, DateRangeWidget)


def draw(field: BoundField) -> SafeString:
    widget: Any = field.field.widget
    values = field.value()
    if not isinstance(values, list | tuple):
        values = widget.decompress(values)
    names = {"after": _("en erken"), "before": _("en geç")}
    edges = []
    for suffix, value in zip(widget.suffixes, values, strict=True):
        attrs = {
            "class": f"form-control{' is-invalid' if field.errors else ''}",
            "id": f"{field.auto_id}_{suffix}",
            "aria-label": f"{field.label}, {names[suffix]}",
        }
        if field.errors:
            attrs["aria-describedby"] = f"{field.auto_id}_error"
        name = widget.suffixed(field.html_name, suffix)
        edges.append(DateInput().render(name, _as_shown(value), attrs))
    return format_html(
        '<div class="hub-range" role="group" aria-labelledby="{}_label">'
        '{}<span class="hub-range-to" aria-hidden="true">–</span>{}</div>',
        field.auto_id,
        *edges,
    )


def _as_shown(value: Any) -> Any:
    """A day of an address (2026-11-24) as people read it; what is no day stays as it was typed."""
    try:
        return forms.DateField(required=False).clean(value)
    except ValidationError:
        return value
