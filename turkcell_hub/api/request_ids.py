"""The id that ties an answer to its log lines."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest

_USABLE = re.compile(r"[A-Za-z0-9._:-]{8,64}")


def of(request: HttpRequest | None) -> str:
    """The caller's ``X-Request-Id`` where it is usable, else one made for this request."""
    if request is None:
        return uuid.uuid4().hex
    known = getattr(request, "_api_request_id", None)
    if known is None:
        given = request.headers.get("X-Request-Id", "")
        known = given if _USABLE.fullmatch(given) else _logged() or str(uuid.uuid4())
        request._api_request_id = known  # type: ignore[attr-defined]
    return str(known)


def _logged() -> str | None:
    import structlog

    logged = structlog.contextvars.get_contextvars().get("request_id")
    return logged if isinstance(logged, str) and _USABLE.fullmatch(logged) else None
