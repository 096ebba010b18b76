"""Lists of subscribers from files, by program."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Caller
from tests.support.firms import make_code, make_key
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
GOOD = [["Telefon", "Adı"], ["05321234501", "Ayşe"], ["0532 123 45 02", "Can"], ["12", "Kısa"]]


def workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def upload(call: Caller, content: bytes, name: str = "liste.xlsx", **fields: Any) -> Any:
    headers = {**call.headers, **fields.pop("headers", {})}
    file = SimpleUploadedFile(name, content)
    return call.client.post("/api/v1/imports/", {"file": file, **fields}, headers=headers)


def worked(firm: Firm, pk: int) -> None:
    """What the worker does with the job."""
    with firm_scope(firm.pk):
        jobs.run(pk)


@pytest.mark.requirement("S-071")
def test_a_file_is_previewed_confirmed_and_its_bad_rows_come_back(
    call: Caller, ready: Firm
) -> None:
    group = call.post("groups/", {"name": "Bayiler"}).json()["id"]
    answer = upload(call, workbook(GOOD), group=str(group))
    assert (answer.status_code, answer.json()["state"]) == (202, "QUEUED")
    pk = answer.json()["id"]
    assert answer["Location"].endswith(f"/api/v1/imports/{pk}/")
    worked(ready, pk)
    job = call.get(f"imports/{pk}/").json()
    assert (job["state"], job["counts"], job["group"]) == ("PREVIEW", {"NEW": 2, "ERROR": 1}, group)
    assert call.get("subscribers/").json()["results"] == []
    rows = call.get(f"imports/{pk}/rows/?verdict=NEW&page_size=1").json()
    assert rows["results"][0]["data"] == {"phone": "+905321234501", "first_name": "Ayşe"}
    assert call.get(rows["next"]).json()["results"][0]["data"]["first_name"] == "Can"
    (bad,) = call.get(f"imports/{pk}/rows/?verdict=ERROR").json()["results"]
    assert bad["number"] == 4
    assert bad["notes"][0]["text"]
    for body in ({}, {"confirm": False}, {"confirm": "true"}):
        assert call.post(f"imports/{pk}/confirm/", body).json()["field"] == "confirm"
    assert call.post(f"imports/{pk}/confirm/", {"confirm": True}).status_code == 202
    worked(ready, pk)
    job = call.get(f"imports/{pk}/").json()
    assert (job["state"], job["applied"], job["percent"]) == ("DONE", {"NEW": 2}, 100)
    members = call.get(f"subscribers/?group={group}").json()
    assert "results" in members, members
    assert len(members["results"]) == 2
    result = call.get(f"imports/{pk}/result/")
    content = b"".join(result.streaming_content)
    with open_sheet(io.BytesIO(content)) as sheet:
        ((_number, cells),) = sheet.rows()
    assert cells[:2] == ["12", "Kısa"]


def test_an_import_is_cancelled_before_it_changes_anything(call: Caller, ready: Firm) -> None:
    pk = upload(call, workbook(GOOD)).json()["id"]
    worked(ready, pk)
    assert call.post(f"imports/{pk}/cancel/", {}).json()["state"] == "CANCELLED"
    assert call.post(f"imports/{pk}/confirm/", {"confirm": True}).json()["code"] == "job_state"
    assert call.get(f"imports/{pk}/result/").json()["code"] == "no_result_file"
    assert call.get("subscribers/").json()["results"] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "file_"),
        (workbook([["Telefon"]]), "file_no_rows"),
        (workbook([["Şehir"], ["İzmir"]]), "headers"),
        (workbook(GOOD)[:900], "file_"),
    ],
    ids=["picture", "empty list", "foreign headers", "cut workbook"],
)
def test_a_bad_file_says_what_to_do(call: Caller, ready: Firm, content: bytes, code: str) -> None:
    pk = upload(call, content).json()["id"]
    worked(ready, pk)
    job = call.get(f"imports/{pk}/").json()
    assert job["state"] == "FAILED"
    assert job["error_code"].startswith(code)
    assert len(job["error_text"]) > 20


def test_what_is_no_upload_is_refused_by_name(call: Caller, other_firm: Firm) -> None:
    assert call.post("imports/", {"file": "x"}).status_code == 415
    assert upload(call, b"").json()["field"] == "file"
    assert upload(call, workbook(GOOD), colour="red").json()["field"] == "colour"
    assert upload(call, workbook(GOOD), group="987654321").status_code == 404
    assert upload(call, b"x" * 25_000_001).json()["code"] == "file_too_large"
    assert call.get("imports/").json()["results"] == []


def test_the_same_file_under_one_key_is_one_import(call: Caller) -> None:
    content = workbook(GOOD)
    first = upload(call, content, headers={"idempotency-key": "liste-1"})
    again = upload(call, content, headers={"idempotency-key": "liste-1"})
    assert (first.status_code, first.content) == (202, again.content)
    assert len(call.get("imports/").json()["results"]) == 1
    other = upload(call, workbook(GOOD[:2]), headers={"idempotency-key": "liste-1"})
    assert other.status_code == 422


def test_an_import_belongs_to_the_key_that_started_it(
    call: Caller, caller_with: Any, foreign: Caller, ready: Firm
) -> None:
    pk = upload(call, workbook(GOOD)).json()["id"]
    worked(ready, pk)
    for stranger in (foreign, caller_with("messaging.subscriber.import")):
        for method, path in (
            ("GET", ""), ("GET", "rows/"), ("POST", "confirm/"), ("POST", "cancel/"),
        ):  # fmt: skip
            body = {"confirm": True} if path == "confirm/" else {}
            answer = stranger(method, f"imports/{pk}/{path}", body)
            assert answer.status_code == 404
        assert stranger.get("imports/").json()["results"] == []


def test_numbers_of_the_rows_are_masked_and_the_file_kept_from_a_blind_key(
    caller_with: Any, ready: Firm
) -> None:
    blind = caller_with("messaging.subscriber.import")
    pk = upload(blind, workbook(GOOD)).json()["id"]
    worked(ready, pk)
    rows = blind.get(f"imports/{pk}/rows/").json()["results"]
    assert rows[0]["data"]["phone"] == "+90 532 *** ** 01"
    assert blind.get(f"imports/{pk}/result/").json()["extra"] == {"right": "personal.view"}


def test_a_hidden_group_takes_no_import(call: Caller, ready: Firm) -> None:
    code = make_code(ready, "YONETIM")
    scopes = ["messaging.group.add", "messaging.group.view"]
    holder = Caller(make_key(ready, scopes, authority_codes=[code])[1])
    hidden = holder.post("groups/", {"name": "Gizli", "authority_code": code.pk}).json()["id"]
    assert upload(call, workbook(GOOD), group=str(hidden)).status_code == 404
