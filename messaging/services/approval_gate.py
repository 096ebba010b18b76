"""A campaign before people: what a workflow card asks them about (decision 20).

Asked wherever a campaign is ordered: by hand, at its hour, by a repeat rule. The portal's own
notices and messages to one person are no campaigns and never wait."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.utils.translation import gettext as _

from messaging.models import OWN_SOURCES, Campaign, CampaignRecipient, CampaignState
from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor

KIND = "campaign"
_BOUND = ("name", "text", "message_class", "message_kind", "address_type", "link", "account_id",
          "sender_id", "brand_id", "dealer_id", "media_id", "exemption", "exempt_sender",
          "audience_filter", "first_people", "cap_wait_days", "confirmed_credits")  # fmt: skip


def holds_back(actor: Actor, campaign: Campaign) -> bool:
    """Puts a campaign that people have to agree to aside and asks them, in the caller's
    transaction; False when it may go. ``actor`` has signed it."""
    if campaign.source in OWN_SOURCES or campaign.kind != Campaign.Kind.CAMPAIGN:
        return False
    if not approvals.required(_outline(campaign)):
        return False
    campaign.state = CampaignState.AWAITING
    campaign.problem = campaign.problem_code = ""
    campaign.save()
    trail.record(actor, "campaign.awaits", campaign, {"credits": campaign.confirmed_credits})
    approvals.ask(actor, matter_of(campaign))
    return True


def _outline(campaign: Campaign) -> Matter:
    """What a card is found by; nobody's number is read where no card fits."""
    return Matter(
        kind=KIND,
        id=campaign.pk,
        title=campaign.name,
        text=campaign.name,
        content={},
        amount=Decimal(campaign.confirmed_credits or 0),
        authority_code_id=campaign.authority_code_id,
    )


def matter_of(campaign: Campaign) -> Matter:
    """Everything of it that decides who gets what at which price."""
    cost = format_number(campaign.confirmed_credits or 0)
    groups = list(campaign.groups.order_by("pk"))
    bound = {name: getattr(campaign, name) for name in _BOUND}
    bound["groups"] = [group.pk for group in groups]
    bound["people"] = _people(campaign)
    return Matter(
        kind=KIND,
        id=campaign.pk,
        title=_("Gönderim: %(name)s") % {"name": campaign.name},
        text=_("Gönderim %(name)s, en çok %(cost)s kredi")
        % {"name": campaign.name[:60], "cost": cost},
        content=bound,
        facts=(
            (_("Sınıf"), str(campaign.get_message_class_display())),
            (_("Gönderici"), campaign.sender.title if campaign.sender else ""),
            (_("Gruplar"), ", ".join(group.name for group in groups) or "—"),
            (_("En çok kredi"), cost),
            (_("Metin"), campaign.text),
        ),
        amount=Decimal(campaign.confirmed_credits or 0),
        authority_code_id=campaign.authority_code_id,
        asked_by=campaign.submitted_by_label,
        asked_member=campaign.submitted_by_member,
        asked_key=campaign.submitted_by_key,
    )


def _people(campaign: Campaign) -> str:
    """One figure for everybody who was chosen singly."""
    found = hashlib.sha256()
    rows = CampaignRecipient.objects.filter(campaign=campaign).order_by("pk")
    for subscriber, phone in rows.values_list("subscriber_id", "phone").iterator(chunk_size=5000):
        found.update(f"{subscriber}:{phone};".encode())
    return found.hexdigest()
