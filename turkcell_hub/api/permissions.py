"""The one permission: an operation that does not name its right is closed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from turkcell_hub.api import actors
from turkcell_hub.errors import NotAllowed


class DenyUnlessDeclared(BasePermission):
    """Asks the view's ``required_right()`` and the actor; foreign rows are the queryset's."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises ``KeyMissing``, ``NotAllowed`` or ``MethodNotAllowed``; else True."""
        if getattr(view, "public", False):
            return True
        actor = actors.required(request)
        if not view.has_method(request):
            raise MethodNotAllowed(str(request.method))
        right = view.required_right()
        if right is None:
            raise NotAllowed(_("Bu işlem API anahtarlarına açık değil."))
        actor.require(right)
        return True
