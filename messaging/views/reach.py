"""Erişim Haritası: brand, channel and recipient type, and the two address counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iys_consent.models import Channel, RecipientType
from iys_consent.permissions import VIEW
from iys_consent.selectors import addresses
from messaging.selectors import reach
from messaging.views.base import actor_of
from turkcell_hub.portal.views.mixins import actor_required

_ICONS = {Channel.MESSAGE: "message", Channel.CALL: "phone", Channel.EMAIL: "mail"}


@require_GET
@actor_required(VIEW)
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    brands = [
        {
            "brand": one.brand,
            "lines": [
                {
                    "icon": _ICONS[Channel(cell.channel)],
                    "channel": Channel(cell.channel).label,
                    "type": RecipientType(cell.recipient_type).label,
                    "cell": cell,
                }
                for cell in one.cells
            ],
        }
        for one in reach.by_brand(actor)
    ]
    context = {
        "brands": brands,
        "addresses": addresses.of_actor(actor),
        "breadcrumbs": [(_("Raporlar"), "")],
    }
    return render(request, "messaging/reach.html", context)
