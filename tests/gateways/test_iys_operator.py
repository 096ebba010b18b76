"""One suite for every way into the registry, over HTTP: what is declared works, what is not
answers NOT_SUPPORTED by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.gateways.line import closed_port
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import BadCredentials, Refused, Unknown, Unreachable
from turkcell_hub.gateways.iys.contract import (
    Change,
    ItemState,
    IysGateway,
    NotAccepted,
    PushAddress,
    Retailer,
    ViaKind,
    ViaRequest,
)
from turkcell_hub.gateways.iys.session import MemoryStore
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status
from turkcell_hub.gateways.registry import iys_adapters, open_iys
from turkcell_hub.gateways.sms.contract import AccountConfig

PROVIDER, BRAND = 600001, "600001"
PHONE, OTHER, MAIL = "+905321112233", "+905321112244", "ayse@ornek.com"
INDIVIDUAL, MESSAGE = RecipientType.INDIVIDUAL, Channel.MESSAGE
PASSWORD = "dogru-sifre"
USERS = {"iys": "suite@demir.com.tr", "verimor_iys": "908507770001"}
DAY = date(2026, 11, 1)
# capability -> the calls that it stands for
CALLS: dict[str, list[Callable[[IysGateway], Any]]] = {
    "adds": [lambda g: g.add(BRAND, change())],
    "max_status": [lambda g: g.approved(BRAND, [PHONE], INDIVIDUAL, MESSAGE)],
    "single_status": [lambda g: g.status(BRAND, PHONE, INDIVIDUAL, MESSAGE)],
    "history": [lambda g: g.history(BRAND, PHONE, INDIVIDUAL, MESSAGE)],
    "changes": [lambda g: g.changes(BRAND, True, None)],
    "own_changes": [lambda g: g.changes(BRAND, False, None)],
    "push": [
        lambda g: g.register_push(BRAND, PushAddress("https://x.test/", "u", "p")),
        lambda g: g.unregister_push(BRAND, PushAddress("https://x.test/", "u", "p")),
        lambda g: g.push_registrations(BRAND),
    ],
    "hears": [lambda g: g.parse_push(b"{}", {})],
    "brands": [lambda g: g.brands()],
    "retailers": [
        lambda g: g.retailers(BRAND),
        lambda g: g.add_retailer(BRAND, Retailer("Bayi")),
        lambda g: g.remove_retailer(BRAND, "12345678"),
        lambda g: g.grant_retailers(BRAND, [PHONE], INDIVIDUAL, MESSAGE, [12345678]),
        lambda g: g.retailer_access(BRAND, PHONE, INDIVIDUAL, MESSAGE),
    ],
    "subscription": [lambda g: g.subscription()],
    "reconciliation": [
        lambda g: g.day_counts(BRAND, DAY, INDIVIDUAL),
        lambda g: g.agreement(BRAND, DAY),
        lambda g: g.agree(BRAND, DAY),
        lambda g: g.day_file(BRAND, DAY),
    ],
    "via": [
        lambda g: g.start_via(ViaRequest("f", PHONE, ViaKind.SMS_CODE, [BRAND], [MESSAGE])),
        lambda g: g.confirm_via("x", ViaKind.SMS_CODE, "111111"),
        lambda g: g.via_stage("x"),
    ],
}


@dataclass
class Way:
    """One adapter, and the registry behind it."""

    gateway: IysGateway
    registry: ControlClient
    config: AccountConfig

    def script(self, **step: Any) -> None:
        self.registry.script(self.config.username, step)

    def moved(self) -> list[str]:
        return [one["status"] for one in self.registry.registry_truth(int(BRAND))["movements"]]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        control = ControlClient(running.url)
        control.create_account(USERS["iys"], "iys", iys_code=PROVIDER)
        control.create_account(
            USERS["verimor_iys"], "verimor", brand_codes=[BRAND], queries_per_minute=None
        )
        yield running


@pytest.fixture(params=USERS)
def way(request: pytest.FixtureRequest, operator: FakeOperatorProcess) -> Iterator[Way]:
    control = ControlClient(operator.url)
    control.set_clock(datetime.now(UTC).isoformat())
    control.reset_registry()
    control.put_provider(PROVIDER, title="Demir A.Ş.", brands=[{"code": PROVIDER, "name": "Demir"}])
    control.change_registry(requests_per_second=None, token_limit=None)
    adapter = request.param
    extra = {"iys_code": str(PROVIDER), "max_requests_per_second": 1000, "brand_code": BRAND}
    config = AccountConfig(
        adapter, operator.url, USERS[adapter], PASSWORD, service="iys", extra=extra, timeout=5
    )
    control.forget_scripts(USERS[adapter])
    gateway = open_iys(config, store=MemoryStore(operator.url))
    yield Way(gateway, control, config)
    gateway.close()


def change(recipient: str = PHONE, status: Status = Status.APPROVED, **fields: Any) -> Change:
    channel = Channel.EMAIL if "@" in recipient else MESSAGE
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).replace(microsecond=0)
    usual = Change(recipient, INDIVIDUAL, channel, status, "HS_WEB", an_hour_ago)
    return replace(usual, **fields)


def test_every_adapter_is_in_this_suite():
    assert {one.code for one in iys_adapters()} == set(USERS)


def test_a_list_is_worked_off_later_and_each_item_is_told(way: Way):
    rows = [change(OTHER, Status.REFUSED), change(), change(MAIL)]
    ticket = way.gateway.submit(BRAND, rows)
    assert all(
        one.state is ItemState.WAITING for one in way.gateway.results(BRAND, ticket.request_id)
    )
    way.registry.advance(301)
    told = {_recipient(one, rows): one for one in way.gateway.results(BRAND, ticket.request_id)}
    assert (told[OTHER].state, told[OTHER].code) == (ItemState.FAILED, "H175")
    assert {told[PHONE].state, told[MAIL].state} == {ItemState.STORED}
    assert way.moved() == ["ONAY", "ONAY"]


def test_an_unknown_list_has_no_results(way: Way):
    assert list(way.gateway.results(BRAND, "7c8a1a5e-0c1d-4a77-9a5d-0b2f3f6d1a11")) == []


def test_what_is_not_declared_is_refused_by_name(way: Way):
    able = way.gateway.capabilities()
    for capability, calls in CALLS.items():
        if getattr(able, capability):
            continue
        for call in calls:
            with pytest.raises(Refused, match="NOT_SUPPORTED"):
                call(way.gateway)


def test_an_unclear_hand_over_is_repeated_or_looked_for_as_the_class_says(way: Way):
    since = datetime.now(UTC) - timedelta(seconds=5)
    rows = [change(), change(OTHER)]
    way.gateway.check()  # the login is behind us
    if way.gateway.capabilities().gateway_class == "A":
        way.script(do="drop_after")
        with pytest.raises(Unreachable):
            way.gateway.submit(BRAND, rows)
        way.gateway.submit(BRAND, rows)
    else:
        assert way.gateway.find(BRAND, rows, since) == ""
        way.script(do="drop_after")
        with pytest.raises(Unknown):
            way.gateway.submit(BRAND, rows)
        assert way.gateway.find(BRAND, rows[:1], since) == ""
        found = way.gateway.find(BRAND, list(reversed(rows)), since)
        way.registry.advance(301)
        assert len(way.gateway.results(BRAND, found)) == 2
    way.registry.advance(301)
    way.registry.settle()
    assert way.moved() == ["ONAY", "ONAY"]


def test_what_a_citizen_did_comes_once(way: Way):
    way.registry.fill_consents(int(BRAND), {"recipient": PHONE, "type": "MESAJ", "status": "ONAY"})
    way.registry.citizen(PHONE, status="RET", type="MESAJ")
    way.registry.change_account(USERS["verimor_iys"], iys_push_url="http://127.0.0.1:9/")
    way.registry.advance(26 * 3600)
    page = way.gateway.changes(BRAND, True, None)
    (one,) = [one for one in page.records if one.status is Status.REFUSED]
    assert (one.recipient, one.channel, one.source) == (PHONE, MESSAGE, "IYS_WEB")
    assert one.transaction_id
    after = way.gateway.changes(BRAND, True, page.cursor)
    assert (list(after.records), after.cursor) == ([], None)


def test_a_wrong_login_is_asked_once(way: Way):
    wrong = open_iys(replace(way.config, password="yanlis"), store=MemoryStore())
    for _ in range(2):
        with pytest.raises(BadCredentials):
            wrong.check()
    way.gateway.check()


def test_nobody_there_is_unreachable(way: Way):
    with pytest.raises(Unreachable):
        open_iys(replace(way.config, base_url=closed_port())).check()


def _recipient(result: Any, rows: list[Change]) -> str:
    return rows[result.index].recipient if result.index is not None else result.key[0]


# --- what an intermediary alone has ---------------------------------------------------------


@pytest.fixture
def intermediary() -> IysGateway:
    """Nobody is there: what is refused here was refused without a call."""
    extra = {"brand_code": BRAND}
    config = AccountConfig("verimor_iys", closed_port(), "u", "p", service="iys", extra=extra)
    return open_iys(config)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"consented_at": datetime.now(UTC) - timedelta(days=3, hours=1)}, "H467"),
        ({"consented_at": None}, "H112"),
        ({"source": ""}, "H113"),
        ({"retailer_code": 12345678}, "NOT_SUPPORTED"),
    ],
)
def test_a_row_that_would_sink_the_list_is_named_without_a_call(intermediary, fields, code):
    with pytest.raises(NotAccepted) as raised:
        intermediary.submit(BRAND, [change(OTHER), change(**fields)])
    assert [(one.code, one.index) for one in raised.value.errors] == [(code, 1)]


def test_another_brands_consents_are_not_written_to_this_one(intermediary):
    with pytest.raises(Refused, match="BRAND_NOT_SERVED"):
        intermediary.submit("600002", [change()])
    with pytest.raises(Refused, match="IYS_BRAND_MISSING"):
        open_iys(AccountConfig("verimor_iys", "http://x.test", "u", "p", service="iys", extra={}))
