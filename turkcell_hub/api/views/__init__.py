"""Bases of REST views: from a Resource, and free-standing."""

from turkcell_hub.api.views.actions import ResourceActionView
from turkcell_hub.api.views.base import HubAPIView
from turkcell_hub.api.views.resource import ResourceViewSet

__all__ = ["HubAPIView", "ResourceActionView", "ResourceViewSet"]
