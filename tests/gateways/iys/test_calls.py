"""What is written to the registry and read from it, call by call."""

from __future__ import annotations

import pytest

from tests.gateways.iys.usual import (
    BRAND,
    CREATED,
    INDIVIDUAL,
    MAIL,
    MESSAGE,
    PHONE,
    REQUEST,
    ROW,
    STORED,
    TRANSACTION,
    change,
    errors,
)
from tests.gateways.line import answer
from turkcell_hub.gateways.errors import (
    Broken,
    Refused,
)
from turkcell_hub.gateways.iys.contract import (
    Change,
    ItemState,
    NotAccepted,
    Stored,
)
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status


@pytest.mark.requirement("S-030", "K-037")
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
