"""What a cell says, once for the page, the exports and the detail view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import numberformat, timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from turkcell_hub.lib import phone
from turkcell_hub.resources import Actor, Column

NOTHING = "—"
PERSONAL_VIEW = "personal.view"


def value(column: Column, row: Any, actor: Actor) -> Any:
    """The cell's value as far as the actor may see it: numbers are masked without the right
    ``personal.view``; choices become their label. Dates and numbers keep their type."""
    raw = column.raw(row)
    if column.kind == "phone" and raw and not actor.can(PERSONAL_VIEW):
        return phone.mask(str(raw))
    if column.kind in ("text", "state", "link"):
        return _label(column, row, raw)
    return raw


def text(column: Column, row: Any, actor: Actor) -> str:
    """The cell as people read it, in Turkish spelling; an empty one is ``NOTHING``."""
    shown = value(column, row, actor)
    if shown is None or shown == "":
        return NOTHING
    return _WRITERS.get(column.kind, str)(shown)


def _label(column: Column, row: Any, raw: Any) -> Any:
    if column.value is None and "." not in column.name:
        label = getattr(row, f"get_{column.name}_display", None)
        if label is not None:
            return label()
    return getattr(raw, "label", raw)


def money(amount: Any) -> str:
    """``₺1.234,56``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}₺{grouped(abs(Decimal(amount)), 2)}"


def grouped(amount: Any, decimals: int | None = None) -> str:
    """``1.234,5``: grouped in threes for people, whatever the locale groups by itself."""
    return numberformat.format(
        amount,
        get_format("DECIMAL_SEPARATOR"),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )


def number(amount: Any) -> str:
    """``1.234,5``: no more decimals than the value has."""
    if isinstance(amount, Decimal):
        amount = amount.normalize()
        if amount == amount.to_integral():
            amount = int(amount)
    elif isinstance(amount, float) and amount.is_integer():
        amount = int(amount)
    return grouped(amount)


def percent(amount: Any) -> str:
    """``%12,5``, for a value in hundredths (12.5)."""
    return f"%{number(amount)}"


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return date_format(local, "DATETIME_FORMAT")


def day(at: dt.date) -> str:
    if isinstance(at, dt.datetime):
        at = timezone.localtime(at).date() if timezone.is_aware(at) else at.date()
    return date_format(at, "DATE_FORMAT")


def yes_or_no(flag: Any) -> str:
    return _("Evet") if flag else _("Hayır")


def _phone(raw: Any) -> str:
    return phone.format_international(str(raw))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": number,
    "money": money,
    "percent": percent,
    "datetime": moment,
    "date": day,
    "boolean": yes_or_no,
    "phone": _phone,
}
