"""What messaging asks workers to look at; its sweep finds what a lost nudge left."""

from __future__ import annotations

from messaging.models import Campaign
from turkcell_hub import nudges


def prepare(campaign: Campaign) -> None:
    """After the commit: turn a submitted campaign into messages."""
    queue = "bulk" if campaign.kind == Campaign.Kind.CAMPAIGN else "fast"
    nudges.after_commit("messaging.prepare", campaign.firm_id, campaign.pk, queue=queue)


def ask_registry(campaign: Campaign) -> None:
    """After the commit: ask İYS about the people of a campaign that is being sent."""
    queue = "bulk" if campaign.kind == Campaign.Kind.CAMPAIGN else "fast"
    nudges.after_commit("messaging.ask_registry", campaign.firm_id, campaign.pk, queue=queue)


def process_push(push_id: int) -> None:
    """After the commit: understand a body of reports."""
    nudges.after_commit("messaging.process_push", push_id, queue="fast")


def route_inbound() -> None:
    """After the commit: give kept inbound messages to their handlers."""
    nudges.after_commit("messaging.route_inbound", queue="fast")
