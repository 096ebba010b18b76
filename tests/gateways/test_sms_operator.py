"""Both SMS adapters against an operator over HTTP: what it really took is read from its truth."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from tests.gateways.sms_batches import NOON, batch
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    OutOfFunds,
    Refused,
    Unknown,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    BatchKnown,
    MessageClass,
    Outcome,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
)
from turkcell_hub.lib.sms_parts import count

PASSWORD = "dogru-sifre"
DIALECTS = {
    "mesajussu, codes in the body": ("mesajussu", {"code_in": "body"}),
    "mesajussu, codes as the status": ("mesajussu", {"code_in": "status"}),
    "verimor in plain text": ("verimor", {"answer_style": "plain"}),
    "verimor in JSON": ("verimor", {"answer_style": "json"}),
}
PATHS = {"mesajussu": "/api/api/integration", "verimor": ""}
BY_LAST_DIGITS = {
    "01": Outcome.DELIVERED,
    "02": Outcome.UNDELIVERED,
    "03": Outcome.EXPIRED,
    "04": Outcome.REJECTED_BY_OPERATOR,
    "05": Outcome.BLACKLISTED,
    "06": Outcome.IYS_REJECTED,
    "07": Outcome.INVALID_NUMBER,
    "09": Outcome.ACCEPTED,
}
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

    def account(dialect: str, extra: dict[str, Any] | None = None, **settings: Any) -> Account:
        adapter, style = DIALECTS[dialect]
        prefix = "532" if adapter == "mesajussu" else "90850"
        username = f"{prefix}{next(_numbers):07}"
        wanted = {"report_delay": [0, 0], "senders": ["FIRMA"], "duplicate_hours": 0}
        control.create_account(username, adapter, PASSWORD, **wanted, **style, **settings)
        config = AccountConfig(
            adapter, operator.url + PATHS[adapter], username, PASSWORD, extra=extra or {}, timeout=5
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


def reports(gateway: SmsGateway, packet_id: str) -> list[Any]:
    found, cursor = [], None
    while True:
        page = gateway.pull_reports(packet_id, cursor)
        found += page.reports
        cursor = page.cursor
        if cursor is None:
            return found


def test_the_operator_took_exactly_what_was_handed_over(account: Account):
    same, each = batch(3, text="Hepinize aynı söz"), batch(3)
    packets = [account.gateway.submit(request).packet_id for request in (same, each)]
    taken = [
        (row["packet_id"], row["message_custom_id"], row["dest"], row["text"], row["custom_id"])
        for row in account.taken()
    ]
    assert taken == [
        (packet, message.reference, message.to, message.text, request.reference)
        for packet, request in zip(packets, (same, each), strict=True)
        for message in request.messages
    ]


@pytest.mark.parametrize("text", ["düz", "Şirketimizden ığşçİ", "kâr payı", "ş" * 156, "a" * 400])
def test_the_operator_counts_the_parts_that_we_count(account: Account, text: str):
    account.gateway.submit(to("+905320000001", text=text))
    profile = account.gateway.capabilities().counting
    assert account.taken()[0]["parts"] == count(text, profile).parts


def test_every_fate_of_a_number_comes_back_as_its_outcome(account: Account):
    numbers = [f"+9053200000{digits}" for digits in BY_LAST_DIGITS]
    packet = account.gateway.submit(to(*numbers)).packet_id
    account.control.advance(3 * 24 * 3600)
    found = reports(account.gateway, packet)
    assert [report.to for report in found] == numbers
    assert [report.outcome for report in found] == list(BY_LAST_DIGITS.values())
    spent = {report.outcome: report.credits for report in found}
    assert (spent[Outcome.DELIVERED], spent[Outcome.EXPIRED]) == (1, 0)


@pytest.mark.requirement("L-071")
def test_a_person_of_another_operator_is_not_a_subscriber(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body", {"tckn": True}, services=["tckn"])
    packet = account.gateway.submit(to("10000000146", "12345678910")).packet_id
    account.control.advance(3600)
    customer, stranger = reports(account.gateway, packet)
    assert (customer.to, stranger.to) == ("10000000146", "12345678910")
    assert customer.outcome is not Outcome.NOT_SUBSCRIBER
    assert (stranger.outcome, stranger.credits) == (Outcome.NOT_SUBSCRIBER, 0)


@pytest.mark.parametrize(
    ("step", "error", "taken"),
    [
        ({"do": "error_before", "status": 500}, Unknown, False),
        ({"do": "error_after", "status": 500}, Unknown, True),
        ({"do": "error_after", "status": 502}, Unknown, True),
        ({"do": "drop_before"}, Unknown, False),
        ({"do": "drop_after"}, Unknown, True),
        ({"do": "garbage"}, Broken, True),
        ({"do": "half"}, Unknown, True),
        ({"do": "empty"}, Broken, True),
        ({"do": "busy", "status": 429, "retry_after": 3}, Busy, False),
        ({"do": "busy", "status": 503, "retry_after": 3}, Busy, False),
    ],
)
def test_an_unclear_hand_over_is_cleared_by_our_reference(
    account: Account, step: dict[str, Any], error: type[GatewayError], taken: bool
):
    account.script(**step)
    request = batch(2)
    with pytest.raises(error):
        account.gateway.submit(request)
    assert len(account.taken()) == (2 if taken else 0)
    found = account.gateway.lookup(request.reference)
    assert found.known is (BatchKnown.YES if taken else BatchKnown.NO)
    if taken:
        rows = account.taken()
        assert found.packet_id == rows[0]["packet_id"]
        assert found.operator_ids == {r["message_custom_id"]: r["message_id"] for r in rows}


def test_an_answer_that_comes_too_late_is_unknown(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect)
        account.gateway.balance()  # logged in
        account.script(do="late", seconds=2)
        hasty = open_sms(replace(account.config, timeout=0.3))
        with pytest.raises(Unknown):
            hasty.submit(batch(1))


def test_a_reference_may_be_unknown_until_it_is_indexed(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect, index_lag=30)
        request = batch(1)
        account.gateway.submit(request)
        assert account.gateway.lookup(request.reference).known is BatchKnown.NO
        account.control.advance(60)
        assert account.gateway.lookup(request.reference).known is BatchKnown.YES


def test_an_idempotency_key_makes_a_repetition_harmless(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect, {"idempotency_key": True}, gateway_class="A")
        account.script(do="drop_after")
        request = batch(2)
        with pytest.raises(Unknown):
            account.gateway.submit(request)
        packet = account.gateway.submit(request).packet_id
        assert {row["packet_id"] for row in account.taken()} == {packet}
        assert len(account.taken()) == 2
        with pytest.raises(Refused, match="KEY_REUSED"):
            account.gateway.submit(replace(batch(1), reference=request.reference))


def test_a_wrong_password_is_tried_once_and_the_account_stays_open(account: Account):
    wrong = open_sms(replace(account.config, password="yanlis"))
    for _ in range(4):
        with pytest.raises(BadCredentials) as error:
            wrong.submit(batch(1))
        assert error.value.reason == "AUTH_FAILED"
    assert account.control.account(account.config.username)["failed_logins"] <= 1
    assert account.gateway.check() is not None


@pytest.mark.parametrize("code", [823, 900, 903, 907, 931, 982, 996])
def test_every_fault_of_a_mesaj_ussu_account_pauses_it(make: Callable[..., Account], code: int):
    for dialect in list(DIALECTS)[:2]:
        account = make(dialect, state_code=code)
        for _ in range(3):
            with pytest.raises(BadCredentials):
                account.gateway.submit(batch(1))
        assert account.logins() == 1


def test_a_token_that_died_of_idleness_is_renewed(make: Callable[..., Account]):
    for dialect in list(DIALECTS)[:2]:
        account = make(dialect)
        account.gateway.balance()
        account.control.advance(3600)  # the operator's clock, not ours
        account.gateway.submit(batch(2))
        assert (account.logins(), len(account.taken())) == (2, 2)


def test_too_little_credit_takes_nothing(account: Account):
    account.change(balance=2)
    with pytest.raises(OutOfFunds, match="NO_CREDIT"):
        account.gateway.submit(batch(3))
    assert account.taken() == []
    assert account.gateway.balance().credits == 2


def test_a_sender_that_is_not_approved_is_refused(account: Account):
    with pytest.raises(Refused, match="SENDER_INVALID"):
        account.gateway.submit(batch(1, sender="YABANCI"))
    assert account.taken() == []


@pytest.mark.parametrize(("dialect", "brands"), [*zip(DIALECTS, ([1], [1], [], []), strict=True)])
def test_a_commercial_message_without_a_brand_is_refused(
    make: Callable[..., Account], dialect: str, brands: list[int]
):
    account = make(dialect, brand_codes=[str(brand) for brand in brands])
    with pytest.raises(Refused, match="IYS_BRAND_MISSING"):
        account.gateway.submit(
            batch(1, message_class=MessageClass.COMMERCIAL, recipient_type="BIREYSEL")
        )
    assert account.taken() == []


def test_the_closing_line_of_commercial_messages_is_counted(make: Callable[..., Account]):
    line = " Iptal icin RET yaz 7889a gonder B001"
    account = make("mesajussu, codes in the body", {"etk_line": line}, etk_line=line)
    capabilities = account.gateway.capabilities()
    text = "a" * (160 - len(line))
    for longer in (text, text + "a"):
        request = replace(
            to("+905320000001", text=longer),
            message_class=MessageClass.COMMERCIAL,
            brand_code="100001",
        )
        account.gateway.submit(request)
    taken = [row["parts"] for row in account.taken()]
    counted = [
        count(longer, capabilities.counting, capabilities.commercial_suffix).parts
        for longer in (text, text + "a")
    ]
    assert taken == counted == [1, 2]


def test_commercial_messages_wait_for_the_operators_hours(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body")
    account.control.set_clock("2026-11-23T22:30:00+03:00")
    night = batch(
        1, message_class=MessageClass.COMMERCIAL, recipient_type="BIREYSEL", brand_code="100001"
    )
    with pytest.raises(Refused, match="SCHEDULE_WINDOW"):
        account.gateway.submit(night)


def test_too_many_recipients_are_refused_as_a_batch(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect, max_batch=2)
        with pytest.raises(Refused, match="BATCH_LIMIT"):
            account.gateway.submit(batch(3))


def test_senders_balance_and_cancel(account: Account):
    gateway = account.gateway
    before = gateway.balance().credits
    assert list(gateway.senders()) == ["FIRMA"]
    assert list(gateway.blacklist()) == []
    packet = gateway.submit(batch(2, start_at=NOON + timedelta(hours=3))).packet_id
    gateway.cancel(packet)
    assert {report.outcome for report in reports(gateway, packet)} == {Outcome.CANCELLED}
    assert gateway.balance().credits == before
    begun = gateway.submit(batch(2)).packet_id
    with pytest.raises(Refused):
        gateway.cancel(begun)


def test_a_packet_of_several_pages_is_read_whole(account: Account):
    packet = account.gateway.submit(batch(250)).packet_id
    account.control.advance(60)
    found = reports(account.gateway, packet)
    assert [report.reference for report in found] == [f"ref-{i}" for i in range(250)]


def test_eight_threads_hand_over_each_batch_once(make: Callable[..., Account]):
    for dialect in list(DIALECTS)[::2]:
        account = make(dialect)
        requests = [batch(5) for _ in range(24)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(account.gateway.submit, requests))
        taken = {row["custom_id"] for row in account.taken()}
        assert taken == {request.reference for request in requests}
        assert len(account.taken()) == 120
        if account.config.adapter == "mesajussu":
            assert account.logins() == 1
