"""What every page needs: menu, bell and firm. Lazily: a fragment without a menu pays for none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from turkcell_hub.portal import menu, notifications


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``actor``, ``firm``, ``memberships``, ``side_menu``, ``bell``."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None}
    return {
        "actor": actor,
        "firm": getattr(request, "firm", None),
        "runs_platform": getattr(request.user, "is_platform_staff", False),
        "memberships": getattr(request, "memberships", []),
        "side_menu": SimpleLazyObject(lambda: menu.html_for(actor, request.path)),
        "bell": SimpleLazyObject(lambda: notifications.for_actor(actor)),
    }
