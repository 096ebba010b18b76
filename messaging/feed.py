"""What messaging tells other programs: events, and records in the change feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.events import event_types, feed_kinds
from turkcell_hub.events.event_types import EventType
from turkcell_hub.events.feed_kinds import FeedKind


def declare_all() -> None:
    """Called once, from ``MessagingConfig.ready``."""
    event_types.declare(EventType("campaign.finished", _("Gönderim bitti")))
    feed_kinds.declare(
        FeedKind("subscriber", "subscribers", "subscribers/{id}/"),
        FeedKind("group", "groups", "groups/{id}/"),
        FeedKind("campaign", "campaigns", "campaigns/{id}/"),
    )
