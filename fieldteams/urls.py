"""The field teams' own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from fieldteams.views import capture, exports, maps, reports, zones

urlpatterns = [
    path("t/<str:token>/", capture.page, name="tracking-answer"),
    path("field-map/", maps.page, name="field-map"),
    path("field-map/live/", maps.live, name="field-map-live"),
    path("field-map/places/", maps.search_places, name="field-map-places"),
    path("field-map/write/", maps.write, name="field-map-write"),
    path("field-map/ask/", maps.ask, name="field-map-ask"),
    path("field-map/<int:pk>/locate/", maps.locate, name="field-map-locate"),
    path("field-map/export/", exports.export, name="field-export"),
    path("zones/add/", zones.ZoneAdd.as_view(), name="zones-add"),
    path("zones/<int:pk>/edit/", zones.ZoneEdit.as_view(), name="zones-edit"),
    path("field-reports/", reports.page, name="field-reports"),
    path("field-reports/map/", reports.frame, name="field-report-frame"),
    path("field-reports/export/", reports.export, name="field-report-export"),
]
