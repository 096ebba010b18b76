"""Everything at ``/api/v1/``."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.api.docs import DocsView, SchemaView
from turkcell_hub.api.routers import router

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    *router.urls,
]
