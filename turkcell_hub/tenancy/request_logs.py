"""What the log says of each request beside its line."""

from __future__ import annotations

from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog import signals

from turkcell_hub.api.peers import client_address


def bind_address(request: HttpRequest, **_said: Any) -> None:
    """``ip``: where the request really comes from, as the keys' address lists see it. What a
    caller writes into ``X-Forwarded-For`` himself is no evidence."""
    address = client_address(request)
    structlog.contextvars.bind_contextvars(ip=str(address) if address else None)


def install() -> None:
    signals.bind_extra_request_metadata.connect(bind_address, dispatch_uid="request-address")
