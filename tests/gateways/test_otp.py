"""The contract of one-time codes, for both adapters, at an operator over HTTP."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.gateways.line import closed_port
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, Refused, Unknown, Unreachable
from turkcell_hub.gateways.otp.codes import CodeBook
from turkcell_hub.gateways.otp.contract import Fate, Order, OtpGateway, Prepared, Verdict
from turkcell_hub.gateways.registry import open_otp, otp_adapters
from turkcell_hub.gateways.sms.contract import AccountConfig

KEYS = (b"yeni-anahtar", b"eski-anahtar")
PROTOCOLS = {"camara_otp": "camara_otp", "netgsm_otp": "netgsm"}
ORDER = Order("a" * 32, "+905321234501", "{{code}} onay kodunuz: F-7, Şık Ltd. EGE", "TURKCELLHUB")
_numbers = itertools.count(1)


class Phone:
    """One account, its adapter, and what arrives."""

    def __init__(self, config: AccountConfig, control: ControlClient) -> None:
        self.config, self.control = config, control
        self.gateway: OtpGateway = open_otp(config, KEYS)

    def send(self, order: Order = ORDER) -> tuple[str, str]:
        """The ticket of a code, and the code."""
        prepared = self.gateway.prepare(order)
        started = self.gateway.start(prepared)
        return prepared.ticket or started.packet_id, self.code()

    def code(self) -> str:
        rows = self.control.truth(self.config.username)["messages"]
        found = re.search(r"\d{6}", rows[-1]["text"])
        assert found
        return found[0]

    def prepared(self) -> Prepared:
        return self.gateway.prepare(ORDER)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture(params=sorted(PROTOCOLS))
def make(request: Any, operator: FakeOperatorProcess) -> Iterator[Callable[..., Phone]]:
    control = ControlClient(operator.url)
    made: list[Phone] = []

    def phone(**settings: Any) -> Phone:
        username = f"86{next(_numbers):08}"
        wanted = {"services": ["otp"], "report_delay": [0, 0], "queries_per_minute": None}
        control.create_account(username, PROTOCOLS[request.param], **{**wanted, **settings})
        config = AccountConfig(request.param, operator.url, username, "dogru-sifre", service="otp")
        made.append(Phone(config, control))
        return made[-1]

    yield phone
    for one in made:
        one.gateway.close()


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_that_arrived_is_right_and_no_other(make: Callable[..., Phone]) -> None:
    phone = make()
    ticket, code = phone.send()
    assert phone.gateway.verify(ticket, other_than(code)) is Verdict.WRONG
    assert phone.gateway.verify(ticket, code) is Verdict.RIGHT


def test_a_ticket_does_not_take_the_code_of_another(make: Callable[..., Phone]) -> None:
    phone = make()
    ticket, _ = phone.send()
    _, code = phone.send(replace(ORDER, reference="b" * 32))
    assert phone.gateway.verify(ticket, code) is not Verdict.RIGHT


def test_the_balance_falls_by_one_a_code(make: Callable[..., Phone]) -> None:
    phone = make(balance=3)
    phone.send()
    assert phone.gateway.balance() == 2


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ({"do": "drop_after"}, Unknown),
        ({"do": "drop_before"}, Unknown),
        ({"do": "error_after", "status": 502}, Unknown),
        ({"do": "garbage"}, Broken),
        ({"do": "busy", "status": 429, "retry_after": 7}, Busy),
    ],
)
def test_trouble_on_the_line_is_named(
    make: Callable[..., Phone], step: dict[str, Any], error: type[Exception]
) -> None:
    phone = make()
    phone.control.script(phone.config.username, step)
    with pytest.raises(error):
        phone.gateway.start(phone.prepared())


def test_a_wrong_password_is_tried_once(make: Callable[..., Phone]) -> None:
    phone = make()
    wrong = open_otp(replace(phone.config, password="yanlis"), KEYS)
    for _ in range(3):
        with pytest.raises(BadCredentials):
            wrong.start(wrong.prepare(ORDER))
    kind = "login" if phone.config.adapter == "camara_otp" else "send"
    assert len(phone.control.requests(phone.config.username, kind)) == 1


def test_an_address_where_nobody_listens_sends_nothing(make: Callable[..., Phone]) -> None:
    nowhere = open_otp(replace(make().config, base_url=closed_port()), KEYS)
    with pytest.raises(Unreachable):
        nowhere.start(nowhere.prepare(ORDER))


@pytest.mark.parametrize(
    "order", [replace(ORDER, template="kodsuz"), replace(ORDER, template="{{code}}" + "a" * 160)]
)
def test_what_cannot_be_a_codes_message_is_refused_before_any_call(
    make: Callable[..., Phone], order: Order
) -> None:
    with pytest.raises(Refused) as refusal:
        make().gateway.prepare(order)
    assert refusal.value.reason == "MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    ("adapter", "code", "error", "reason"),
    [
        ("camara_otp", "ONE_TIME_PASSWORD_SMS.MAX_OTP_CODES_EXCEEDED", Refused, "TOO_MANY_CODES"),
        ("camara_otp", "ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED", Refused,
         "NUMBER_NOT_ALLOWED"),
        ("camara_otp", "ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_BLOCKED", Refused, "NUMBER_BLOCKED"),
        ("camara_otp", "IDENTIFIER_NOT_FOUND", Refused, "NUMBER_UNKNOWN"),
        ("camara_otp", "INVALID_ARGUMENT", Refused, "BAD_REQUEST"),
        ("camara_otp", "QUOTA_EXCEEDED", Busy, "RATE_LIMIT"),
        ("camara_otp", "PERMISSION_DENIED", BadCredentials, "AUTH_FAILED"),
        ("camara_otp", "INTERNAL", Unknown, "OPERATOR_ERROR"),
        ("netgsm_otp", "20", Refused, "MESSAGE_REFUSED"),
        ("netgsm_otp", "41", Refused, "SENDER_INVALID"),
        ("netgsm_otp", "50", Refused, "NUMBER_UNKNOWN"),
        ("netgsm_otp", "52", Refused, "NUMBER_NOT_ALLOWED"),
        ("netgsm_otp", "60", Exception, "NO_OTP_CREDIT"),
        ("netgsm_otp", "70", Refused, "BAD_REQUEST"),
        ("netgsm_otp", "80", Busy, "RATE_LIMIT"),
        ("netgsm_otp", "100", Unknown, "TEMPORARY"),
    ],
)  # fmt: skip
def test_each_refusal_of_the_documents_has_its_name(
    make: Callable[..., Phone], adapter: str, code: str, error: type[Exception], reason: str
) -> None:
    phone = make()
    if phone.config.adapter != adapter:
        return
    phone.control.script(phone.config.username, {"do": "refuse", "code": code})
    with pytest.raises(error) as refusal:
        phone.gateway.start(phone.prepared())
    assert refusal.value.reason == reason  # type: ignore[attr-defined]


def test_a_code_that_lived_too_long_at_the_operator(operator: FakeOperatorProcess) -> None:
    control = ControlClient(operator.url)
    username = f"86{next(_numbers):08}"
    control.create_account(username, "camara_otp", otp_seconds=0.0, report_delay=[0, 0])
    config = AccountConfig("camara_otp", operator.url, username, "dogru-sifre", service="otp")
    phone = Phone(config, control)
    ticket, code = phone.send()
    assert phone.gateway.verify(ticket, code) is Verdict.EXPIRED
    assert phone.gateway.verify("no-such-ticket", code) is Verdict.EXPIRED


def test_a_token_that_died_is_renewed_without_losing_the_code(
    operator: FakeOperatorProcess,
) -> None:
    control = ControlClient(operator.url)
    username = f"86{next(_numbers):08}"
    control.create_account(username, "camara_otp", report_delay=[0, 0])
    config = AccountConfig("camara_otp", operator.url, username, "dogru-sifre", service="otp")
    phone = Phone(config, control)
    phone.send()
    control.advance(400)
    ticket, code = phone.send(replace(ORDER, to="+905321234511"))
    assert phone.gateway.verify(ticket, code) is Verdict.RIGHT


@pytest.mark.parametrize(("ending", "fate"), [("01", Fate.DELIVERED), ("02", Fate.UNDELIVERED)])
def test_what_became_of_a_message_is_asked_for(
    operator: FakeOperatorProcess, ending: str, fate: Fate
) -> None:
    control = ControlClient(operator.url)
    username = f"86{next(_numbers):08}"
    wanted = {"services": ["otp"], "report_delay": [0, 0], "queries_per_minute": None}
    control.create_account(username, "netgsm", **wanted)
    config = AccountConfig("netgsm_otp", operator.url, username, "dogru-sifre", service="otp")
    gateway = open_otp(config, KEYS)
    started = gateway.start(gateway.prepare(replace(ORDER, to=f"+9053212345{ending}")))
    assert gateway.fates([started.packet_id]) == {started.packet_id: fate}


def test_a_ticket_tells_nothing_and_survives_a_new_key() -> None:
    old = CodeBook([b"eski-anahtar"])
    code, ticket = old.new("r" * 32)
    assert code not in ticket
    assert len(ticket) <= 200
    assert CodeBook(KEYS).fits(ticket, code)
    assert not CodeBook(KEYS).fits(ticket, other_than(code))
    assert not CodeBook([b"yeni-anahtar"]).fits(ticket, code), "its key has left the ring"
    assert not CodeBook(KEYS).fits(ticket.replace("r" * 32, "q" * 32), code)


def test_codes_use_their_whole_range_and_never_show() -> None:
    codes = {CodeBook(KEYS).new(str(number))[0] for number in range(200)}
    assert len(codes) > 190
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    prepared = Prepared(ORDER, "ticket", "123456 onay kodunuz")
    assert "123456" not in repr(prepared)
    assert ORDER.to not in repr(prepared)


def test_the_settings_form_knows_both() -> None:
    assert {info.code for info in otp_adapters()} == set(PROTOCOLS)
