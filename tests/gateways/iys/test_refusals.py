"""What the registry's refusals and lost answers mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.gateways.iys.usual import BRAND, HOUR, PHONE, USUAL, change, errors, grants
from tests.gateways.line import answer, closed_port, half, hang, reset
from turkcell_hub.fake_operator.protocols.iys.codes import TABLE
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    OutOfFunds,
    Unknown,
    Unreachable,
)
from turkcell_hub.gateways.iys.contract import (
    ItemError,
    NotAccepted,
    Retailer,
    ViaKind,
)
from turkcell_hub.gateways.iys.session import MemoryStore
from turkcell_hub.gateways.registry import open_iys


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
    """429, H123 and what the server could not do are tried again; what the
    package forbids needs a person; all else is final, and its code is kept for him."""
    person = {"H520", "H521", "H524", "H525", "H586"}
    for code, (status, _said) in TABLE.items():
        if status in (200, 401) or code in ("H250", "H252") or len(code) > len("H000"):
            continue  # no refusal, of the token, or of ViA
        server.on("addConsentV2", answer(status, errors(code)))
        with pytest.raises((Busy, OutOfFunds, NotAccepted)) as raised:
            gateway.add(BRAND, change())
        waits = status in (429, 500, 503) or code == "H123"
        wanted = Busy if waits else OutOfFunds if code in person else NotAccepted
        assert (code, type(raised.value)) == (code, wanted)
        assert (code, raised.value.answer.code) == (code, code)


def test_every_code_of_the_verification_is_told_with_its_status(config, store, server):
    """One code and no list; nothing of a person is asked again."""
    named = {"H1014": "NOT_OURS", "H1040": "NOT_OURS", "H1032": "VIA_FINISHED",
             "H1067": "VIA_FINISHED", "H1050": "VIA_TRIES_USED", "H1051": "VIA_EXPIRED",
             "H1052": "VIA_CODE_WRONG", "H1015": "VIA_CREDIT_USED"}  # fmt: skip
    codes = [code for code, (status, _) in TABLE.items() if len(code) > 4 and status != 401]
    asking = replace(config, extra={**config.extra, "via_form_id": "f1"})
    gateway = open_iys(asking, store=store)
    assert {"H1040", "H1063", "H1067"} <= set(codes)
    for code in codes:
        server.on("confirmVerification", answer(TABLE[code][0], {"code": code, "message": "Olmaz"}))
        with pytest.raises((NotAccepted, OutOfFunds)) as raised:
            gateway.confirm_via("v-1", ViaKind.SMS_CODE, "123456")
        assert (code, raised.value.answer.code) == (code, code)
        assert raised.value.reason == named.get(code, "REGISTRY_REFUSED")


@pytest.mark.parametrize("code", ["H250", "H252"])
def test_credentials_that_are_missing_bring_one_new_login(gateway, server, code):
    server.on("brands", answer(400, errors(code)), answer(200, USUAL["brands"]))
    assert len(gateway.brands()) == 1
    assert grants(server) == ["password", "password"]


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
