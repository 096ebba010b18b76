"""Brands, packages, partners, intermediaries, retailers and places."""

import contextlib

import pytest

from tests.fake_operator.iys.client import MAIL, PHONE, IysClient, codes, consent
from tests.support.fake_operator import ControlError

PARTNER, PARTNER_USER, CARRIER_USER = 900, "api@ortak.com.tr", "api@tasiyici.com.tr"


@pytest.fixture
def others(operator, registry):
    """The client of a partner and of an intermediary, both authorised for messages alone."""
    with contextlib.suppress(ControlError):
        registry.create_account(PARTNER_USER, "iys", iys_role="partner", iys_code=PARTNER)
        registry.create_account(CARRIER_USER, "iys", iys_role="ahs", iys_code=700)
    brand = {
        "code": 600001, "partners": {str(PARTNER): {"MESAJ": "write", "ARAMA": "read"}},
        "ahs": ["MESAJ"],
    }  # fmt: skip
    registry.put_provider(600001, title="Demir", brands=[brand, {"code": 600002}])
    found = []
    for username in (PARTNER_USER, CARRIER_USER):
        client = IysClient(operator.url, username, 600001, 600001)
        client.login()
        found.append(client)
    return found


def test_brands_come_with_their_numbers(iys):
    iys.add()
    iys.add(status="RET", consentDate="2026-11-23 10:00:00")
    iys.add(type="ARAMA")
    first, second = iys.call("GET", "/sps/600001/brands").json()
    assert (first["name"], first["master"], second["master"]) == ("Demir", True, False)
    assert first["stats"]["consents"] == {"approval": 1, "rejection": 1, "total": 2}


def test_an_unknown_provider_is_not_found_and_a_foreign_one_not_shown(iys, others):
    partner, _ = others
    assert codes(partner.call("GET", "/sps/601/brands")) == ["H001"]
    assert codes(iys.call("GET", "/sps/601/brands")) == ["H353"]


def test_the_package_counts_the_larger_of_phones_and_addresses(iys):
    iys.add()
    iys.add(type="ARAMA")
    iys.add(recipient=MAIL, type="EPOSTA")
    package = iys.call("GET", "/sps/600001/subscription").json()
    assert (package["consentLimit"], package["usedConsentLimit"]) == (25000, 1)
    assert package["consentLimitExceed"] is False


def test_a_paused_firm_can_still_ask_for_its_package(iys, registry):
    registry.put_provider(600001, subscription={"status": "PAUSED"})
    assert iys.call("GET", "/sps/600001/subscription").json()["status"] == "PAUSED"
    registry.put_provider(600001, subscription=None)
    assert codes(iys.call("GET", "/sps/600001/subscription")) == ["H437"]


def test_a_partner_sees_who_authorised_it_with_numbers_as_texts(others):
    partner, _ = others
    found = partner.call("GET", f"/integrator/{PARTNER}/sps").json()
    (row,) = found["list"]
    assert (row["brandCode"], row["iysCode"], row["MESAJ"]) == ("600001", "600001", "write")
    assert "EPOSTA" not in row
    assert partner.call("GET", f"/integrator/{PARTNER}/sps/600001").json()["list"] == [row]
    assert "consentLimit" not in partner.call("GET", "/sps/600001/subscription").json()


def test_a_partner_writes_only_where_the_brand_lets_it(others):
    partner, _ = others
    assert partner.add().status_code == 200
    assert codes(partner.add(type="ARAMA")) == ["H353"]
    assert codes(partner.add_many(consent(type="EPOSTA", recipient=MAIL))) == ["H353"]
    answer = partner.call("POST", "/sps/600001/brands/600002/consents", json=consent())
    assert codes(answer) == ["H353"]


def test_partner_calls_are_closed_to_firms(iys):
    assert codes(iys.call("GET", f"/integrator/{PARTNER}/sps")) == ["H363"]
    assert codes(iys.call("GET", f"/integrator/{PARTNER}/subscription")) == ["H522"]


def test_a_partner_is_told_whose_number_it_asked_for(others, registry):
    partner, _ = others
    with contextlib.suppress(ControlError):
        registry.create_account("api@baska.com.tr", "iys", iys_role="partner", iys_code=901)
    registry.put_provider(
        600001, brands=[{"code": 600001, "partners": {"902": {"MESAJ": "write"}}}]
    )
    asked = [partner.call("GET", f"/integrator/{one}/sps", check=False) for one in (901, 902, 903)]
    assert [(one.status_code, *codes(one)) for one in asked] == [
        (403, "H353"), (400, "H268"), (404, "H129"),
    ]  # fmt: skip


def test_an_intermediary_may_only_ask_for_one_address(others):
    _, carrier = others
    assert carrier.status().status_code == 200
    assert codes(carrier.status(type="ARAMA")) == ["H353"]
    assert carrier.add().status_code == 403
    assert carrier.add_many(consent()).status_code == 403
    assert carrier.approved(PHONE).status_code == 403
    assert carrier.changes().status_code == 403


# --- retailers ------------------------------------------------------------------------------


def retailer(iys, **facts):
    return iys.call("POST", "retailers", json={"title": "Demir Bayi", **facts})


def test_a_retailer_gets_a_code_of_eight_digits(iys):
    code = retailer(iys, mobile="+905321112233").json()["retailerCode"]
    assert len(str(code)) == 8
    assert iys.call("GET", f"retailers/{code}").json()["status"] == "active"
    assert iys.call("GET", "retailers").json()["pagination"]["totalCount"] == 1
    assert iys.call("GET", "retailers/99999999").json() == {}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": ""}, "H214"),
        ({"title": "x" * 256}, "H017"),
        ({"mersis": "1"}, "H215"),
        ({"tckn": "1"}, "H216"),
        ({"mobile": "0532"}, "H217"),
        ({"tin": "1"}, "H218"),
        ({"city": "İzmir"}, "H219"),
        ({"town": {}}, "H220"),
        ({"status": "acik"}, "H221"),
        ({"alias": ""}, "H222"),
        ({"name": 5}, "H224"),
    ],
)
def test_a_wrong_retailer_is_400(iys, facts, code):
    answer = retailer(iys, **facts)
    assert (answer.status_code, codes(answer)) == (400, [code])


def test_a_retailer_that_a_consent_is_tied_to_stays(iys):
    code = retailer(iys).json()["retailerCode"]
    iys.add(retailerCode=code)
    state = iys.status().json()
    assert (state["retailerCode"], state["retailerTitle"]) == (code, "Demir Bayi")
    assert codes(iys.call("DELETE", f"retailers/{code}")) == ["H061"]
    other = retailer(iys).json()["retailerCode"]
    assert iys.call("DELETE", f"retailers/{other}").status_code == 200
    assert codes(iys.call("DELETE", f"retailers/{other}")) == ["H058"]


def test_a_consent_of_an_unknown_retailer_is_403(iys):
    answer = iys.add(retailerCode=12345678)
    assert (answer.status_code, codes(answer)) == (403, ["H180"])


def test_access_is_given_replaced_and_taken_away(iys):
    one, two = (retailer(iys).json()["retailerCode"] for _ in range(2))
    iys.add(retailerAccess=[one])
    key = {"recipientType": "BIREYSEL", "type": "MESAJ"}
    path, many = "consents/retailers/access", {**key, "recipients": [PHONE]}

    def who():
        body = {**key, "recipient": PHONE}
        return iys.call("POST", "consent/retailers/access/list", json=body).json()["list"]

    iys.call("POST", path, json={**key, "recipient": PHONE, "retailerAccess": [two]})
    assert who() == [one, two]
    assert iys.status().json()["retailerAccessCount"] == 2
    assert iys.call("PUT", path, json={**many, "retailerAccess": [two]}).status_code == 202
    assert who() == [two]
    iys.call("POST", f"{path}/remove", json={**many, "retailerAccess": [two]})
    assert who() == []
    iys.call("PUT", path, json={**many, "retailerAccess": [one, two]})
    iys.call("POST", f"{path}/remove/all", json=many)
    assert who() == []


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"recipients": [PHONE]}, 400, "H401"),
        ({"recipients": []}, 422, "H164"),
        ({"recipients": PHONE}, 422, "H478"),
        ({}, 422, "H168"),
        ({"recipients": [PHONE] * 101}, 422, "H127"),
        ({"recipients": [PHONE], "retailerAccess": []}, 422, "H163"),
        ({"recipients": [PHONE], "retailerAccess": [1] * 101}, 422, "H126"),
        ({"recipients": [PHONE], "retailerAccess": [1]}, 403, "H180"),
        ({"recipients": [PHONE], "retailerAccess": [{}]}, 403, "H180"),
        ({"recipients": [PHONE], "retailerAccess": None}, 422, "H163"),
    ],
)
def test_a_wrong_access_call_is_refused(iys, fields, status, code):
    own = {"retailerAccess": [retailer(iys).json()["retailerCode"]]}
    body = {"recipientType": "BIREYSEL", "type": "MESAJ", **own, **fields}
    answer = iys.call("PUT", "consents/retailers/access", json=body)
    assert (answer.status_code, codes(answer)) == (status, [code])


def test_places_are_lists_with_codes(iys):
    assert len(iys.call("GET", "/info/city").json()) == 81
    assert iys.call("GET", "/info/city/35").json() == {"code": "35", "name": "İzmir"}
    town = iys.call("GET", "/info/town").json()[-1]
    assert iys.call("GET", f"/info/town/{town['code']}").json()["city_code"] == "35"
    assert iys.call("GET", "/info/city/99").status_code == 204
