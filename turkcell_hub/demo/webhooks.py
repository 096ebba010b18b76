"""The sample firm's webhooks: one that its ERP hears, and one whose server is gone."""

from __future__ import annotations

from django.conf import settings

from turkcell_hub.events.services import endpoints
from turkcell_hub.tenancy.actor import Actor

_TYPES = ("erp.document.ready", "erp.document.posted", "erp.document.refused",
          "erp.document.cancelled")  # fmt: skip


def build(actor: Actor) -> None:
    """What happens from now on is told; the portal's worker delivers it. Of what is told to the
    second one every attempt fails, with the answer that came."""
    if not settings.FAKE_OPERATOR_URL:
        return
    place = f"{settings.FAKE_OPERATOR_URL}/erp/hook/"
    endpoints.add(actor, place, _TYPES, "ERP köprüsü")
    old = ("campaign.finished", "erp.document.posted", "erp.document.refused")
    endpoints.add(actor, f"{place}eski-rapor/", old, "Eski raporlama sunucusu")
