"""What becomes of a campaign when people have decided (``turkcell_hub.approvals.Kind``)."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import Campaign, CampaignState
from messaging.services import approval_gate, campaigns, preparing, sendable
from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor


def current(campaign_id: int) -> Matter | None:
    """The campaign as it waits; None when it waits no more."""
    row = Campaign.objects.filter(pk=campaign_id, state=CampaignState.AWAITING).first()
    return approval_gate.matter_of(row) if row else None


def approved(_actor: Actor, campaign_id: int) -> None:
    """It goes, with the rights that whoever ordered it has now; what cannot go is a draft again
    and says why."""
    campaign = campaigns.lock(campaign_id)
    if campaign.state != CampaignState.AWAITING:
        return
    try:
        with transaction.atomic():
            submitter = preparing.submitter(campaign)
            sendable.require_account(campaign)
            sendable.require_credit(campaign, campaign.confirmed_credits or 0)
            campaigns.go(submitter, campaign)
    except HubError as error:
        preparing.back_to_person(campaign, error)


def refused(actor: Actor, campaign_id: int, note: str) -> None:
    """A draft again, with what was said."""
    campaign = campaigns.lock(campaign_id)
    if campaign.state != CampaignState.AWAITING:
        return
    campaign.state = CampaignState.DRAFT
    campaign.problem = str(_("Onaylanmadı: %(note)s") % {"note": note})
    campaign.problem_code = "approval_refused"
    campaign.save(update_fields=["state", "problem", "problem_code"])
    trail.record(actor, "campaign.came_back", campaign, {"problem": "approval_refused"})


def join() -> None:
    """Called once when the apps are ready."""
    approvals.register(
        Kind(
            approval_gate.KIND,
            gettext_lazy("Gönderim (tutar: kredi)"),
            current,
            approved=approved,
            refused=refused,
            url=lambda pk: reverse("campaigns-detail", args=[pk]),
            unit=gettext_lazy("kredi"),
        )
    )
