"""An operator over HTTP, accounts in every dialect that it speaks, and their adapters."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from tests.gateways.sms_batches import batch
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.common import ISTANBUL
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    DeliveryReport,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
)

PASSWORD = "dogru-sifre"
DIALECTS = {
    "mesajussu, codes in the body": ("mesajussu", {"code_in": "body"}),
    "mesajussu, codes as the status": ("mesajussu", {"code_in": "status"}),
    "verimor in plain text": ("verimor", {"answer_style": "plain"}),
    "verimor in JSON": ("verimor", {"answer_style": "json"}),
    "netgsm": ("netgsm", {"queries_per_minute": None}),
}
# They keep our reference, push, and look at the credit first.
WHOLE = list(DIALECTS)[:4]
PATHS = {"mesajussu": "/api/api/integration", "verimor": "", "netgsm": ""}
_numbers = itertools.count(1)


@dataclass
class Account:
    """An account at the operator, and the adapter that speaks for it."""

    gateway: SmsGateway
    control: ControlClient
    config: AccountConfig

    def script(self, **step: Any) -> None:
        self.control.script(self.config.username, step)

    def change(self, **settings: Any) -> None:
        self.control.change_account(self.config.username, **settings)

    def taken(self) -> list[dict[str, Any]]:
        return self.control.truth(self.config.username)["messages"]

    def logins(self) -> int:
        return len(self.control.requests(self.config.username, "login"))


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture
def make(operator: FakeOperatorProcess) -> Iterator[Callable[..., Account]]:
    control = ControlClient(operator.url)
    control.set_clock("2026-11-23T12:00:00+03:00")
    made: list[SmsGateway] = []

    def account(
        dialect: str, extra: dict[str, Any] | None = None, service: str = "sms", **settings: Any
    ) -> Account:
        adapter, style = DIALECTS[dialect]
        if adapter == "netgsm":  # its questions name a range of our own days
            today = datetime.now(ISTANBUL).replace(hour=12, minute=0, second=0, microsecond=0)
            control.set_clock(today.isoformat())
        prefix = "532" if adapter == "mesajussu" else "90850"
        username = f"{prefix}{next(_numbers):07}"
        wanted = {"report_delay": [0, 0], "senders": ["FIRMA"], "duplicate_hours": 0}
        control.create_account(username, adapter, PASSWORD, **wanted, **style, **settings)
        config = AccountConfig(
            adapter,
            operator.url + PATHS[adapter],
            username,
            PASSWORD,
            service=service,
            extra=extra or {},
            timeout=5,
        )
        made.append(open_sms(config))
        return Account(made[-1], control, config)

    yield account
    for gateway in made:
        gateway.close()


@pytest.fixture(params=DIALECTS)
def account(request: pytest.FixtureRequest, make: Callable[..., Account]) -> Account:
    return make(request.param)


def to(*numbers: str, text: str = "Randevunuz yarın saat 14.00'te") -> SubmitRequest:
    messages = [OutgoingMessage(f"m{i}", number, text) for i, number in enumerate(numbers)]
    return replace(batch(1), messages=messages)


def reports(gateway: SmsGateway, packet_id: str) -> list[DeliveryReport]:
    found, cursor = [], None
    while True:
        page = gateway.pull_reports(packet_id, cursor)
        found += page.reports
        cursor = page.cursor
        if cursor is None:
            return found
