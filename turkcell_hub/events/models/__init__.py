from turkcell_hub.events.models.feed import FeedEntry, FeedEpoch
from turkcell_hub.events.models.webhooks import Delivery, DeliveryState, Endpoint, Event, StopReason

__all__ = [
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "Event",
    "FeedEntry",
    "FeedEpoch",
    "StopReason",
]
