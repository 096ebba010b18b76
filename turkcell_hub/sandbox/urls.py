"""The page that makes a key for trials."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.sandbox import views

urlpatterns = [
    path("api-keys/sandbox/", views.new_key, name="sandbox-key"),
    path("sandbox/", views.trial, name="sandbox-trial"),
]
