"""``{% load field %}``: distances, spans, clock times and places in Turkish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from fieldteams import wording
from fieldteams.selectors import places

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
