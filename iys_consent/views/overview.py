"""Gösterge Ekranı and Markalar (K-002 … K-004)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.filtersets import brands_of
from iys_consent.models import Channel, Status
from iys_consent.permissions import VIEW
from iys_consent.selectors import totals
from iys_consent.uploads.job import iys_codes
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind
from turkcell_hub.portal.charts import stacked
from turkcell_hub.portal.charts.series import Series
from turkcell_hub.portal.views.mixins import actor_required

_ICONS = {Channel.MESSAGE: "message", Channel.CALL: "phone", Channel.EMAIL: "mail"}


@actor_required(VIEW)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every figure leads to the list that shows the same number."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    chosen = brands_of(request).filter(pk=_whole(request.GET.get("brand"))).first()
    found = totals.dashboard(actor, chosen.pk if chosen else None)
    cards = [_card(channel, found.channels[channel], chosen) for channel in _ICONS]
    labels = [str(card["channel"].label) for card in cards]
    series = [
        Series(str(Status.APPROVED.label), [card["pair"].approved for card in cards]),
        Series(str(Status.REFUSED.label), [card["pair"].refused for card in cards]),
    ]
    context = {
        "cards": cards,
        "total": found.total,
        "types": [(kind.label, pair) for kind, pair in found.types.items()],
        "chart": stacked(labels, series, title=_("İzin türüne göre onay ve ret")),
        "quota": ledger.summary(actor.firm_id, Kind.IYS),
        "brands": brands_of(request),
        "chosen": chosen,
    }
    return render(request, "iys_consent/dashboard.html", context)


@actor_required(VIEW)
def brands(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("channel", "")
    channel = Channel(asked) if asked in Channel.values else Channel.MESSAGE
    lines = totals.brands(actor, channel)
    context = {
        "lines": lines,
        "channel": channel,
        "iys_code": ", ".join(iys_codes()),
        "channels": Channel.choices,
        "sums": {
            name: sum(getattr(line, name) for line in lines)
            for name in ("every_approval", "merchants", "approved", "refused")
        },
        "list_of": "email-consents-list" if channel == Channel.EMAIL else "consents-list",
    }
    return render(request, "iys_consent/brands.html", context)


def _card(channel: Channel, pair: totals.Pair, brand: Any) -> dict[str, Any]:
    return {
        "channel": channel,
        "icon": _ICONS[channel],
        "pair": pair,
        "approved_url": list_url(channel, Status.APPROVED, brand),
        "refused_url": list_url(channel, Status.REFUSED, brand),
    }


def list_url(channel: Channel, status: Status, brand: Any = None) -> str:
    """The list that holds exactly these records."""
    asked: dict[str, Any] = {"status": status.value}
    if brand is not None:
        asked["brand"] = brand.pk
    if channel == Channel.EMAIL:
        return f"{reverse('email-consents-list')}?{urlencode(asked)}"
    return f"{reverse('consents-list')}?{urlencode({'channel': channel.value, **asked})}"


def _whole(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 19 else None
