"""Who asks: the authenticator wrote it onto the request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import HubError
from turkcell_hub.resources import Actor


class KeyMissing(HubError):
    """No key came with the request."""

    status = 401
    code = "key_missing"


def of(request: Any) -> Actor | None:
    """The actor of Django's request or DRF's wrapper of it; None for strangers."""
    actor: Actor | None = getattr(getattr(request, "_request", request), "actor", None)
    return actor


def required(request: Any) -> Actor:
    """The actor. Raises ``KeyMissing`` (401) for strangers."""
    actor = of(request)
    if actor is None:
        raise KeyMissing(_("API anahtarınızı 'Authorization: Bearer thub_…' başlığı ile gönderin."))
    return actor
