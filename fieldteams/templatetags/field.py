"""``{% load field %}``: distances, spans, clock times and places in Turkish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from fieldteams import wording
from fieldteams.selectors import places
from turkcell_hub.portal import cells

register = template.Library()
register.filter("distance", wording.distance)
register.filter("span", wording.span)
register.filter("place", places.describe)


@register.filter
def clock(at: dt.datetime) -> str:
    """ "22.11 14.05", on the firm's clock."""
    return f"{timezone.localtime(at):%d.%m %H.%M}"


@register.filter
def field_names(names: str, form: Any) -> list[Any]:
    """The form's fields of these names (``from`` is no name that a template can follow)."""
    return [form[name] for name in names.split()]


@register.filter
def cell(value: Any) -> str:
    """A report's value as people read it."""
    if value is None or value == "":
        return cells.NOTHING
    if isinstance(value, dt.datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return cells.number(value) if isinstance(value, int | float) else str(value)
