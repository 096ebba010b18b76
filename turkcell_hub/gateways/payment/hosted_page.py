"""A hosted payment page (contracts/hosted_page.yaml)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.payment import signing
from turkcell_hub.gateways.payment.contract import (
    CardPlan,
    Checkout,
    Forged,
    Installment,
    Payment,
    PaymentAccount,
    PaymentOutcome,
)

_OUTCOMES = {"paid": PaymentOutcome.PAID, "failed": PaymentOutcome.FAILED}
_REASONS = {
    "insufficient_funds": "INSUFFICIENT_FUNDS",
    "declined": "DECLINED",
    "three_d_failed": "THREE_D_FAILED",
    "cancelled_by_user": "CANCELLED_BY_USER",
}
_LONGEST = 80
_MOST_INSTALLMENTS = 36


class HostedPage:
    """Signs with the merchant's secret; opens its HTTP session at the first question."""

    def __init__(self, account: PaymentAccount, on_exchange: OnExchange | None = None) -> None:
        self._account = account
        self._on_exchange = on_exchange
        self._http: HttpClient | None = None

    def page(self, checkout: Checkout) -> str:
        values = {
            "merchant": self._account.merchant,
            "order": checkout.reference,
            "amount": f"{checkout.amount:.2f}",
            "currency": checkout.currency,
            "description": checkout.description,
            "return_url": checkout.return_url,
            "callback_url": checkout.callback_url,
            "expires": str(int(checkout.expires_at.timestamp())),
        }
        signature = signing.of_values(self._account.secret, values)
        query = urlencode({**values, "signature": signature})
        return f"{self._account.base_url.rstrip('/')}/checkout?{query}"

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> Payment:
        told = next(
            (v for k, v in headers.items() if k.lower() == signing.SIGNATURE_HEADER.lower()), ""
        )
        if not signing.matches(told, signing.of_body(self._account.secret, body)):
            raise Forged("SIGNATURE_WRONG")
        try:
            payment = self._payment(json.loads(body, parse_float=Decimal))
        except (ValueError, RecursionError):
            raise Forged("UNREADABLE") from None
        return payment

    def ask(self, reference: str) -> Sequence[Payment]:
        values = {
            "merchant": self._account.merchant,
            "order": reference,
            "timestamp": str(int(time.time())),
        }
        signed = {**values, "signature": signing.of_values(self._account.secret, values)}
        reply = self._client().request("payment.ask", "GET", "/payments", params=signed)
        _require_ok(reply)
        rows = reply.json()
        try:
            return [self._payment(row) for row in rows["payments"]]
        except (ValueError, KeyError, TypeError):
            raise Broken("UNREADABLE", reply.answer()) from None

    def installments(self, amount: Decimal, first_six: str = "") -> Sequence[CardPlan]:
        values = {
            "merchant": self._account.merchant,
            "amount": f"{amount:.2f}",
            "timestamp": str(int(time.time())),
            **({"bin": first_six} if first_six else {}),
        }
        signed = {**values, "signature": signing.of_values(self._account.secret, values)}
        reply = self._client().request(
            "payment.installments", "GET", "/installments", params=signed
        )
        _require_ok(reply)
        try:
            return [_plan(row) for row in reply.json()["plans"]]
        except (ValueError, KeyError, TypeError):
            raise Broken("UNREADABLE", reply.answer()) from None

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    def _client(self) -> HttpClient:
        if self._http is None:
            self._http = HttpClient(
                self._account.base_url, read_timeout=10, on_exchange=self._on_exchange
            )
        return self._http

    def _payment(self, row: Any) -> Payment:
        """Raises ``ValueError`` for what the contract does not know."""
        if not isinstance(row, dict) or row.get("merchant") != self._account.merchant:
            raise ValueError("another merchant's payment")
        outcome = _OUTCOMES.get(str(row.get("status")))
        reference, payment_id = row.get("order"), row.get("payment_id")
        if outcome is None or not _is_name(reference) or not _is_name(payment_id):
            raise ValueError("not a payment")
        reason = "" if outcome is PaymentOutcome.PAID else _reason(row.get("reason"))
        return Payment(
            reference=str(reference),
            payment_id=str(payment_id),
            outcome=outcome,
            amount=_amount(row.get("amount")),
            currency=str(row.get("currency", ""))[:3],
            reason=reason,
            installments=_count(row.get("installments", 1)),
            payer_total=_amount(row["payer_total"]) if row.get("payer_total") else None,
        )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isascii()


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if not amount.is_finite() or not 0 <= amount < 10**10:
        raise ValueError("not an amount")
    return amount


def _count(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= _MOST_INSTALLMENTS:
        raise ValueError("not a count of instalments")
    return value


def _plan(row: Any) -> CardPlan:
    options = [
        Installment(
            _count(one["count"]), _amount(one["each"]), _amount(one["last"]), _amount(one["total"])
        )
        for one in row["options"]
    ]
    for one in options:
        if one.each * (one.count - 1) + one.last != one.total:
            raise ValueError("the instalments are not the total")
    return CardPlan(str(row["programme"])[:60], str(row["bank"])[:60], tuple(options))


def _reason(value: object) -> str:
    return _REASONS.get(str(value), "DECLINED")


def _require_ok(reply: Reply) -> None:
    fail_by_status(reply, submit=False)
    if reply.status in (401, 403):
        raise BadCredentials("BAD_CREDENTIALS", reply.answer())
    if reply.status != 200:
        raise Refused("REFUSED", reply.answer())
