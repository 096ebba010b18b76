"""A finding in words: for the page, for the list of the ERP and for REST."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.models import SubscriberKind
from messaging.number_rules import OTHER, Fault, Finding, Owner
from turkcell_hub.lib import phone as phones

_LISTS = {"CARI": "erp-accounts", "PERSONEL": "erp-personnel", "ILGILI": "erp-contacts"}


def headers() -> list[str]:
    return [_("Kart türü"), _("Kart kodu"), _("Ad"), _("Alan"), _("Şimdi"), _("Öneri"),
            _("Neden")]  # fmt: skip


def row(one: Finding) -> list[str]:
    """A row of the list that is corrected in the ERP; numbers as one types them there."""
    return [source(one), one.code, one.label, field(one), _written(one, one.now),
            _written(one, one.proposed), reason(one)]  # fmt: skip


def line(one: Finding) -> dict[str, Any]:
    is_portal = one.owner is Owner.PORTAL
    return {
        "finding": one,
        "fault": one.fault.label,
        "source": source(one),
        "url": reverse(f"{_LISTS.get(one.source, 'subscribers')}-detail", args=[one.pk]),
        "field": field(one),
        "now": _written(one, one.now),
        "proposed": proposed(one),
        "reason": reason(one),
        "is_portal": is_portal,
        "owner": one.owner.label,
    }


def source(one: Finding) -> str:
    return str(SubscriberKind(one.source).label)


def field(one: Finding) -> str:
    if one.owner is Owner.ERP and one.fault is Fault.DUPLICATE:
        return _("Kart")
    return _("1. telefon") if one.source == "CARI" else _("Cep telefonu")


def proposed(one: Finding) -> str:
    if one.source == OTHER and not one.proposed:
        return _("Etkin değil")
    return _written(one, one.proposed) or _("Doğru numarayı sorun")


def _written(one: Finding, value: str) -> str:
    return phones.format_national(value) if value.startswith("+") else value


def reason(finding: Finding) -> str:
    """Why, in one sentence."""
    if finding.fault is Fault.LANDLINE_FIRST:
        return str(
            _("Kartın ilk telefonu sabit hat; SMS ona gider. Karttaki cep telefonu öne alınmalı.")
        )
    if finding.fault is Fault.CHANGED:
        return str(_("Aynı kişinin ERP kartındaki cep telefonu başka ve daha yeni."))
    if finding.fault is Fault.BOUNCED:
        return str(
            _("Son mesajları operatör geçersiz numara diye bitirdi; o günden beri iletim yok.")
        )
    if finding.owner is Owner.ERP:
        return str(_("Aynı ad ve aynı cep telefonu iki kartta; kartlar birleştirilmeli."))
    return str(_("Aynı ad ve numarayla ERP kartını izleyen bir abone var; grupları ona geçer."))
