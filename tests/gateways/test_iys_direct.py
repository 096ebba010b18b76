"""The İYS adapter on a line that is held against the wire contract."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.gateways.line import ContractServer, answer, closed_port, half, hang, reset
from tests.gateways.openapi import contract
from turkcell_hub.fake_operator.protocols.iys.codes import TABLE
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    OutOfFunds,
    Refused,
    Unknown,
    Unreachable,
)
from turkcell_hub.gateways.http import Exchange
from turkcell_hub.gateways.iys.contract import (
    Change,
    ItemError,
    ItemState,
    IysGateway,
    NotAccepted,
    Retailer,
    Stored,
)
from turkcell_hub.gateways.iys.pace import Pace
from turkcell_hub.gateways.iys.session import MemoryStore, Session
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status
from turkcell_hub.gateways.registry import iys_adapters, open_iys
from turkcell_hub.gateways.sms.contract import AccountConfig

BRAND, PHONE, MAIL = "600001", "+905321112233", "Ayse@Ornek.com"
USER, PASSWORD = "api@demir.com.tr", "cok-gizli-parola"
TRANSACTION = "a" * 64
REQUEST = "7c8a1a5e-0c1d-4a77-9a5d-0b2f3f6d1a11"
CREATED = datetime(2026, 11, 23, 9, tzinfo=UTC)
INDIVIDUAL, MESSAGE = RecipientType.INDIVIDUAL, Channel.MESSAGE
HOUR = 3600

STORED = {"transactionId": TRANSACTION, "creationDate": "2026-11-23 12:00:00"}
ROW = {
    "recipient": PHONE,
    "recipientType": "BIREYSEL",
    "type": "MESAJ",
    "status": "RET",
    "source": "IYS_WEB",
    "consentDate": "2026-11-23 11:00:00",
    **STORED,
}
USUAL: dict[str, Any] = {
    "addConsentV2": STORED,
    "addConsentsV2": {"requestId": REQUEST, "subRequests": [{"subrequestId": "s-0"}]},
    "requestResultsV2": [],
    "consentStatus": ROW,
    "approvedAmong": {"requestId": REQUEST, "list": [PHONE]},
    "consentHistory": {
        "list": [ROW],
        "pagination": {"offset": 0, "pageSize": 100, "totalCount": 1},
    },
    "consentChanges": {"after": "17_x", "list": [ROW]},
    "brands": [{"brandCode": 600001, "name": "Demir", "master": True}],
    "addRetailer": {"retailerCode": 12345678},
}


def tokens(number: int = 1, life: int = 7200) -> dict[str, Any]:
    return {
        "access_token": f"access-{number}",
        "refresh_token": f"refresh-{number}",
        "expires_in": life,
        "refresh_expires_in": 14400,
        "token_type": "bearer",
    }


def errors(*codes: str, key: str = "code", **more: Any) -> dict[str, Any]:
    return {"errors": [{key: code, "message": "Olmadı", **more} for code in codes]}


@pytest.fixture
def server() -> Iterator[ContractServer]:
    usual = {operation: answer(200, body) for operation, body in USUAL.items()}
    usual |= {"token": answer(200, tokens()), "addConsentsV2": answer(202, USUAL["addConsentsV2"])}
    with ContractServer(contract("iys/contracts/iys.yaml"), usual) as server:
        yield server
    assert server.problems == []


@pytest.fixture
def store(server: ContractServer) -> MemoryStore:
    return MemoryStore(server.url)


@pytest.fixture
def config(server: ContractServer) -> AccountConfig:
    extra = {"iys_code": "600001", "max_requests_per_second": 1000}
    return AccountConfig("iys", server.url, USER, PASSWORD, service="iys", extra=extra, timeout=5)


@pytest.fixture
def gateway(config: AccountConfig, store: MemoryStore) -> IysGateway:
    return open_iys(config, store=store)


def change(**fields: Any) -> Change:
    usual = Change(PHONE, INDIVIDUAL, MESSAGE, Status.APPROVED, "HS_WEB", CREATED)
    return replace(usual, **fields)


def grants(server: ContractServer) -> list[str]:
    return [seen.json["grant_type"] for seen in server.calls.get("token", [])]


# --- what is written and read ---------------------------------------------------------------


def test_a_consent_is_written_in_turkish_time_and_without_empty_fields(gateway, server):
    assert gateway.add(BRAND, change()) == Stored(TRANSACTION, CREATED)
    gateway.add(BRAND, Change(MAIL, RecipientType.MERCHANT, Channel.EMAIL, Status.APPROVED))
    bodies = [seen.json for seen in server.calls["addConsentV2"]]
    assert bodies == [
        {
            "recipient": PHONE,
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consentDate": "2026-11-23 12:00:00",
        },
        {
            "recipient": "ayse@ornek.com",
            "recipientType": "TACIR",
            "type": "EPOSTA",
            "status": "ONAY",
        },
    ]
    assert server.calls["addConsentV2"][0].headers["authorization"] == "Bearer access-1"


@pytest.mark.parametrize("name", ["subRequestId", "subrequestId"])
def test_both_spellings_of_a_sub_request_are_read(gateway, server, name):
    server.on("addConsentsV2", answer(202, {"requestId": REQUEST, "subRequests": [{name: "s-7"}]}))
    assert gateway.submit(BRAND, [change()]).sub_request_ids == ("s-7",)


def test_only_a_transaction_proves_that_an_item_is_stored(gateway, server):
    assert list(gateway.results(BRAND, REQUEST)) == []
    rows = [
        {"index": 0, "status": "success", "subRequestId": "a", **STORED},
        {"index": 1, "status": "success", "subRequestId": "b"},
        {"index": 2, "status": "enqueue", "subRequestId": "c"},
        {"index": 3, "status": "failure", "error": {"code:": "H175", "message": "Olmaz"}},
    ]
    server.on("requestResultsV2", answer(200, rows))
    found = gateway.results(BRAND, REQUEST)
    waiting = ItemState.WAITING
    assert [one.state for one in found] == [ItemState.STORED, waiting, waiting, ItemState.FAILED]
    assert (found[0].transaction_id, found[3].code) == (TRANSACTION, "H175")


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(200, {}),
        answer(200, {"recipient": PHONE, "retailerAccessCount": 0}),
        answer(200, b""),
        answer(404, errors("H097")),
    ],
)
def test_an_address_without_a_state_has_no_record(gateway, server, behaviour):
    server.on("consentStatus", behaviour)
    assert gateway.status(BRAND, PHONE, INDIVIDUAL, MESSAGE) is None


def test_an_unknown_brand_is_not_an_unknown_address(gateway, server):
    server.on("consentStatus", answer(404, errors("H018")))
    with pytest.raises(NotAccepted, match="NOT_FOUND"):
        gateway.status(BRAND, PHONE, INDIVIDUAL, MESSAGE)


def test_an_address_given_twice_is_asked_once(gateway, server):
    found = gateway.approved(BRAND, [MAIL, MAIL.lower()], INDIVIDUAL, Channel.EMAIL)
    assert found.request_id == REQUEST
    assert server.calls["approvedAmong"][0].json == {"recipients": ["ayse@ornek.com"]}


def test_the_cursor_of_the_changes_is_opaque_and_a_204_ends_them(gateway, server):
    page = gateway.changes(BRAND, True, None)
    assert (page.cursor, page.more, page.records[0].source) == ("17_x", True, "IYS_WEB")
    server.on("consentChanges", answer(204))
    end = gateway.changes(BRAND, True, page.cursor)
    assert (list(end.records), end.cursor, end.more) == ([], None, False)
    assert server.calls["consentChanges"][1].query["after"] == ["17_x"]


def test_a_record_of_a_closed_line_may_have_no_date(gateway, server):
    row = {**ROW, "consentDate": "", "source": "IYS_AHS_HAT_KAPATMA", "recipientType": "TACIR"}
    server.on("consentChanges", answer(200, {"after": "1_a", "list": [row]}))
    assert gateway.changes(BRAND, True, None).records[0].consented_at is None


@pytest.mark.parametrize("body", [b"", b"nein", b"[]", b'{"requestId": null}', b'{"list": [1]}'])
def test_an_unreadable_answer_is_broken(gateway, server, body):
    server.on("addConsentsV2", answer(202, body))
    server.on("consentChanges", answer(200, body))
    for call in (
        lambda: gateway.submit(BRAND, [change()]),
        lambda: gateway.changes(BRAND, True, None),
    ):
        with pytest.raises(Broken):
            call()


def test_a_list_of_more_than_a_thousand_is_refused_without_a_call(gateway, server):
    with pytest.raises(Refused, match="LIST_TOO_LONG"):
        gateway.submit(BRAND, [change()] * 1001)
    assert server.calls == {}


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "error", "reason", "wait"),
    [
        (429, "H083", Busy, "RATE_LIMIT", 1),
        (429, "H124", Busy, "RATE_LIMIT", 1),
        (429, "H086", Busy, "STATUS_LIMIT", HOUR),
        (429, "H089", Busy, "HISTORY_LIMIT", HOUR),
        (400, "H123", Busy, "OPERATOR_BUSY", 60),
        (503, "H192", Busy, "OPERATOR_BUSY", 60),
        (500, "H015", Busy, "OPERATOR_ERROR", None),
        (403, "H520", OutOfFunds, "SUBSCRIPTION_STOPPED", None),
        (403, "H521", OutOfFunds, "SUBSCRIPTION_CLOSED", None),
        (403, "H524", OutOfFunds, "NO_SUBSCRIPTION", None),
        (403, "H586", OutOfFunds, "SUBSCRIPTION_WITHOUT_API", None),
        (422, "H525", OutOfFunds, "CONSENT_QUOTA_USED", None),
        (403, "H353", NotAccepted, "NOT_OURS", None),
        (400, "H174", NotAccepted, "SAME_STATE", None),
        (400, "H175", NotAccepted, "FIRST_REFUSAL", None),
        (400, "H178", NotAccepted, "OLDER_THAN_STORED", None),
        (400, "H462", NotAccepted, "MERCHANT_UPDATE", None),
        (400, "H463", NotAccepted, "MERCHANT_UPDATE", None),
        (400, "H467", NotAccepted, "TOO_LATE", None),
        (422, "H467", NotAccepted, "TOO_LATE", None),
        (422, "H194", NotAccepted, "REPEATED_IN_LIST", None),
        (422, "H091", NotAccepted, "LIST_TOO_LONG", None),
        (422, "H120", NotAccepted, "REGISTRY_REFUSED", None),
    ],
)
def test_each_code_becomes_its_error(gateway, server, status, code, error, reason, wait):
    server.on("addConsentV2", answer(status, errors(code)))
    with pytest.raises(GatewayError) as raised:
        gateway.add(BRAND, change())
    assert (type(raised.value), raised.value.reason) == (error, reason)
    assert getattr(raised.value, "retry_after", None) == wait
    assert len(server.calls["addConsentV2"]) == 1


def test_every_code_of_the_registry_ends_waits_or_is_told_as_its_status_says(gateway, server):
    """contracts/iys.md 6: 429, H123 and what the server could not do are tried again; what the
    package forbids needs a person; all else is final, and its code is kept for him."""
    person = {"H520", "H521", "H524", "H525", "H586"}
    for code, (status, _said) in TABLE.items():
        if status in (200, 401) or code == "H250" or len(code) > len("H000"):
            continue  # no refusal, of the token, or of ViA
        server.on("addConsentV2", answer(status, errors(code)))
        with pytest.raises((Busy, OutOfFunds, NotAccepted)) as raised:
            gateway.add(BRAND, change())
        waits = status in (429, 500, 503) or code == "H123"
        wanted = Busy if waits else OutOfFunds if code in person else NotAccepted
        assert (code, type(raised.value)) == (code, wanted)
        assert (code, raised.value.answer.code) == (code, code)


def test_every_error_of_a_list_is_told_with_its_place(gateway, server):
    told = {
        "errors": [
            {"code": "H122", "message": f"{PHONE} olmaz", "location": ["recipient", 3], "index": 3},
            {"code:": "H110", "message": "Eksik", "location": "status", "index": 5},
        ]
    }
    server.on("addConsentsV2", answer(422, told))
    with pytest.raises(NotAccepted) as raised:
        gateway.submit(BRAND, [change()])
    assert raised.value.errors[1] == ItemError("H110", "status", 5, "Eksik")
    assert (raised.value.errors[0].code, raised.value.errors[0].index) == ("H122", 3)
    assert PHONE not in raised.value.errors[0].text


def test_a_403_without_a_code_is_the_allow_list(gateway, server):
    server.on("addConsentV2", answer(403, "Forbidden"))
    with pytest.raises(BadCredentials, match="IP_NOT_ALLOWED"):
        gateway.add(BRAND, change())


@pytest.mark.parametrize("behaviour", [half(), reset, hang])
def test_a_lost_answer_may_be_asked_for_again_but_not_for_a_dealer(config, server, behaviour):
    gateway = open_iys(replace(config, timeout=0.3), store=MemoryStore())
    server.on("addConsentV2", behaviour)
    server.on("addRetailer", behaviour)
    with pytest.raises(Unreachable):
        gateway.add(BRAND, change())
    with pytest.raises(Unknown):
        gateway.add_retailer(BRAND, Retailer("Bayi"))


def test_nobody_there_is_unreachable(config):
    gone = replace(config, base_url=closed_port())
    with pytest.raises(Unreachable):
        open_iys(gone).check()


# --- the login ------------------------------------------------------------------------------


def test_all_threads_and_adapters_share_one_login(config, server, store):
    gateways = [open_iys(config, store=store) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda gateway: gateway.check(), gateways))
    assert grants(server) == ["password"]


def test_adapters_without_a_store_share_the_login_of_their_process(config, server):
    for _ in range(3):
        open_iys(config).check()
    assert grants(server) == ["password"]


def test_five_minutes_before_its_end_the_newest_refresh_token_is_used(gateway, server):
    short = [answer(200, tokens(number, 300)) for number in (1, 2, 3)]
    server.on("token", *short)
    for _ in range(3):
        gateway.check()
    assert grants(server) == ["password", "refresh_token", "refresh_token"]
    used = [seen.json.get("refresh_token") for seen in server.calls["token"]]
    assert used == [None, "refresh-1", "refresh-2"]


def test_a_refused_refresh_token_leads_to_the_password(gateway, server):
    refused = answer(400, {"error": "invalid_grant", "error_description": "eski"})
    server.on("token", answer(200, tokens(1, 300)), refused, answer(200, tokens(2)))
    gateway.check()
    gateway.check()
    assert grants(server) == ["password", "refresh_token", "password"]


def test_wrong_credentials_are_asked_once(gateway, server, config, store):
    refused = answer(400, {"error": "invalid_request", "error_description": "Parola hatalı"})
    server.on("token", refused)
    other = open_iys(config, store=store)
    for one in (gateway, gateway, other):
        with pytest.raises(BadCredentials, match="LOGIN_REFUSED"):
            one.check()
    assert grants(server) == ["password"]
    server.on("token", answer(200, tokens()))
    open_iys(config, store=store).check()


def test_h351_brings_one_new_login_and_the_same_call_again(gateway, server):
    server.on("token", answer(200, tokens(1)), answer(200, tokens(2)))
    server.on("brands", answer(401, errors("H351")), answer(200, USUAL["brands"]))
    gateway.check()
    assert grants(server) == ["password", "password"]
    assert server.calls["brands"][1].headers["authorization"] == "Bearer access-2"


def test_a_token_that_is_refused_twice_is_no_endless_login(gateway, server):
    server.on("brands", answer(401, errors("H351")))
    with pytest.raises(Busy, match="TOKEN_REFUSED"):
        gateway.check()
    assert len(server.calls["token"]) == 2


def test_after_a_401_the_newer_token_of_another_process_is_used(gateway, server, store):
    gateway.check()
    newer = replace(store.load(), access="access-9")
    store.save(newer)
    server.on("brands", answer(401, errors("H351")), answer(200, USUAL["brands"]))
    gateway.check()
    assert server.calls["brands"][-1].headers["authorization"] == "Bearer access-9"
    assert len(server.calls["token"]) == 1


@pytest.mark.parametrize("body", [errors("H084"), {"code": "H084", "message": "Çok"}, b""])
def test_after_h084_no_token_call_is_made_for_an_hour(config, server, store, body):
    server.on("token", answer(429, body))
    for _ in range(2):
        with pytest.raises(Busy, match="TOKEN_LIMIT") as raised:
            open_iys(config, store=store).check()
        assert HOUR - 10 < raised.value.retry_after <= HOUR
    assert len(server.calls["token"]) == 1
    assert store.halted_until() > time.time() + HOUR - 10


def test_the_limit_of_a_second_at_the_token_is_no_halt(gateway, server, store):
    server.on("token", answer(429, errors("H124")), answer(200, tokens()))
    with pytest.raises(Busy, match="RATE_LIMIT"):
        gateway.check()
    assert store.halted_until() == 0
    gateway.check()


@pytest.mark.parametrize("body", [b"", b"{}", {"access_token": "a\nb"}, {"access_token": 5}])
def test_an_unreadable_login_took_nothing(gateway, server, body):
    server.on("token", answer(200, body))
    with pytest.raises(Unreachable, match="LOGIN_UNREADABLE"):
        gateway.add(BRAND, change())


# --- the rest -------------------------------------------------------------------------------


def test_ten_calls_fit_in_a_second_and_the_eleventh_waits():
    now, slept = [100.0], []
    pace = Pace(10, clock=lambda: now[0], sleep=slept.append)
    for _ in range(10):
        pace.wait()
    assert slept == []
    pace.wait()
    assert slept == [1.0]


def test_nothing_secret_is_told_of_an_exchange(config, server, store):
    told: list[Exchange] = []
    gateway = open_iys(config, told.append, store)
    gateway.add(BRAND, change())
    gateway.status(BRAND, PHONE, INDIVIDUAL, MESSAGE)
    text = repr((told, gateway, config, store.load()))
    assert len(told) == 3
    for secret in (PASSWORD, PHONE, "access-1", "refresh-1", USER):
        assert secret not in text


def test_a_session_of_another_version_is_an_empty_one():
    assert Session.from_record({"unknown": 1}) == Session()
    assert Session.from_record(Session("x", "a").to_record()) == Session("x", "a")


def test_the_provider_number_is_needed(config):
    with pytest.raises(Refused, match="IYS_CODE_MISSING"):
        open_iys(replace(config, extra={}))


def test_the_sandbox_is_another_address(config):
    info = iys_adapters()[0]
    extra = {**config.extra, "sandbox": True}
    opened = open_iys(replace(config, base_url=info.default_base_url, extra=extra))
    assert "api.sandbox.iys.org.tr" in repr(opened)
    assert config.base_url in repr(open_iys(replace(config, extra=extra)))


def test_an_inside_address_of_a_firm_is_refused(config):
    with pytest.raises(Unreachable, match="BAD_ADDRESS"):
        open_iys(replace(config, only_outside=True), store=MemoryStore()).check()


@pytest.mark.parametrize(
    "call",
    [
        lambda gateway: gateway.find(BRAND, [], CREATED),
        lambda gateway: gateway.push_registrations(BRAND),
    ],
)
def test_what_is_not_declared_is_not_supported(
    gateway: IysGateway, call: Callable[[IysGateway], Any]
) -> None:
    able = gateway.capabilities()
    assert (able.via, able.push) == (False, False)
    with pytest.raises(Refused, match="NOT_SUPPORTED"):
        call(gateway)


def test_a_pushed_movement_is_read(gateway):
    pushed = b'{"list": [{"iysCode": 1, "brandCode": 600001, "recipient": "+905321112233",'
    pushed += b'"status": "RET", "type": "MESAJ", "source": "IYS_WEB", "transactionId": "t"}]}'
    assert gateway.parse_push(pushed, {})[0].brand_code == BRAND
    with pytest.raises(Broken):
        gateway.parse_push(b"{}", {})


def test_a_day_without_movements_has_no_file_and_no_agreement(gateway, server):
    server.usual |= {"dayFile": answer(204), "agreement": answer(204)}
    assert gateway.day_file(BRAND, date(2026, 11, 22)) is None
    assert gateway.agreement(BRAND, date(2026, 11, 22)) is None
