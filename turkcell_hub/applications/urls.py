"""Pages of the applications besides their list."""

from __future__ import annotations

from django.urls import path

from turkcell_hub import resources
from turkcell_hub.applications.views import catalogue, items
from turkcell_hub.portal.views.record import CreateView

apply = CreateView.as_view(
    resource=resources.get("applications"), template="applications/form.html"
)

urlpatterns = [
    path("applications/add/", apply, name="application-new"),
    path("services/", catalogue.services, name="service-catalogue"),
    path("services/<slug:service>/", catalogue.service, name="service-detail"),
    path("applications/<int:pk>/services/<slug:service>/", items.page, name="application-item"),
]
