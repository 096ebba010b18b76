"""Firms with prices, and a payment service whose callbacks are caught before the portal."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from tests.support.fake_operator import FakeOperatorProcess
from tests.support.firms import actor_for
from turkcell_hub.billing.models import PACKAGES, Order, PackagePrice
from turkcell_hub.gateways.payment.contract import Payment as Word
from turkcell_hub.gateways.payment.contract import PaymentOutcome
from turkcell_hub.settings.environment import Payment
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

SECRET = "s" * 40
MERCHANT = "TURKCELLHUB"


def word(order: Order, number: str = "P1", amount: str = "", **more: Any) -> Word:
    """What the payment service says on an order: paid, unless told otherwise."""
    values = {"outcome": PaymentOutcome.PAID, "currency": "TRY", **more}
    return Word(order.reference, number, amount=Decimal(amount or order.gross), **values)


@pytest.fixture(autouse=True)
def firms_set_prices(settings: Any) -> None:
    """Most of these tests are about a company that runs the portal for itself; test_platform.py
    is about the others."""
    settings.PRICES_SET_BY = "firm"


@pytest.fixture
def priced(firm: Firm) -> Iterator[Firm]:
    """The five packages cost 10 kuruş an SMS, plus 20 % VAT, since the year's beginning."""
    with firm_scope(firm.pk):
        for size in PACKAGES:
            PackagePrice.objects.create(
                firm=firm, credits=size, net=Decimal(size) / 10, valid_from=dt.date(2026, 1, 1)
            )
        yield firm


@pytest.fixture
def buyer(priced: Firm, manager: Membership) -> Actor:
    return actor_for(manager)


@pytest.fixture(scope="session")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        url = f"{running.url}/__control__/merchants/{MERCHANT}"
        assert requests.put(url, json={"secret": SECRET}, timeout=10).status_code == 200
        yield running


@pytest.fixture
def cards(operator: FakeOperatorProcess, settings: Any) -> FakeOperatorProcess:
    """Card payments at the sandbox's page."""
    settings.PAYMENT = Payment("hosted_page", f"{operator.url}/pay", MERCHANT, SECRET)
    return operator


class Mailbox:
    """Stands where the portal's callback address is, and keeps what comes as it came."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, dict[str, str]]] = []
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                box.came.append((body, dict(self.headers)))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    made = Mailbox()
    settings.PUBLIC_URL = made.url
    yield made
    made.close()
