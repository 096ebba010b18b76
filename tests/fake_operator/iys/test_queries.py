"""Asking: one, many, history, and the changes with their cursor."""

import pytest

from tests.fake_operator.iys.client import MAIL, PHONE, codes

OTHER = "+905321112244"
HOUR = 3600


def test_the_state_of_one_address(iys):
    stored = iys.add().json()
    assert iys.status().json() == {
        "consentDate": "2026-11-23 09:00:00", "source": "HS_WEB", "recipient": PHONE,
        "recipientType": "BIREYSEL", "status": "ONAY", "type": "MESAJ", "retailerAccessCount": 0,
        **stored,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"recipientType": None}, ["H170"]),
        ({"type": None}, ["H111"]),
        ({"recipient": ""}, ["H114"]),
        ({"type": "SMS"}, ["H117"]),
        ({"recipientType": "X"}, ["H116"]),
        ({"source": "HS_WEB"}, ["H118"]),
        ({"recipient": "+9053211122334455"}, ["H122", "H166"]),
    ],
)
def test_a_wrong_question_is_422(iys, fields, expected):
    answer = iys.status(**fields)
    assert (answer.status_code, codes(answer)) == (422, expected)


def test_the_bulk_answer_lists_only_approved_addresses(iys, registry):
    iys.add()
    registry.fill_consents(600001, {"recipient": OTHER, "type": "MESAJ", "status": "RET"})
    assert iys.approved(PHONE, OTHER, "+905321112255").json()["list"] == [PHONE]
    assert iys.approved(PHONE, kind="TACIR").json()["list"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "H168"),
        ({"recipients": []}, "H164"),
        ({"recipients": PHONE}, "H478"),
        ({"recipients": [PHONE, PHONE]}, "H193"),
        ({"recipients": [MAIL]}, "H464"),
        ({"recipients": [PHONE] * 1001}, "H127"),
    ],
)
def test_a_wrong_bulk_question_is_422(iys, body, code):
    answer = iys.call("POST", "consents/BIREYSEL/status/MESAJ", json=body)
    assert (answer.status_code, codes(answer)) == (422, [code])


def test_history_is_newest_first_in_pages(iys, registry):
    for hour in range(8, 11):
        iys.add(consentDate=f"2026-11-23 {hour:02}:00:00")
        registry.advance(1)
    body = {"recipient": PHONE, "recipientType": "BIREYSEL", "type": "MESAJ"}
    page = iys.call("POST", "consents/history?limit=2&offset=1", json=body).json()
    assert [row["consentDate"][11:13] for row in page["list"]] == ["09", "08"]
    assert page["pagination"] == {"offset": 1, "pageSize": 2, "totalCount": 3}
    for query, code in [("limit=101", "H186"), ("limit=0", "H187"), ("limit=x", "H182")]:
        assert codes(iys.call("POST", f"consents/history?{query}", json=body)) == [code]


def refuse_some(registry, count):
    numbers = [f"+90532333{n:04}" for n in range(count)]
    rows = [{"recipient": one, "type": "MESAJ", "status": "ONAY"} for one in numbers]
    registry.fill_consents(600001, *rows)
    for one in numbers:
        registry.citizen(one, brand=600001, types=["MESAJ"])
        registry.advance(1)
    return numbers


def test_citizens_changes_come_after_an_hour_page_by_page(iys, registry):
    numbers = refuse_some(registry, 3)
    assert iys.changes().status_code == 204
    registry.advance(HOUR)
    first = iys.changes(limit=2).json()
    assert [row["recipient"] for row in first["list"]] == numbers[:2]
    assert {(row["status"], row["source"]) for row in first["list"]} == {("RET", "IYS_WEB")}
    second = iys.changes(limit=2, after=first["after"]).json()
    assert [row["recipient"] for row in second["list"]] == numbers[2:]
    assert iys.changes(after=second["after"]).status_code == 204


def test_our_own_changes_are_asked_for_by_name(iys, registry):
    iys.add()
    registry.advance(HOUR + 1)
    assert iys.changes().status_code == 204
    assert iys.changes(source="HS").json()["list"][0]["source"] == "HS_WEB"


def test_changes_are_kept_for_seven_days(iys, registry):
    refuse_some(registry, 1)
    registry.advance(HOUR)
    cursor = iys.changes().json()["after"]
    registry.advance(7 * 86400)
    iys.login()
    assert iys.changes().status_code == 204
    assert iys.changes(after=cursor).status_code == 204
    registry.change_registry(old_cursor="error")
    assert codes(iys.changes(after=cursor)) == ["H403"]


def test_a_page_does_not_end_between_two_with_one_cursor(iys, registry):
    for kind in ("BIREYSEL", "TACIR"):
        row = {"recipient": PHONE, "type": "MESAJ", "status": "ONAY", "recipientType": kind}
        registry.fill_consents(600001, {**row, "recipient": OTHER} if kind == "x" else row)
    registry.close_line(PHONE)
    registry.advance(HOUR + 1)
    rows = iys.changes(limit=2).json()["list"]
    assert {row["recipientType"] for row in rows} == {"BIREYSEL", "TACIR"}
    dates = {row["recipientType"]: row["consentDate"] for row in rows}
    assert dates["TACIR"] == ""
    assert dates["BIREYSEL"] != ""


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"source": "X"}, "H506"),
        ({"limit": 1001}, "H507"),
        ({"limit": 0}, "H187"),
        ({"limit": "x"}, "H182"),
        ({"after": "x"}, "H403"),
    ],
)
def test_a_wrong_pull_is_422(iys, query, code):
    answer = iys.changes(**query)
    assert (answer.status_code, codes(answer)) == (422, [code])
