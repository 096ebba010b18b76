"""Pace, hourly limits, the success rate, scripts, and a truth that survives a kill."""

import pytest

from tests.fake_operator.iys.client import PHONE, IysClient, codes, consent
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

BODY = {"recipient": PHONE, "recipientType": "BIREYSEL", "type": "MESAJ"}


def test_more_calls_in_a_second_than_allowed_are_429(iys, registry):
    registry.change_registry(requests_per_second=1)
    answers = [iys.status() for _ in range(4)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert codes(refused[0]) == ["H124"]


@pytest.mark.parametrize(
    ("path", "limit", "code"),
    [
        ("consents/status", "status_per_hour", "H086"),
        ("consents/history", "history_per_hour", "H089"),
    ],
)
def test_hourly_limits_slide(iys, registry, path, limit, code):
    registry.change_registry(**{limit: 2})
    for _ in range(2):
        assert iys.call("POST", path, json=BODY).status_code == 200
    answer = iys.call("POST", path, json=BODY)
    assert (answer.status_code, codes(answer)) == (429, [code])
    registry.advance(3601)
    assert iys.call("POST", path, json=BODY).status_code == 200


def test_an_account_that_mostly_fails_loses_its_address_after_four_days(iys, registry):
    registry.change_registry(success_calls=10)
    for _ in range(11):
        assert iys.add(status="RET").status_code == 400
    assert registry.registry_counters()["success"][iys.username]["warned_at"] is not None
    for _ in range(4):
        registry.advance(86400)
        iys.login()
        for _ in range(10):
            iys.add(status="RET")
    assert registry.registry_counters()["removed_addresses"] == ["127.0.0.1"]
    answer = iys.call("POST", "consents", json=consent(), check=False)
    assert (answer.status_code, answer.text) == (403, "Forbidden")


def test_who_gets_better_within_four_days_keeps_the_address(iys, registry):
    registry.change_registry(success_calls=10)
    for _ in range(11):
        iys.add(status="RET")
    for _ in range(30):
        iys.approved(PHONE)
    assert registry.registry_counters()["success"][iys.username]["warned_at"] is None


def test_an_address_that_is_not_on_the_list_is_kept_out(iys, registry):
    registry.change_account(iys.username, allowed_ips=["10.0.0.1"])
    assert iys.call("POST", "consents", json=consent(), check=False).status_code == 403


def test_failures_come_by_script(iys, registry):
    registry.script(
        iys.username,
        {"do": "refuse", "code": "H123"},
        {"do": "error_after", "status": 500},
        {"do": "busy", "status": 503},
    )
    assert codes(iys.add()) == ["H123"]
    assert iys.call("POST", "consents", json=consent(), check=False).status_code == 500
    assert iys.call("POST", "consents", json=consent(), check=False).status_code == 503
    assert iys.status().json()["status"] == "ONAY"


def test_what_was_answered_is_there_after_a_kill(folder):
    with FakeOperatorProcess(folder) as operator:
        control = ControlClient(operator.url)
        control.set_clock("2026-11-23T12:00:00+03:00")
        control.create_account("api@demir.com.tr", "iys", iys_code=600001)
        iys = IysClient(operator.url, "api@demir.com.tr", 600001, 600001)
        iys.login()
        stored = iys.add().json()
        done = iys.add_many(consent(type="ARAMA")).json()["requestId"]
        control.advance(300)
        waiting = iys.add_many(consent(recipient="+905321112244")).json()["requestId"]
        operator.kill()
        operator.start()
        iys.login()
        assert iys.status().json()["transactionId"] == stored["transactionId"]
        assert [row["status"] for row in iys.results(done)] == ["success"]
        control.advance(300)
        assert [row["status"] for row in iys.results(waiting)] == ["success"]
