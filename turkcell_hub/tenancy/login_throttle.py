"""Wrong passwords: counted by account and caller (axes), and by the caller's network alone."""

from __future__ import annotations

from typing import Any

import structlog
from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest

log = structlog.get_logger(__name__)


class LoginThrottle(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes' own, and a network from which too many *different* accounts were tried waits.

    Counted are axes' rows, so one person who mistypes counts once, and who gets in after it does
    not count at all; getting in takes nobody else's row away. What is refused for the network's
    sake is not counted: the wait ends ``AXES_COOLOFF_TIME`` after the guesses, whoever knocks.
    """

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        request.network_waits = _network_waits(request)  # type: ignore[attr-defined]
        return request.network_waits or bool(super().is_locked(request, credentials))  # type: ignore[attr-defined]

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        if request is None or not getattr(request, "network_waits", False):
            super().user_login_failed(sender, credentials, request, **kwargs)
            return
        log.warning("login.network_waits")
        # The middleware answers with the page that says so.
        request.axes_locked_out = True  # type: ignore[attr-defined]
        request.axes_credentials = credentials  # type: ignore[attr-defined]


def _network_waits(request: HttpRequest) -> bool:
    network = request.axes_ip_address  # type: ignore[attr-defined]
    if network is None:
        return False
    tried = AccessAttempt.objects.filter(
        ip_address=network, attempt_time__gt=get_cool_off_threshold(request)
    )
    accounts = tried.order_by().values("username").distinct().count()
    return bool(accounts > settings.LOGIN_ACCOUNTS_LIMIT)
