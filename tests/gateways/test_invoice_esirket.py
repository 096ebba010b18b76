"""The sources of bills over HTTP, against the sandbox's operator."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import BadCredentials, Busy, Refused, Unknown, Unreachable
from turkcell_hub.gateways.invoice import reading
from turkcell_hub.gateways.invoice.contract import BillQuery, InvoiceGateway
from turkcell_hub.gateways.invoice.registry import invoice_adapters, open_invoices
from turkcell_hub.gateways.sms.contract import AccountConfig

PASSWORD = "dogru-sifre"
OFFICER = "905321234501"
_names = itertools.count(1)


@dataclass
class Inbox:
    control: ControlClient
    config: AccountConfig

    @property
    def name(self) -> str:
        return self.config.username

    def gateway(self, **changes: Any) -> InvoiceGateway:
        return open_invoices(AccountConfig(**{**vars(self.config), **changes}))

    def make(self, shape: str, number: str, day: str = "2026-11-01", **more: Any) -> dict[str, Any]:
        return self.control.make_bill(self.name, shape, number, day, **more)

    def logins(self) -> int:
        return len(self.control.requests(self.name, "login"))


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture
def inbox(operator: FakeOperatorProcess) -> Callable[..., Inbox]:
    control = ControlClient(operator.url)
    control.set_clock("2026-11-23T12:00:00+03:00")

    def make(adapter: str = "esirket", firm_code: str = "", **settings: Any) -> Inbox:
        name = f"FATURA{next(_names):04}"
        control.create_account(
            name, adapter, PASSWORD if adapter == "esirket" else f"key-{name}",
            firm_code=firm_code, **settings,
        )  # fmt: skip
        base = f"{operator.url}/esirket" if adapter == "esirket" else operator.url
        password = PASSWORD if adapter == "esirket" else f"key-{name}"
        return Inbox(control, AccountConfig(adapter, base, name, password, timeout=5))

    return make


def every(gateway: InvoiceGateway, query: BillQuery = BillQuery()) -> list[Any]:  # noqa: B008
    refs, cursor = [], None
    while True:
        page = gateway.bills(query, cursor)
        refs += page.refs
        cursor = page.cursor
        if cursor is None:
            return refs


@pytest.mark.requirement("L-090")
@pytest.mark.parametrize("adapter", ["esirket", "tmf678"])
def test_a_bill_comes_over_every_adapter_worth_what_the_operator_says(
    adapter: str, inbox: Callable[..., Inbox]
) -> None:
    box = inbox(adapter)
    told = box.make("itemised", "TCL2026000000001", subscriber=box.name)
    gateway = box.gateway()
    (ref,) = every(gateway)
    (bill,) = reading.read(gateway.document(ref))
    assert bill.totals.amount == Decimal(told["amount"])
    assert bill.ettn == told["ettn"]
    assert {one.number: str(one.amount) for one in bill.numbers} == told["numbers"]
    assert bill.is_collective


def test_lists_are_paged_and_can_be_limited_to_days_and_to_what_is_new(
    inbox: Callable[..., Inbox],
) -> None:
    box = inbox()
    for place in range(103):
        day = "2026-10-01" if place < 3 else "2026-11-01"
        box.make("single", f"TCL2026{place:09}", day)
    gateway = box.gateway()
    refs = every(gateway)
    assert len(refs) == 103
    october = BillQuery(date(2026, 10, 1), date(2026, 10, 31))
    assert len(every(gateway, october)) == 3
    gateway.mark_taken(refs[:100])
    assert [one.id for one in every(gateway, BillQuery(only_new=True))] == [
        one.id for one in refs[100:]
    ]


@pytest.mark.requirement("L-019")
def test_without_a_firm_code_the_user_code_is_sent_as_one(inbox: Callable[..., Inbox]) -> None:
    plain, coded = inbox(), inbox(firm_code="F42")
    plain.gateway().check()
    coded.gateway(extra={"firm_code": "F42"}).check()
    with pytest.raises(BadCredentials):
        coded.gateway().check()


def test_a_refused_password_is_told_by_its_reason_and_not_tried_again(
    inbox: Callable[..., Inbox],
) -> None:
    box = inbox()
    gateway = box.gateway(password="yanlis")
    for _ in range(5):
        with pytest.raises(BadCredentials, match="AUTH_FAILED"):
            gateway.check()
    assert box.logins() == 1
    for reason in ("AUTH_FAILED", "ACCOUNT_LOCKED"):
        with pytest.raises(BadCredentials, match=reason):
            box.gateway(password="yanlis").check()
    with pytest.raises(BadCredentials, match="ACCOUNT_LOCKED"):
        box.gateway().check()


def test_a_password_older_than_120_days_is_told_as_expired(inbox: Callable[..., Inbox]) -> None:
    box = inbox(password_age_days=121)
    with pytest.raises(BadCredentials, match="PASSWORD_EXPIRED"):
        box.gateway().check()


@pytest.mark.requirement("L-119", "L-120")
def test_a_new_password_kills_the_old_one_and_goes_to_the_officer(
    inbox: Callable[..., Inbox],
) -> None:
    box = inbox(officer_phone=OFFICER, locked=True)
    box.gateway().request_password()
    (message,) = box.control.truth(box.name)["messages"]
    assert message["dest"] == f"+{OFFICER}"
    new = message["text"].split()[3]
    with pytest.raises(BadCredentials):
        box.gateway().check()
    box.gateway(password=new).check()


def test_a_request_for_a_password_without_an_answer_is_unknown(
    inbox: Callable[..., Inbox],
) -> None:
    box = inbox(officer_phone=OFFICER)
    box.control.script(box.name, {"do": "drop_after", "on": "send"})
    with pytest.raises(Unknown):
        box.gateway().request_password()
    with pytest.raises(Refused):
        inbox().gateway().request_password()


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ({"do": "busy"}, Busy),
        ({"do": "error_before", "status": 502}, Busy),
        ({"do": "drop_before"}, Unreachable),
        ({"do": "half"}, Unreachable),
        ({"do": "garbage"}, Exception),
    ],
)
def test_a_question_that_goes_wrong_may_be_asked_again(
    step: dict[str, Any], error: type[Exception], inbox: Callable[..., Inbox]
) -> None:
    box = inbox()
    box.make("single", "TCL2026000000001")
    gateway = box.gateway()
    box.control.script(box.name, {**step, "on": "query"})
    with pytest.raises(error):
        gateway.bills(BillQuery())
    assert len(gateway.bills(BillQuery()).refs) == 1


def test_every_adapter_tells_its_settings_and_an_unknown_one_is_refused() -> None:
    assert [info.code for info in invoice_adapters()] == ["esirket", "tmf678"]
    assert all(info.services == ("invoice",) for info in invoice_adapters())
    with pytest.raises(Refused, match="UNKNOWN_ADAPTER"):
        open_invoices(AccountConfig("x", "", "", ""))
