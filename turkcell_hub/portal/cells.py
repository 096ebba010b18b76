"""What a cell says, once for the page, the exports and the detail view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import numberformat, timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from turkcell_hub.lib import email, phone
from turkcell_hub.lib.money import LIRA
from turkcell_hub.resources import Actor, Column

NOTHING = "—"
PERSONAL_VIEW = "personal.view"
_STRFTIME = {"d.m.Y H:i": "%d.%m.%Y %H:%M"}  # the same in Python's letters


def value(column: Column, row: Any, actor: Actor) -> Any:
    """The cell's value as far as the actor may see it: numbers are masked without the right
    ``personal.view``; choices become their label. Dates and numbers keep their type."""
    return _valuer(column, actor)(row, column.raw(row))


def text(column: Column, row: Any, actor: Actor) -> str:
    """The cell as people read it, in Turkish spelling; an empty one is ``NOTHING``."""
    return writer(column, actor)(row, column.raw(row))


def writer(column: Column, actor: Actor) -> Callable[[Any, Any], str]:
    """``text`` for the many rows of one column, given a row and the column's raw value of it:
    what does not change is asked once."""
    shown_of, currency = _valuer(column, actor), column.currency
    make = _MAKERS.get(column.kind)
    write = make() if make else _WRITERS.get(column.kind, str)

    def written(row: Any, raw: Any) -> str:
        shown = shown_of(row, raw)
        if shown is None or shown == "":
            return NOTHING
        return money(shown, getattr(row, currency)) if currency else write(shown)

    return written


def _valuer(column: Column, actor: Actor) -> Callable[[Any, Any], Any]:
    if column.kind == "phone" and not actor.can(PERSONAL_VIEW):
        return lambda _row, raw: phone.mask(str(raw)) if raw else raw
    if column.kind == "email" and not actor.can(PERSONAL_VIEW):
        return lambda _row, raw: email.mask(str(raw)) if raw else raw
    if column.kind not in ("text", "state", "link"):
        return lambda _row, raw: raw
    if column.value is not None or column.per_page is not None or "." in column.name:
        return lambda _row, raw: getattr(raw, "label", raw)
    display = f"get_{column.name}_display"

    def label(row: Any, raw: Any) -> Any:
        told = getattr(row, display, None)
        return told() if told is not None else getattr(raw, "label", raw)

    return label


def money(amount: Any, currency: str = LIRA) -> str:
    """``₺1.234,56``; in another currency ``1.234,56 EUR``."""
    sign = "-" if amount < 0 else ""
    digits = grouped(abs(Decimal(amount)), 2)
    return f"{sign}₺{digits}" if currency in ("", LIRA) else f"{sign}{digits} {currency}"


def sums(amounts: Mapping[str, Any]) -> str:
    """Amounts by currency, which nobody may add up: ``₺1.200,00 + 35,00 EUR``."""
    told = [money(Decimal(amount), currency) for currency, amount in sorted(amounts.items())]
    return " + ".join(told) or money(0)


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


def _number_writer() -> Callable[[Any], str]:
    """``number`` for many values; nearly all of them are whole."""
    separator = get_format("THOUSAND_SEPARATOR")
    return lambda n: f"{n:,}".replace(",", separator) if type(n) is int else number(n)


def percent(amount: Any) -> str:
    """``%12,5``, for a value in hundredths (12.5); ``12.5%`` in English."""
    return _("%%%(share)s") % {"share": number(amount)}


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return date_format(local, "DATETIME_FORMAT")


def _moment_writer() -> Callable[[dt.datetime], str]:
    """``moment`` for many values; Django walks the format's letters for each of them anew."""
    pattern = _STRFTIME.get(get_format("DATETIME_FORMAT"))
    if pattern is None:
        return moment
    zone = timezone.get_current_timezone()
    return lambda at: format(at.astimezone(zone) if at.tzinfo else at, pattern)


def day(at: dt.date) -> str:
    if isinstance(at, dt.datetime):
        at = timezone.localtime(at).date() if timezone.is_aware(at) else at.date()
    return date_format(at, "DATE_FORMAT")


def yes_or_no(flag: Any) -> str:
    return _("Evet") if flag else _("Hayır")


def telephone(raw: Any) -> str:
    return phone.format_international(str(raw))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": number,
    "money": money,
    "percent": percent,
    "datetime": moment,
    "date": day,
    "boolean": yes_or_no,
    "phone": telephone,
}
_MAKERS: dict[str, Callable[[], Callable[[Any], str]]] = {
    "number": _number_writer,
    "datetime": _moment_writer,
}
