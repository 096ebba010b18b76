"""Up to a thousand at once: field errors at once, state errors later."""

import pytest

from tests.fake_operator.iys.client import PHONE, codes, consent

OTHER = "+905321112244"


def results(iys, registry, answer, **options):
    registry.advance(300)
    return iys.results(answer.json()["requestId"], **options)


def test_a_list_is_accepted_first_and_done_later(iys, registry):
    answer = iys.add_many(consent(), consent(recipient=OTHER))
    assert answer.status_code == 202
    request = answer.json()
    assert [row["recipient"] for row in request["subRequests"]] == [PHONE, OTHER]
    assert iys.results(request["requestId"]) == []
    assert iys.approved(PHONE, OTHER).json()["list"] == []
    registry.advance(200)
    assert [row["status"] for row in iys.results(request["requestId"])] == ["enqueue"] * 2
    registry.advance(100)
    rows = iys.results(request["requestId"])
    assert [row["status"] for row in rows] == ["success"] * 2
    assert all(row["transactionId"] for row in rows)
    assert iys.approved(PHONE, OTHER).json()["list"] == [PHONE, OTHER]


def test_states_are_judged_row_by_row_when_the_list_is_worked_through(iys, registry):
    answer = iys.add_many(consent(status="RET"), consent(recipient=OTHER))
    first, second = results(iys, registry, answer)
    assert (first["status"], first["error"]["code"]) == ("failure", "H175")
    assert second["status"] == "success"


def test_one_bad_row_sinks_the_list_at_once(iys):
    answer = iys.add_many(consent(), consent(recipient="+90532"))
    assert (answer.status_code, codes(answer)) == (422, ["H122"])


def test_partial_lists_are_an_open_question(iys, registry):
    registry.change_registry(batch_errors="partial")
    answer = iys.add_many(consent(), consent(recipient="+90532"))
    assert (answer.status_code, len(answer.json()["subRequests"])) == (202, 1)
    first, second = results(iys, registry, answer)
    assert (first["status"], second["error"]["code"]) == ("success", "H122")


def test_one_address_may_come_once_in_a_list(iys):
    other = consent(status="RET", consentDate="2026-11-23 10:00:00")
    answer = iys.add_many(consent(), consent(type="ARAMA"), other)
    assert [(one["code"], one["index"]) for one in answer.json()["errors"]] == [("H194", 2)]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ([], 400, "H092"),
        ({}, 400, "H092"),
        (["x"], 400, "H092"),
        ([{}] * 1001, 422, "H091"),
    ],
)
def test_a_body_that_is_no_list_of_consents(iys, body, status, code):
    answer = iys.call("POST", "consents/request", json=body)
    assert (answer.status_code, codes(answer)) == (status, [code])


def test_the_idempotent_list_names_the_first_request(iys, registry):
    first = iys.add_many(consent(), v2=True)
    (stored,) = results(iys, registry, first, v2=True)
    again = iys.add_many(consent(), consent(recipient=OTHER), v2=True)
    repeated, fresh = results(iys, registry, again, v2=True)
    assert repeated["transactionId"] == stored["transactionId"]
    assert repeated["originalRequestInformation"]["requestId"] == first.json()["requestId"]
    assert repeated["isAddConsentV2Service"] is True
    assert "originalRequestInformation" not in fresh
    assert registry.registry_truth()["summary"] == {"movements": 2, "doubled": 0}


@pytest.mark.parametrize(
    ("request_id", "code"), [("x" * 37, "H198"), ("abc", "H199"), ("123", "H400")]
)
def test_a_request_id_has_a_form(iys, request_id, code):
    answer = iys.call("GET", f"consents/request/{request_id}")
    assert (answer.status_code, codes(answer)) == (422, [code])


def test_an_unknown_or_old_request_is_an_empty_answer(iys, registry):
    assert iys.results("d8f7a7c2-0000-4000-8000-000000000000") == []
    answer = iys.add_many(consent())
    registry.advance(61 * 86400)
    iys.login()
    assert iys.results(answer.json()["requestId"]) == []


def test_the_sub_request_is_spelt_in_two_ways(iys, registry):
    registry.change_registry(sub_request_spelling="subrequestId")
    assert iys.add_many(consent()).json()["subRequests"][0]["subrequestId"]


def test_a_thousand_at_once_are_taken_and_worked_through(iys, registry):
    rows = [consent(recipient=f"+90532222{n:04}") for n in range(1000)]
    found = results(iys, registry, iys.add_many(*rows))
    assert {row["status"] for row in found} == {"success"}
    numbers = [row["recipient"] for row in rows]
    assert iys.approved(*numbers).json()["list"] == numbers
