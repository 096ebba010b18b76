"""What the registry's refusals mean in the family of errors.

Retryable are 429, H123 and the 5xx alone; all else is final and for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Busy, GatewayError, OutOfFunds
from turkcell_hub.gateways.http import Reply, fail_by_status
from turkcell_hub.gateways.iys.contract import ItemError, NotAccepted
from turkcell_hub.lib.redact import redact_text

TAKEN = (200, 201, 202, 204)
HOUR = 3600.0
TOO_FAST = frozenset({"H083", "H124"})
# code -> (reason, seconds to wait)
_LATER: dict[str, tuple[str, float]] = {
    "H083": ("RATE_LIMIT", 1.0),
    "H124": ("RATE_LIMIT", 1.0),
    "H084": ("TOKEN_LIMIT", HOUR),
    "H086": ("STATUS_LIMIT", HOUR),
    "H089": ("HISTORY_LIMIT", HOUR),
    "H123": ("OPERATOR_BUSY", 60.0),
    "H192": ("OPERATOR_BUSY", 60.0),
}
# The provider's package does not allow it: nothing was taken, a person must act.
_PACKAGE = {
    "H520": "SUBSCRIPTION_STOPPED",
    "H521": "SUBSCRIPTION_CLOSED",
    "H524": "NO_SUBSCRIPTION",
    "H586": "SUBSCRIPTION_WITHOUT_API",
    "H525": "CONSENT_QUOTA_USED",
    "H1015": "VIA_CREDIT_USED",
    "H1031": "VIA_CREDIT_USED",
}
_DEAD_TOKEN = frozenset({"H250", "H252", "H351"})
_REASONS = {
    "H001": "NOT_FOUND",
    "H018": "NOT_FOUND",
    "H058": "NOT_FOUND",
    "H437": "NO_SUBSCRIPTION",
    "H353": "NOT_OURS",
    "H355": "NO_RIGHT",
    "H363": "NO_RIGHT",
    "H174": "SAME_STATE",
    "H175": "FIRST_REFUSAL",
    "H178": "OLDER_THAN_STORED",
    "H467": "TOO_LATE",
    "H462": "MERCHANT_UPDATE",
    "H463": "MERCHANT_UPDATE",
    "H194": "REPEATED_IN_LIST",
    "H530": "PUSH_NOT_REACHED",
    "H531": "PUSH_NOT_HTTPS",
    "H191": "PUSH_NOT_REACHED",
    "H532": "PUSH_PLACES_TAKEN",
    "H1014": "NOT_OURS",
    "H1040": "NOT_OURS",
    "H1032": "VIA_FINISHED",
    "H1050": "VIA_TRIES_USED",
    "H1051": "VIA_EXPIRED",
    "H1067": "VIA_FINISHED",
    "H1052": "VIA_CODE_WRONG",
    "H091": "LIST_TOO_LONG",
    "H125": "LIST_TOO_LONG",
}


def clip(text: object) -> str:
    """The registry's own text for people: short, numbers masked."""
    return redact_text(" ".join(str(text or "")[:400].split()))[:200]


def errors_of(reply: Reply) -> tuple[ItemError, ...]:
    """Every error of a refusal: a list ``errors``, or one code at the top (seen with H084)."""
    body = reply.json_object()
    rows = body.get("errors")
    rows = rows if isinstance(rows, list) else [body]
    found = [error_of(row) for row in rows if isinstance(row, dict)]
    return tuple(one for one in found if one.code)


def error_of(row: dict[str, Any]) -> ItemError:
    """One error. Some answers misspell the key as ``code:``."""
    facts = {str(name).strip(" :"): value for name, value in row.items()}
    place, index = facts.get("location"), facts.get("index")
    if isinstance(place, list):
        place = place[0] if place else ""
    return ItemError(
        code=str(facts.get("code") or ""),
        field=str(place or ""),
        index=index if isinstance(index, int) and not isinstance(index, bool) else None,
        text=clip(facts.get("message")),
    )


def is_token_dead(reply: Reply) -> bool:
    """The token was not taken, so nothing was done (401 H351 and its kin)."""
    if reply.status == 401:
        return True
    return reply.status == 400 and any(one.code in _DEAD_TOKEN for one in errors_of(reply))


def fail(reply: Reply, *, submit: bool = False) -> None:
    """Returns when the call was taken, else raises what it means.

    ``submit``: the call may not simply be repeated, so a 5xx is ``Unknown``. Raises
    ``NotAccepted`` with every error for a final refusal.
    """
    if reply.status in TAKEN:
        return
    errors = errors_of(reply)
    for error in errors:
        known = _by_code(error, reply)
        if known is not None:
            raise known
    first = errors[0] if errors else ItemError("")
    fail_by_status(reply, submit=submit, code=first.code, text=first.text)
    if reply.status == 403 and not errors:
        raise BadCredentials("IP_NOT_ALLOWED", reply.answer())
    raise refusal(errors, reply)


def refusal(errors: Sequence[ItemError], reply: Reply) -> NotAccepted:
    first = errors[0] if errors else ItemError("")
    reason = _REASONS.get(first.code, "REGISTRY_REFUSED")
    return NotAccepted(reason, errors, reply.answer(first.code, first.text))


def _by_code(error: ItemError, reply: Reply) -> GatewayError | None:
    answer = reply.answer(error.code, error.text)
    if error.code in _LATER:
        reason, wait = _LATER[error.code]
        return Busy(reason, answer, retry_after=wait)
    if error.code in _PACKAGE:
        return OutOfFunds(_PACKAGE[error.code], answer)
    return None
