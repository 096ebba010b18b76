"""Every error is a problem: one shape, two languages, no internals."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError as DjangoValidationError

from tests.api.conftest import Caller
from turkcell_hub.api import problems
from turkcell_hub.errors import Conflict, Unavailable

MEMBERS = {
    "type",
    "title",
    "status",
    "code",
    "detail",
    "detail_en",
    "field",
    "errors",
    "request_id",
    "extra",
}


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) == MEMBERS
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"].endswith(code)
    assert body["request_id"] == answer["X-Request-Id"]
    assert body["detail"] != body["detail_en"]
    return body


def test_a_missing_record_is_a_problem(call: Caller) -> None:
    problem(call.get("brands/1/"), 404, "not_found")


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["nothing/", "brands", "brands/x/", "brands/%0A1/", ""])
def test_an_address_that_is_not_there_is_a_problem(call: Caller, method: str, path: str) -> None:
    problem(call(method, path, {}), 404, "unknown_address")


def test_a_method_that_is_not_there_is_a_problem(call: Caller) -> None:
    answer = call("PUT", "brands/", {})
    problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_body_of_another_kind_is_a_problem(call: Caller) -> None:
    answer = call.client.post(
        "/api/v1/brands/", data="a=1", content_type="text/plain", headers=call.headers
    )
    problem(answer, 415, "unsupported_media_type")


DEEP = '{"code": ' + "[" * 900 + "]" * 900 + "}"


@pytest.mark.parametrize(
    "raw", ['{"code": ', '{"code": NaN}', "", '{"code": "\\ud800"}', "\xff", DEEP]
)
def test_a_body_that_is_no_json_is_a_problem(call: Caller, raw: str) -> None:
    answer = call.client.post(
        "/api/v1/brands/",
        data=raw.encode("latin-1"),
        content_type="application/json",
        headers=call.headers,
    )
    assert answer.status_code == 400
    assert answer.json()["code"] in ("parse_error", "invalid", "required")


def test_a_body_that_is_too_large_is_a_problem(call: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = call.post("brands/", {"code": "A", "name": "x" * 2000})
    problem(answer, 413, "request_too_large")


def test_an_answer_of_a_kind_that_we_do_not_have_is_a_problem(call: Caller) -> None:
    problem(call.get("brands/", accept="text/html"), 406, "not_acceptable")


def test_an_unexpected_error_tells_nothing_of_the_inside(call: Caller, caplog: Any) -> None:
    with caplog.at_level(logging.ERROR, "turkcell_hub.api.problems"):
        answer = call.post("brands/", {"code": "BROKEN", "name": "x"})
    problem(answer, 500, "internal_error")
    assert "s3cr3t" not in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()
    assert "unexpected error in the API" in caplog.text


def test_each_wrong_field_is_told_with_its_path(call: Caller) -> None:
    rows = {"rows": [{"code": "A", "name": "a"}, 5], "colour": 1}
    body = problem(call.post("brands/bulk/", rows), 400, "unknown_field")
    assert [error["field"] for error in body["errors"]] == ["colour"]
    body = problem(call.post("brands/bulk/", {"rows": rows["rows"]}), 400, "not_a_dict")
    assert body["field"] == "rows.1"
    body = problem(call.post("brands/", {}), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [
        ("code", "required"),
        ("name", "required"),
    ]


@pytest.mark.parametrize(
    ("given", "is_kept"), [("siparis-2026-1", True), ("short", False), ("a\tb c d e f g", False)]
)
def test_a_usable_request_id_of_the_caller_is_kept(call: Caller, given: str, is_kept: bool) -> None:
    answer = call.get("brands/1/", x_request_id=given)
    assert (answer.json()["request_id"] == given) is is_kept
    assert len(answer["X-Request-Id"]) >= 8


def test_services_errors_keep_their_code_field_and_extra() -> None:
    answer = problems.handle(
        Conflict("Kampanya gönderilmiş.", code="sent", field="state", extra={"id": 4}), {}
    )
    assert (answer.status_code, answer.data["code"]) == (409, "sent")
    assert answer.data["errors"][0]["field"] == answer.data["field"] == "state"
    assert answer.data["extra"] == {"id": 4}
    assert problems.handle(Unavailable("Operatöre ulaşılamıyor."), {}).status_code == 503


def test_djangos_own_validation_errors_are_problems_too() -> None:
    error = DjangoValidationError({"phone": ["Numara kısa."], "__all__": ["Birbirini tutmuyor."]})
    answer = problems.handle(error, {})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.data["errors"]] == ["phone", None]


def test_answers_are_not_stored_by_anybody(call: Caller) -> None:
    assert call.get("brands/")["Cache-Control"] == "no-store"
