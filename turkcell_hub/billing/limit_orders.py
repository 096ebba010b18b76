"""Limit increases at the operator who bills the firm's SMS by the month (C-05).

Where the firm has its postpaid SMS from the operator's service centre, an approved request becomes
an order there; his word changes the limit, once. Elsewhere the approval itself does.
"""

from __future__ import annotations

from turkcell_hub.applications.catalogue import LIMIT
from turkcell_hub.applications.models import Application, ApplicationItem, PaymentType
from turkcell_hub.applications.services import changes
from turkcell_hub.billing.models import LimitRequest
from turkcell_hub.tenancy.actor import system


class OperatorDesk:
    """Hands approved requests on as orders."""

    def takes(self, request: LimitRequest) -> bool:
        return _base(request) is not None

    def hand_on(self, request: LimitRequest) -> None:
        base = _base(request)
        if base is None:
            raise LookupError("no application stands behind this firm's limit")
        actor = system(request.firm_id, request.decided_by)
        changes.order(actor, base, LIMIT, request.pk, {"monthlyLimit": str(request.amount)})


def order_of(request: LimitRequest) -> ApplicationItem | None:
    """The operator's order for a request that was handed on."""
    return changes.of(LIMIT, request.pk)


def _base(request: LimitRequest) -> Application | None:
    return changes.supplied(request.firm_id, "TOPLU_SMS", PaymentType.POSTPAID)
