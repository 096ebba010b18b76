"""Where the field teams' views stand under ``/api/v1/``."""

from __future__ import annotations

from fieldteams.api import jobs, phones, positions, zones
from turkcell_hub.api.routers import register

VIEWSETS = (
    phones.FieldPhoneViewSet,
    phones.TrackingRequestViewSet,
    phones.TrackingRulesViewSet,
    zones.ZoneViewSet,
    zones.ZoneEventViewSet,
    jobs.FieldJobViewSet,
    jobs.TheftViewSet,
)
VIEWS = {
    "positions/": positions.PositionsView,
    "positions/latest/": positions.LatestView,
    "nearest/": positions.NearestView,
    "field_reports/": positions.ReportView,
}


def register_all() -> None:
    """Called once, from ``FieldTeamsConfig.ready``."""
    for viewset in VIEWSETS:
        register(viewset)
    for route, view in VIEWS.items():
        register(view, route)
