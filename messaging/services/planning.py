"""Small things that everything planned for later needs."""

from __future__ import annotations

from messaging.models import Campaign
from messaging.services import rules
from turkcell_hub.lib.local_time import LocalMoment


def ceiling(firm_id: int, credits: int) -> int:
    """What a scheduled campaign may cost unless the person says otherwise: the audience may grow
    until the hour comes, by the firm's margin."""
    return credits + -(-credits * rules.in_force(firm_id).schedule_margin_percent // 100)


def note(campaign: Campaign, planned: LocalMoment, zone: str) -> None:
    """Writes the hour and what it means on the campaign."""
    campaign.scheduled_for = planned.instant
    campaign.scheduled_local = planned.local.isoformat(timespec="minutes")
    campaign.scheduled_zone = zone
