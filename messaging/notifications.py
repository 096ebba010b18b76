"""The bell: a scheduled campaign that could not go and waits for a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.models import Campaign, CampaignState
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.tenancy.actor import Actor

_SHOWN = 10


def of_campaigns(actor: Actor) -> Iterator[Notification]:
    """One query over a small index, for everybody who could send it now."""
    if not actor.can("messaging.campaign.send"):
        return
    rows = actor.visible(Campaign.objects.filter(state=CampaignState.NEEDS_PERSON))
    for row in rows.order_by("-scheduled_for")[:_SHOWN]:
        yield Notification(
            title=_("Gönderilemedi, kararınızı bekliyor: %(name)s") % {"name": row.name},
            url=reverse("campaigns-detail", args=[row.pk]),
            text=row.problem,
            at=row.scheduled_for,
            level="danger",
        )
