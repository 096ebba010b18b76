"""An intermediary's way into the same truth, and the nightly report."""

import pytest

from tests.fake_operator.clients import Sink, VerimorClient
from tests.fake_operator.iys.client import PHONE

DIGITS = PHONE[1:]
ROW = {
    "type": "MESAJ", "source": "HS_WEB", "status": "ONAY", "recipient_type": "BIREYSEL",
    "consent_date": "2026-11-23 09:00:00", "recipient": DIGITS,
}  # fmt: skip


@pytest.fixture
def carrier(verimor, registry) -> VerimorClient:
    """Its brand is that of the provider."""
    registry.set_clock("2026-11-23T12:00:00+03:00")
    return verimor(brand_codes=["600001"], queries_per_minute=None)


def add(carrier, *rows, **fields):
    body = {**carrier.who, "source_addr": "TURKCELLHUB", "consents": list(rows), **fields}
    return carrier.call("POST", "/v2/iys_consents.json", json=body)


def result(carrier, campaign):
    return carrier.get(f"/v2/iys/campaigns/{campaign}/consents").json()


def test_a_list_gets_a_number_and_its_rows_are_judged_later(carrier, iys, registry):
    other = {**ROW, "recipient": "905321112244", "status": "RET"}
    campaign = add(carrier, ROW, other).text
    assert [one["request_status"] for one in result(carrier, campaign)["records"]] == [
        "enqueue"
    ] * 2
    registry.advance(300)
    good, bad = result(carrier, campaign)["records"]
    assert (good["recipient"], good["request_status"], good["request_error"]) == (
        DIGITS, "success", None,
    )  # fmt: skip
    assert (bad["request_status"], bad["request_error"]) == ("failure", "H175")
    assert iys.approved(PHONE).json()["list"] == [PHONE]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"recipient": "+905321112233"}, "INVALID_DESTINATION_ADDRESS"),
        ({"recipient": ""}, "MISSING_DESTINATION_ADDRESS"),
        ({"status": None}, "MISSING_STATUS"),
        ({"consent_date": "2026-11-20 11:00:00"}, "INVALID_CONSENT_DATE"),
        ({"consent_date": "bugün"}, "INVALID_CONSENT_DATE"),
    ],
)
def test_a_wrong_row_is_refused_at_once(carrier, change, word):
    answer = add(carrier, {**ROW, **change})
    assert (answer.status_code, answer.text) == (400, word)


def test_a_title_without_a_brand_cannot_hand_over(carrier, registry):
    registry.change_account(carrier.who["username"], brand_codes=[])
    assert add(carrier, ROW).text == "MISSING_IYS_BRAND_CODE"
    registry.change_account(carrier.who["username"], brand_codes=["777"])
    assert add(carrier, ROW).text == "AHS_AUTHORIZATION_ERROR"


def test_another_accounts_campaign_is_not_shown(carrier, verimor):
    campaign = add(carrier, ROW).text
    assert verimor().get(f"/v2/iys/campaigns/{campaign}/consents").status_code == 401
    assert carrier.get("/v2/iys/campaigns/9/consents").status_code == 404


def test_every_night_citizens_movements_become_a_campaign(carrier, iys, registry, monkeypatch):
    sink = Sink()
    monkeypatch.setattr(sink, "take", sink.bodies.append)
    registry.change_account(carrier.who["username"], iys_push_url=sink.url)
    iys.add()
    registry.citizen(PHONE)
    registry.advance(13 * 3600)
    sink.close()
    (told,) = sink.bodies
    assert told["report_date"] == "2026-11-23"
    page = result(carrier, told["iys_campaign_id"])
    assert [(row["status"], row["source"]) for row in page["records"]] == [("RET", "IYS_WEB")]
    listed = carrier.get("/v2/iys/campaigns", source="iys").json()
    assert [one["id"] for one in listed["records"]] == [told["iys_campaign_id"]]
