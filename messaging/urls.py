"""Messaging's own pages; the lists' pages come from the Resources."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
