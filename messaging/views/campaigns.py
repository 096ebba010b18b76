"""A campaign's live page (S-067)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import badges
from messaging.cards import queue_url
from messaging.models import EDITABLE, Campaign
from messaging.selectors import audience, texts
from messaging.selectors import campaigns as figures_of
from messaging.states import FAILED
from turkcell_hub.portal import history
from turkcell_hub.portal.actions import menu_for
from turkcell_hub.portal.charts import funnel
from turkcell_hub.portal.views.base import ResourceView


class CampaignView(ResourceView):
    """What the page and its live part share."""

    def live(self, campaign: Campaign) -> dict[str, Any]:
        found = figures_of.figures(campaign)
        return {
            "row": campaign,
            "figures": found,
            "funnel": _funnel(found) if campaign.prepared_at else "",
            "badge_level": badges.campaign(campaign.state),
            "entries": [
                entry
                for entry in menu_for(self.resource, self.actor, [campaign])
                if entry.code and not entry.refusal
            ],
            "is_draft": campaign.state in EDITABLE,
            "failed_query": "&".join(f"state={int(state)}" for state in sorted(FAILED)),
            "may_change": self.may("change") and campaign.state in EDITABLE,
            "queue_url": queue_url(),
            "lanes_url": reverse("outbox-lanes-list")
            if self.actor.can("outbox.queue.view")
            else "",
            "may_see_messages": self.actor.can("messaging.message.view"),
            "may_see_balance": self.actor.can("messaging.balance.view"),
        }


class CampaignPage(CampaignView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self.row_or_404(pk)
        context = {
            "row_label": campaign.name,
            "history": history.of(self.actor, campaign),
            "chosen": audience.chosen(self.actor, campaign),
            "preview": texts.preview(campaign),
            **self.live(campaign),
        }
        return self.show(context, template="messaging/campaign.html")


class CampaignLive(CampaignView):
    """The moving part; it asks again every two seconds until the campaign stands still."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.live(self.row_or_404(pk)), template="messaging/campaign/_live.html")


class CampaignEdit(CampaignView):
    """A draft is edited on the compose page; what has gone is looked at."""

    verb = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self.row_or_404(pk)
        page = "compose" if campaign.state in EDITABLE else "campaigns-detail"
        return HttpResponseRedirect(reverse(page, args=[pk]))


def _funnel(found: figures_of.Figures) -> Any:
    steps = [
        (_("Alıcı"), found.total),
        (_("Gönderilebilir"), found.sendable),
        (_("Operatöre verildi"), found.handed_over),
        (_("Operatör aldı"), found.accepted),
        (_("İletildi"), found.reached),
    ]
    return funnel(steps, title=_("Gönderim hunisi"))
