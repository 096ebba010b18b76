"""The field teams' lists; importing them registers them."""

from fieldteams.resources.jobs import FieldJobResource
from fieldteams.resources.phones import (
    FieldPhoneResource,
    TrackingRequestResource,
    TrackingRulesResource,
)
from fieldteams.resources.theft import TheftWatchResource
from fieldteams.resources.zones import ZoneResource, ZoneVisitResource

__all__ = [
    "FieldJobResource",
    "FieldPhoneResource",
    "TheftWatchResource",
    "TrackingRequestResource",
    "TrackingRulesResource",
    "ZoneResource",
    "ZoneVisitResource",
]
