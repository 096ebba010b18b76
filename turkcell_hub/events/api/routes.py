"""Where the feed and the log of webhooks stand under ``/api/v1/``."""

from __future__ import annotations

from turkcell_hub.api.routers import register
from turkcell_hub.events.api import changes, deliveries


def register_all() -> None:
    """Called once, from ``EventsConfig.ready``."""
    register(changes.ChangesView, "changes/")
    register(deliveries.DeliveryViewSet)
