"""Pages of webhooks. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.events.views import webhooks

urlpatterns = [
    path("webhooks/add/", webhooks.add, name="webhook-add"),
    path("webhooks/<int:pk>/rotate/", webhooks.rotate, name="webhook-rotate"),
]
