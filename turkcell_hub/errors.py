"""The one family of errors that services raise (docs/architecture.md, "Errors").

Forms show ``message`` beside ``field``; the REST handler turns the same object into
``application/problem+json`` with the stable ``code``. Messages are Turkish and say what
to do; they never hold a full phone number, TCKN or secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from turkcell_hub.sentences import shown


class HubError(Exception):
    """Base. ``status`` is the HTTP status of the REST door; ``extra`` travels as JSON."""

    status = 400
    code = "error"

    def __init__(
        self,
        message: object,
        *,
        code: str | None = None,
        field: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self._message = message
        self.code = code or type(self).code
        self.field = field
        self.extra = dict(extra or {})

    @property
    def message(self) -> str:
        """In the language of who reads it: what sheets, numbers and gateways say of a mistake is
        Turkish data."""
        return shown(self._message)


class Invalid(HubError):
    """The input cannot be used; the message says how to mend it."""

    code = "invalid"


class NotAllowed(HubError):
    """The actor's role or key lacks the right."""

    status = 403
    code = "not_allowed"


class NotFound(HubError):
    """No such record for this actor (also when it belongs to another firm)."""

    status = 404
    code = "not_found"


class Conflict(HubError):
    """The record is in a state that does not allow the move, or is in use."""

    status = 409
    code = "conflict"


class InsufficientCredit(HubError):
    """A spend would take a balance below zero. ``extra``: needed, balance, missing."""

    status = 402
    code = "insufficient_credit"


class Unavailable(HubError):
    """An outside service cannot be used now; trying later may help."""

    status = 503
    code = "unavailable"
