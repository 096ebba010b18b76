"""The people beside the map. Written by Python, not by a template: of hundreds each has a row, and
they were most of the page's time. ``map.js`` words them anew in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fieldteams.selectors.seen import Seen


def rows(people: Sequence[Seen]) -> SafeString:
    """``<li>`` of each."""
    words = _Words()
    return mark_safe("".join(map(words.row, people)))  # noqa: S308 - all parts are escaped


class _Words:
    """What every row says, looked up once."""

    def __init__(self) -> None:
        self._map = escape(reverse("field-map"))
        self._since = escape(f"&from={timezone.localdate():%d.%m.%Y}")
        self._locate, self._today = escape(_("Konum sorgula")), escape(_("Bugün"))
        self._moving = f" · {escape(_('hareket halinde'))}"
        self._stale = f"<strong> · {escape(_('eski konum'))}</strong>"
        alarm = escape(_("çalıntı modu"))
        self._theft = f'<strong class="field-alarm" data-theft> · {alarm}</strong>'

    def row(self, one: Seen) -> str:
        pk, name = one.phone.pk, escape(str(one.phone))
        off = f" · ±{one.accuracy:.0f} m" if one.accuracy else ""
        state = self._moving if one.is_moving else self._stale if one.is_stale else ""
        if one.in_theft:
            state += self._theft
        return (
            f'<li class="fresh-{one.freshness}"><input type="checkbox" class="form-check-input"'
            f' name="phone" value="{pk}" aria-label="{name}"><div><button type="button"'
            f' class="field-name" data-person="{pk}">{name}</button>'
            f'<p data-where>{escape(one.where)}</p><p class="text-secondary"><span data-age>'
            f"{escape(one.age)}{off}</span><span data-state>{state}</span></p></div>"
            # A button submits by itself; where it says so, htmx prepares each one by one.
            f'<p class="field-acts"><button class="btn btn-sm btn-link"'
            f' formaction="{self._map}{pk}/locate/" aria-label="{name}: {self._locate}">'
            f'{self._locate}</button><a class="btn btn-sm btn-link"'
            f' href="{self._map}?phone={pk}{self._since}">{self._today}</a></p></li>'
        )
