"""The SMPP adapter against an SMSC that was written from the specification: what it really took
is in its truth."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.gateways.sms_batches import batch
from tests.gateways.sms_operator import operator
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import Busy, GatewayError, Refused, Unknown
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    DeliveryReport,
    Outcome,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
)
from turkcell_hub.lib.sms_parts import count

__all__ = ["operator"]  # fixture

PASSWORD = "gizli-99"
_numbers = itertools.count(1)


class Account:
    """An account at the SMSC, and the adapter that speaks for it."""

    def __init__(self, url: str, extra: dict[str, Any], **settings: Any) -> None:
        self.control = ControlClient(url)
        self.username = f"ege{next(_numbers)}"
        wanted = {"report_delay": [0, 0], "senders": ["FIRMA"], **settings}
        self.control.create_account(self.username, "smpp", PASSWORD, **wanted)
        self.gateway: SmsGateway = open_sms(
            AccountConfig(
                "smpp", url.replace("http", "smpp"), self.username, PASSWORD, extra=extra, timeout=3
            )
        )

    def taken(self) -> list[dict[str, Any]]:
        return self.control.truth(self.username)["messages"]

    def reports(self, wanted: int) -> list[DeliveryReport]:
        found: list[DeliveryReport] = []
        ends = time.monotonic() + 10
        while len(found) < wanted and time.monotonic() < ends:
            if collected := self.gateway.collect(0.5):
                found += self.gateway.parse_push(collected.body, collected.headers).reports
                self.gateway.acknowledge(collected)
        return found


@pytest.fixture
def make(operator: FakeOperatorProcess) -> Iterator[Callable[..., Account]]:
    made: list[Account] = []

    def _make(extra: dict[str, Any] | None = None, **settings: Any) -> Account:
        made.append(Account(operator.url, extra or {}, **settings))
        return made[-1]

    yield _make
    for account in made:
        account.gateway.close()


def to(number: str, text: str = "Randevunuz yarın saat 14.00'te") -> SubmitRequest:
    return replace(batch(1), messages=[OutgoingMessage("m", number, text)])


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize("long_text", ["udh", "payload"])
@pytest.mark.parametrize("turkish", ["single", "locking", "ucs2"])
def test_the_operator_reads_and_counts_what_we_wrote(make, turkish: str, long_text: str):
    account = make({"turkish": turkish, "long_text": long_text}, max_parts=9)
    profile = account.gateway.capabilities().counting
    for text in ("düz", "Şirketimizden ığşçİ", "kâr payı", "ş" * 156, "a" * 400, "€[]^{}ğ" * 30):
        account.gateway.submit(to("+905320000001", text))
        row = account.taken()[-1]
        assert (row["text"], row["parts"]) == (text, count(text, profile).parts)


def test_every_fate_of_a_number_comes_back_as_its_outcome(make):
    fates = {
        "01": Outcome.DELIVERED,
        "02": Outcome.UNDELIVERED,
        "03": Outcome.EXPIRED,
        "04": Outcome.REJECTED_BY_OPERATOR,
        "05": Outcome.REJECTED_BY_OPERATOR,
        "06": Outcome.REJECTED_BY_OPERATOR,
    }
    for settings, extra in (
        ({"receipts": "text", "message_ids": "hex"}, {"message_ids": "hex-decimal"}),
        ({"receipts": "tlv"}, {}),
    ):
        account = make(extra, **settings)
        ids = {account.gateway.submit(to(f"+9053200000{end}")).packet_id: end for end in fates}
        found = account.reports(len(fates))
        assert {ids[report.packet_id]: report.outcome for report in found} == fates
        assert all(report.to.endswith(ids[report.packet_id]) for report in found)
    with pytest.raises(Refused, match="NUMBER_INVALID"):
        account.gateway.submit(to("+905320000007"))


@pytest.mark.parametrize(
    ("step", "error", "taken"),
    [
        ({"do": "error_before"}, Unknown, 0),
        ({"do": "error_after"}, Unknown, 1),
        ({"do": "drop_before"}, Unknown, 0),
        ({"do": "drop_after"}, Unknown, 1),
        ({"do": "garbage"}, Unknown, 1),
        ({"do": "half"}, Unknown, 1),
        ({"do": "empty"}, Unknown, 1),
        ({"do": "busy", "status": 429}, Busy, 0),
        ({"do": "busy", "status": 503}, Busy, 0),
        ({"do": "refuse", "code": "0x0A"}, Refused, 0),
    ],
)
def test_an_answer_never_says_more_than_is_true(
    make, step: dict[str, Any], error: type[GatewayError], taken: int
):
    account = make()
    account.control.script(account.username, step)
    with pytest.raises(error):
        account.gateway.submit(to("+905320000001"))
    assert len(account.taken()) == taken
    account.gateway.submit(to("+905320000009"))  # the line, or a new one, goes on
    assert len(account.taken()) == taken + 1


def test_a_lost_answers_receipt_names_its_number(make):
    account = make()
    account.control.script(account.username, {"do": "drop_after"})
    with pytest.raises(Unknown):
        account.gateway.submit(to("+905320000001"))
    (report,) = account.reports(1)
    assert (report.to, report.outcome) == ("+905320000001", Outcome.DELIVERED)
    assert report.packet_id == account.taken()[0]["message_id"]


def test_eight_threads_hand_over_each_message_once_on_one_bind(make):
    account = make({"connections": 8})
    numbers = [f"+905320{index}01" for index in range(1000, 1040)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(account.gateway.submit, map(to, numbers)))
    assert len({result.packet_id for result in results}) == 40
    assert sorted(row["dest"] for row in account.taken()) == numbers
    assert len(account.control.requests(account.username, "login")) == 1


def test_a_rate_that_is_exceeded_says_when_to_come_back(make):
    account = make(messages_per_second=1)
    account.gateway.submit(to("+905320000001"))
    with pytest.raises(Busy) as told:
        account.gateway.submit(to("+905320000001"))
    assert told.value.retry_after == 1.0
    assert len(account.taken()) == 1
