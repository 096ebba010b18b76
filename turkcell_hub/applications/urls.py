"""Pages of the applications besides their list."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.applications.views import catalogue, items

urlpatterns = [
    path("services/", catalogue.services, name="service-catalogue"),
    path("services/<slug:service>/", catalogue.service, name="service-detail"),
    path("applications/<int:pk>/services/<slug:service>/", items.page, name="application-item"),
]
