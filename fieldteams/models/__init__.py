"""Rows of the field teams."""

from fieldteams.models.customers import CustomerPlace
from fieldteams.models.fences import Direction, FenceEvent, OperatorFence
from fieldteams.models.jobs import FieldJob, JobOffer
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
from fieldteams.models.theft import TheftAgreement, TheftWatch
from fieldteams.models.zones import Zone, ZoneCursor, ZoneVisit

__all__ = [
    "CustomerPlace",
    "Direction",
    "DropReason",
    "DroppedPositions",
    "FenceEvent",
    "FieldJob",
    "FieldPhone",
    "JobOffer",
    "LatestPosition",
    "OperatorFence",
    "Position",
    "Source",
    "TheftAgreement",
    "TheftWatch",
    "TrackState",
    "TrackingRequest",
    "TrackingRules",
    "ViewLog",
    "Zone",
    "ZoneCursor",
    "ZoneVisit",
]
