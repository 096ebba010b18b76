"""The field teams' lists; importing them registers them."""

from fieldteams.resources.phones import (
    FieldPhoneResource,
    TrackingRequestResource,
    TrackingRulesResource,
)

__all__ = ["FieldPhoneResource", "TrackingRequestResource", "TrackingRulesResource"]
