"""What a campaign that is made of another one takes over: a repeat's run, those who waited."""

from __future__ import annotations

from messaging.models import Campaign
from messaging.services import contents

NAMES = (
    "name", "kind", "source", "account_id", "sender_id", "brand_id", "dealer_id",
    "authority_code_id",
    "template_id", "text", "message_class", "class_chosen_by", "class_chosen_at",
    "exemption", "exempt_sender", "exemption_chosen_by", "exemption_chosen_at",
    "address_type", "message_kind", "link", "media_id", "validity_hours", "validity_minutes",
    "cap_wait_days",
)  # fmt: skip


def over(pattern: Campaign, campaign: Campaign) -> None:
    """Copies the message and how it goes; audience and agreement are the maker's to say."""
    for name in NAMES:
        setattr(campaign, name, getattr(pattern, name))


def overrides(pattern: Campaign, campaign: Campaign) -> None:
    """What was taken upon oneself for the text; ``campaign`` has been saved."""
    contents.carry(pattern, campaign)
