"""Names for what went wrong on the line, and how long an operator asks us to wait."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    LocationValueError,
    MaxRetryError,
    NewConnectionError,
    ReadTimeoutError,
)

from turkcell_hub.gateways.errors import GatewayError, Unknown, Unreachable, VendorAnswer
from turkcell_hub.gateways.outside import InsideAddress

_LONGEST_WAIT = 86_400.0
_NEVER_CONNECTED: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "CERTIFICATE_REFUSED"),
    (InsideAddress, "BAD_ADDRESS"),
    (NewConnectionError, "NO_CONNECTION"),  # refused, no route, name not found
    (ConnectTimeoutError, "CONNECT_TIMEOUT"),
    (requests.ConnectTimeout, "CONNECT_TIMEOUT"),
    (requests.exceptions.InvalidURL, "BAD_ADDRESS"),
    (requests.exceptions.InvalidSchema, "BAD_ADDRESS"),
    (requests.exceptions.MissingSchema, "BAD_ADDRESS"),
    (LocationValueError, "BAD_ADDRESS"),
)


def lost(failure: Exception, submit: bool, correlation_id: str) -> GatewayError:
    """The error for an exchange without a whole answer. In doubt, the request has left."""
    errors = _chain(failure)
    answer = VendorAnswer(correlation_id=correlation_id)
    for kind, reason in _NEVER_CONNECTED:
        if any(isinstance(error, kind) for error in errors):
            return Unreachable(reason, answer)
    timed_out = any(isinstance(e, requests.Timeout | ReadTimeoutError) for e in errors)
    reason = "NO_ANSWER_IN_TIME" if timed_out else "CONNECTION_LOST"
    return Unknown(reason, answer) if submit else Unreachable(reason, answer)


def retry_after(value: str) -> float | None:
    """Seconds to wait from a Retry-After header (seconds or an HTTP date, RFC 9110 10.2.3), a day
    at most; None when it says nothing readable."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    wait = (moment - datetime.now(UTC)).total_seconds()
    return min(max(wait, 0.0), _LONGEST_WAIT)


def _chain(failure: BaseException) -> list[BaseException]:
    """The failure and all that it wraps. Not its context: that may be another exchange's."""
    found: list[BaseException] = []
    waiting: list[object] = [failure]
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseException) and not any(error is known for known in found):
            found.append(error)
            waiting += error.args
            if isinstance(error, MaxRetryError):
                waiting.append(error.reason)
    return found
