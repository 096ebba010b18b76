"""What the room of bills tells other programs: records in the change feed."""

from __future__ import annotations

from turkcell_hub.events import feed_kinds
from turkcell_hub.events.feed_kinds import FeedKind


def declare_all() -> None:
    """Called once, from ``InvoicesConfig.ready``."""
    feed_kinds.declare(
        FeedKind("bill", "bills", "bills/{id}/"),
        FeedKind("bill_transfer", "bill-transfers", "bill_transfers/{id}/"),
    )
