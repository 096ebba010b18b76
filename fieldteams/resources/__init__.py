"""The field teams' lists; importing them registers them."""

from fieldteams.resources.phones import (
    FieldPhoneResource,
    TrackingRequestResource,
    TrackingRulesResource,
)
from fieldteams.resources.zones import ZoneResource, ZoneVisitResource

__all__ = [
    "FieldPhoneResource",
    "TrackingRequestResource",
    "TrackingRulesResource",
    "ZoneResource",
    "ZoneVisitResource",
]
