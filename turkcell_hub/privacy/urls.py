"""Pages of persons' requests besides their list."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.privacy.views import certificate

urlpatterns = [
    path("data-requests/<int:pk>/certificate/", certificate.page, name="data-request-certificate"),
]
