from turkcell_hub.events.models.feed import FeedEntry, FeedEpoch
from turkcell_hub.events.models.webhooks import (
    Delivery,
    DeliveryProblem,
    DeliveryState,
    Endpoint,
    Event,
    StopReason,
)

__all__ = [
    "Delivery",
    "DeliveryProblem",
    "DeliveryState",
    "Endpoint",
    "Event",
    "FeedEntry",
    "FeedEpoch",
    "StopReason",
]
