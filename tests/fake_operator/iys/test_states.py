"""State rules of one record, each with its code."""

import pytest

from tests.fake_operator.iys.client import PHONE, codes

LATER, EARLIER = "2026-11-23 10:00:00", "2026-11-22 10:00:00"
NOTHING = None
ONAY, RET = {"status": "ONAY"}, {"status": "RET", "consentDate": "2026-11-23 09:30:00"}


def given(iys, *steps):
    for step in steps:
        assert iys.add(**step).status_code == 200


@pytest.mark.parametrize(
    ("before", "sent", "expected"),
    [
        ([], ONAY, None),
        ([], RET, "H175"),
        ([], {**RET, "source": "HS_KARAR"}, "H486"),
        ([ONAY], {**RET, "consentDate": LATER}, None),
        ([ONAY], {**RET, "source": "HS_KARAR"}, None),
        ([ONAY], {"consentDate": LATER}, None),
        ([ONAY, RET], {**RET, "consentDate": LATER}, "H174"),
        ([ONAY, RET], {"consentDate": LATER}, None),
        ([ONAY], {"consentDate": EARLIER}, "H178"),
        ([ONAY], {**RET, "consentDate": EARLIER}, "H178"),
        ([ONAY], ONAY, "H178"),
    ],
)
def test_what_is_stored_decides_what_may_come(iys, before, sent, expected):
    given(iys, *before)
    answer = iys.add(**sent)
    if expected is None:
        assert answer.status_code == 200, answer.text
        assert iys.status().json()["status"] == sent.get("status", "ONAY")
    else:
        assert (answer.status_code, codes(answer)) == (400, [expected])


def test_an_equal_date_is_an_open_question(iys, registry):
    registry.change_registry(equal_date="accept")
    given(iys, ONAY)
    assert iys.add(**ONAY).status_code == 200


def test_a_bare_merchant_makes_a_record_but_never_changes_one(iys):
    bare = {"recipientType": "TACIR", "source": None, "consentDate": None}
    assert iys.add(**bare).status_code == 200
    assert codes(iys.add(**bare)) == ["H462", "H463"]
    assert codes(iys.add(**{**bare, "source": "HS_WEB"})) == ["H462"]


def test_channels_brands_and_recipient_types_are_records_of_their_own(iys):
    given(iys, ONAY, {**ONAY, "type": "ARAMA"}, {**ONAY, "recipientType": "TACIR"})
    given(iys, {**RET, "type": "ARAMA"})
    assert iys.status().json()["status"] == "ONAY"
    assert iys.status(type="ARAMA").json()["status"] == "RET"
    assert iys.status(recipientType="TACIR").json()["status"] == "ONAY"


def test_every_store_has_its_transaction_unless_the_second_is_the_same(iys, registry):
    first = iys.add().json()
    registry.advance(1)
    second = iys.add(consentDate=LATER).json()
    assert first["transactionId"] != second["transactionId"]
    assert first["creationDate"] < second["creationDate"]


def test_the_idempotent_call_repeats_its_transaction(iys, registry):
    first = iys.add(v2=True).json()
    registry.advance(60)
    assert iys.add(v2=True).json() == first
    assert codes(iys.add()) == ["H178"]
    assert registry.registry_truth()["summary"]["movements"] == 1


def test_the_package_limits_approved_addresses(iys, registry):
    registry.put_provider(600001, brands=[{"code": 600001}], subscription={"consent_limit": 1})
    given(iys, ONAY, {**ONAY, "type": "ARAMA"})
    answer = iys.add(recipient="+905321112244")
    assert (answer.status_code, codes(answer)) == (422, ["H525"])
    given(iys, {"recipient": "ayse@ornek.com.tr", "type": "EPOSTA"})
    given(iys, RET, {**RET, "type": "ARAMA"}, {"recipient": "+905321112244"})


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ({"status": "PAUSED"}, "H520"),
        ({"status": "EXPIRED"}, "H520"),
        ({"status": "CLOSED"}, "H521"),
        ({"api": False}, "H586"),
        (None, "H524"),
    ],
)
def test_without_a_living_package_nothing_is_taken(iys, registry, package, code):
    registry.put_provider(600001, brands=[{"code": 600001}], subscription=package)
    answer = iys.add()
    assert (answer.status_code, codes(answer)) == (403, [code])


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/sps/600009/brands/600001/consents", 403, "H353"),
        ("/sps/600001/brands/600009/consents", 403, "H353"),
        ("/sps/x/brands/600001/consents", 422, "H190"),
        ("/sps/600001/brands/x/consents", 422, "H191"),
    ],
)
def test_another_firms_brand_is_not_reached(iys, path, status, code):
    answer = iys.call("POST", path, json={})
    assert (answer.status_code, codes(answer)) == (status, [code])


def test_some_answers_misspell_the_code(iys, registry):
    registry.change_registry(misspelt_code=True)
    answer = iys.call("POST", "/sps/600001/brands/9/consents", json={})
    assert answer.json()["errors"][0]["code:"] == "H353"


def test_an_unknown_address_has_three_possible_answers(iys, registry):
    assert iys.status().json() == {
        "recipient": PHONE, "recipientType": "BIREYSEL", "type": "MESAJ", "retailerAccessCount": 0,
    }  # fmt: skip
    registry.change_registry(unknown_address="empty")
    assert iys.status().json() == {}
    registry.change_registry(unknown_address="not_found")
    assert iys.status().status_code == 404
