"""TM Forum 622 Product Ordering v4.

Verified: paths, the order's fields, the compulsory item id and action, the states, the events'
names and bodies. Ours: the key in the header ``x-api-key``, as at the sister API 678, that
``externalId`` filters the list, and that a callback which listens already is answered with 409.
"""

from __future__ import annotations

from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, GatewayError, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.orders.contract import (
    Item,
    Order,
    OrdersCapabilities,
    Progress,
    Standing,
)
from turkcell_hub.gateways.sms.common import clip

BASE = "/tmf-api/productOrderingManagement/v4"
_PROGRESS = {
    "acknowledged": Progress.RECEIVED,
    "pending": Progress.RECEIVED,
    "inProgress": Progress.IN_PROGRESS,
    "held": Progress.NEEDS_INFORMATION,
    "assessingCancellation": Progress.IN_PROGRESS,
    "pendingCancellation": Progress.IN_PROGRESS,
    "completed": Progress.COMPLETED,
    "rejected": Progress.REJECTED,
    "failed": Progress.REJECTED,
    "cancelled": Progress.CANCELLED,
}


class Tmf622:
    """Thread-safe. ``key`` is the installation's own at the service centre."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout: float = 20.0,
        only_outside: bool = False,
        on_exchange: OnExchange | None = None,
    ) -> None:
        self._headers = {"x-api-key": key}
        self._http = HttpClient(
            url, read_timeout=timeout, on_exchange=on_exchange, only_outside=only_outside
        )

    def capabilities(self) -> OrdersCapabilities:
        return OrdersCapabilities()

    def place(self, order: Order) -> Standing:
        reply = self._http.request(
            "place", "POST", BASE + "/productOrder", submit=True, json=_body(order),
            headers=self._headers, summary=f"items={len(order.items)}",
        )  # fmt: skip
        if reply.status not in (200, 201):
            raise _failure(reply, submit=True)
        return _standing(reply, reply.json_object())

    def find(self, reference: str) -> Standing | None:
        reply = self._ask("find", "/productOrder", {"externalId": reference})
        rows = reply.json()
        if not isinstance(rows, list):
            raise Broken("UNREADABLE", reply.answer())
        ours = [row for row in rows if isinstance(row, dict) and row.get("externalId") == reference]
        return _standing(reply, ours[0]) if ours else None

    def standing(self, order_id: str) -> Standing:
        reply = self._ask("standing", f"/productOrder/{order_id}")
        return _standing(reply, reply.json_object())

    def cancel(self, order_id: str, reason: str) -> None:
        body = {"cancellationReason": reason, "productOrder": {"id": order_id}}
        reply = self._http.request(
            "cancel", "POST", BASE + "/cancelProductOrder", json=body, headers=self._headers
        )
        if reply.status not in (200, 201, 202):
            raise _failure(reply, submit=False)

    def listen(self, callback: str) -> None:
        reply = self._http.request(
            "listen", "POST", BASE + "/hub", json={"callback": callback}, headers=self._headers
        )
        if reply.status not in (200, 201, 409):
            raise _failure(reply, submit=False)

    def close(self) -> None:
        self._http.close()

    def _ask(self, name: str, path: str, params: dict[str, str] | None = None) -> Reply:
        reply = self._http.request(name, "GET", BASE + path, params=params, headers=self._headers)
        if reply.status != 200:
            raise _failure(reply, submit=False)
        return reply


def _body(order: Order) -> dict[str, Any]:
    company = order.company
    return {
        "externalId": order.reference,
        "category": order.category,
        "description": company.name,
        "channel": [{"id": "TURKCELL_HUB", "name": "Turkcell Hub"}],
        "note": [{"text": order.note}] if order.note else [],
        "relatedParty": [
            {"@referredType": "Organization", "role": "Customer", "id": company.tax_number,
             "name": company.name},
            {"@referredType": "Individual", "role": "Contact", "name": company.contact},
        ],
        "notificationContact": f"{company.phone}; {company.email}",
        "productOrderItem": [_item(item) for item in order.items],
    }  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    values = [{"name": name, "value": value} for name, value in item.characteristics.items()]
    return {
        "id": item.id,
        "action": "add" if item.is_new else "modify",
        "productOffering": {"id": item.offering},
        "product": {"productCharacteristic": values},
    }


def _standing(reply: Reply, order: dict[str, Any]) -> Standing:
    rows = order.get("productOrderItem")
    if not isinstance(order.get("id"), str) or not order["id"] or not isinstance(rows, list):
        raise Broken("UNREADABLE", reply.answer())
    whole = order.get("state")
    items: dict[str, Progress] = {}
    for row in rows:
        told = _PROGRESS.get(str(row.get("state") or whole)) if isinstance(row, dict) else None
        if told is None:
            raise Broken("UNREADABLE", reply.answer())
        items[str(row.get("id"))] = told
    notes = [note.get("text", "") for note in order.get("note") or [] if isinstance(note, dict)]
    has_reason = {Progress.NEEDS_INFORMATION, Progress.REJECTED} & set(items.values())
    return Standing(order["id"][:64], items, clip(notes[-1]) if has_reason and notes else "")


def _failure(reply: Reply, *, submit: bool) -> GatewayError:
    told = reply.json_object()
    answer = reply.answer(clip(str(told.get("code") or "")), clip(str(told.get("reason") or "")))
    if reply.status in (401, 403):
        return BadCredentials("AUTH_FAILED", answer)
    try:
        fail_by_status(reply, submit=submit)
    except GatewayError as failure:
        return failure
    if reply.status == 404:
        return Refused("NOT_FOUND", answer)
    return (
        Refused("OPERATOR_REFUSED", answer)
        if reply.status >= 400
        else Broken("UNEXPECTED_STATUS", answer)
    )
