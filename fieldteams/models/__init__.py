"""Rows of the field teams."""

from fieldteams.models.phones import FieldPhone, TrackState
from fieldteams.models.positions import (
    DroppedPositions,
    DropReason,
    LatestPosition,
    Position,
    Source,
    ViewLog,
)
from fieldteams.models.requests import TrackingRequest
from fieldteams.models.rules import TrackingRules
from fieldteams.models.zones import Zone, ZoneCursor, ZoneVisit

__all__ = [
    "DropReason",
    "DroppedPositions",
    "FieldPhone",
    "LatestPosition",
    "Position",
    "Source",
    "TrackState",
    "TrackingRequest",
    "TrackingRules",
    "ViewLog",
    "Zone",
    "ZoneCursor",
    "ZoneVisit",
]
