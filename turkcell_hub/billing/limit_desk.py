"""The seam between an approved limit request and the operator who has to agree to it.

Without a desk that takes it the approval itself changes the limit. A desk (``limit_orders``) hands
the request on, rows only, in the approving transaction; ``limit_requests.complete`` or
``limit_requests.refuse`` is called when the operator has answered.
"""

from __future__ import annotations

from typing import Protocol

from turkcell_hub.billing.models import LimitRequest


class Desk(Protocol):
    def takes(self, request: LimitRequest) -> bool:
        """Whether the operator is asked about this firm's limit."""
        ...

    def hand_on(self, request: LimitRequest) -> None:
        """Writes what is to be sent; once a request. No call inside."""
        ...


_desks: list[Desk] = []


def register(desk: Desk) -> None:
    if desk not in _desks:
        _desks.append(desk)


def unregister(desk: Desk) -> None:
    """For tests."""
    _desks.remove(desk)


def for_request(request: LimitRequest) -> Desk | None:
    """The first desk that takes it."""
    return next((desk for desk in _desks if desk.takes(request)), None)
