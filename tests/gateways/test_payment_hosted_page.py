"""The hosted payment page's adapter: what it signs, what it believes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest

from turkcell_hub.gateways.errors import GatewayError, Refused
from turkcell_hub.gateways.payment import signing
from turkcell_hub.gateways.payment.contract import (
    Checkout,
    Forged,
    PaymentAccount,
    PaymentOutcome,
)
from turkcell_hub.gateways.payment.registry import codes, open_payment

ACCOUNT = PaymentAccount("hosted_page", "http://127.0.0.1:9", "M1", "g" * 40)
ROW = {
    "merchant": "M1", "order": "a1", "payment_id": "p1", "status": "paid",
    "amount": "120.00", "currency": "TRY", "at": "2026-11-22T10:00:00+00:00",
}  # fmt: skip


def callback(row: object, secret: str = ACCOUNT.secret) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(row).encode()
    return body, {"x-payment-signature": signing.of_body(secret, body)}


def test_the_page_is_signed_over_everything_that_the_payer_could_change() -> None:
    checkout = Checkout(
        "a1", Decimal(120), "1.000 SMS paketi", "https://h/o", "https://h/c",
        datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    page = open_payment(ACCOUNT).page(checkout)
    values = dict(parse_qsl(urlsplit(page).query))
    assert values["amount"] == "120.00"
    assert values["signature"] == signing.of_values(ACCOUNT.secret, values)
    assert signing.of_values(ACCOUNT.secret, {**values, "amount": "1.20"}) != values["signature"]
    assert ACCOUNT.secret not in page + repr(ACCOUNT)


def test_a_signed_callback_is_read() -> None:
    payment = open_payment(ACCOUNT).read_callback(*callback(ROW))
    assert (payment.reference, payment.payment_id) == ("a1", "p1")
    assert (payment.outcome, payment.amount) == (PaymentOutcome.PAID, Decimal("120.00"))


@pytest.mark.parametrize(
    "row",
    [
        {**ROW, "merchant": "M2"}, {**ROW, "status": "maybe"}, {**ROW, "amount": "NaN"},
        {**ROW, "amount": "-1"}, {**ROW, "amount": "x"}, {**ROW, "order": None},
        {**ROW, "payment_id": "x" * 200}, [], "paid", None,
    ],
)  # fmt: skip
def test_a_callback_that_the_contract_does_not_know_is_forged(row: object) -> None:
    with pytest.raises(Forged):
        open_payment(ACCOUNT).read_callback(*callback(row))


def test_a_wrong_or_missing_signature_is_forged() -> None:
    body, headers = callback(ROW, "h" * 40)
    for told in (headers, {}, {"X-Payment-Signature": "ş"}):
        with pytest.raises(Forged):
            open_payment(ACCOUNT).read_callback(body, told)


def test_a_question_that_cannot_be_asked_is_a_gateway_error() -> None:
    with pytest.raises(GatewayError):
        open_payment(ACCOUNT).ask("a1")


def test_an_unlisted_service_is_refused() -> None:
    assert codes() == ["hosted_page"]
    with pytest.raises(Refused, match="UNKNOWN_ADAPTER"):
        open_payment(PaymentAccount("pigeon", "https://x", "m", "s"))
