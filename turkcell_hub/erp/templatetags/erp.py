"""``{% load erp %}``: a card's numbers, masked for those who may not see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from turkcell_hub.erp import phones
from turkcell_hub.lib.phone import format_national, mask
from turkcell_hub.portal.cells import PERSONAL_VIEW

register = template.Library()
_HIDDEN = "•••"


@register.simple_tag(takes_context=True)
def card_number(context: Mapping[str, Any], entry: Mapping[str, str]) -> str:
    """As the ERP spells it where it cannot be read as a number."""
    e164 = entry.get("e164", "")
    if context["request"].actor.can(PERSONAL_VIEW):
        return format_national(e164) if e164 else entry["number"]
    return mask(e164) if e164 else _HIDDEN


@register.simple_tag(takes_context=True)
def service_number(context: Mapping[str, Any], number: str) -> str:
    """The number that a line is for; "—" for a common line."""
    if not number or context["request"].actor.can(PERSONAL_VIEW):
        return number or "—"
    return mask(number)


@register.simple_tag
def number_kind(entry: Mapping[str, str]) -> str:
    words = {phones.MOBILE: _("Cep"), phones.LANDLINE: _("Sabit"), phones.OTHER: _("Diğer")}
    return words.get(entry.get("kind", ""), "—")
