"""The closed family of gateway errors (architecture, "The outbox engine").

An adapter turns every failure of an exchange into exactly one of these. The family
answers the only question that the engine asks: *may the same request be sent again?*
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VendorAnswer:
    """What the operator said, kept for people: its code, its own text, our correlation id."""

    code: str = ""
    text: str = ""
    http_status: int | None = None
    correlation_id: str = ""


class GatewayError(Exception):
    """Base of the family. ``reason`` is a stable portal code, never a vendor word."""

    def __init__(self, reason: str, answer: VendorAnswer | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = answer or VendorAnswer()


class Refused(GatewayError):
    """Final: the operator understood and said no. The same request is never repeated."""


class Busy(GatewayError):
    """Not taken, come back later (429, or 503 with Retry-After). Safe to repeat."""

    def __init__(
        self, reason: str, answer: VendorAnswer | None = None, *, retry_after: float | None = None
    ) -> None:
        super().__init__(reason, answer)
        self.retry_after = retry_after


class BadCredentials(GatewayError):
    """Login refused. The account is paused; a machine never tries the login again
    (T8)."""


class OutOfFunds(GatewayError):
    """The operator's own balance is too small. Nothing was taken; a person must act."""


class Unreachable(GatewayError):
    """The connection was never made: nothing was sent, safe to repeat with back-off."""


class Unknown(GatewayError):
    """Sent, but no usable answer came (time-out, cut connection, 500/502/504).
    The operator may have accepted. Never repeated: ask by our reference."""


class Broken(Unknown):
    """An answer came and cannot be read. Treated as Unknown; the exchange is kept."""
