"""The main job, over HTTP, with real workers and the real sandbox operator: an Excel list
becomes subscribers, a personal message is priced, sent, and its reports come in."""

from __future__ import annotations

import io
import time
import uuid
from typing import Any

import pytest
import xlsxwriter

from tests.flows.browser_story import (  # noqa: F401 - the same product runs for both
    page,
    test_a_clerk_loads_a_list_sends_a_personal_message_and_watches_the_reports,
)
from tests.flows.conftest import Product

# Endings that decide the outcome at the sandbox operator (docs/fake-operator.md).
NUMBERS = ("05327770101", "05327770201", "05327770102", "05327770103", "05327770108")
FAILING = 2


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    rows: list[tuple[object, ...]] = [("Ege Tekstil müşteri listesi",), ("GSM", "Ad Soyad")]
    rows += [(number, f"Şule Işık{place}") for place, number in enumerate(NUMBERS)]
    rows += [("123", "Bozuk Numara")]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def wait(what: Any, seconds: float = 60) -> Any:
    """Polls like an integrator would; returns the first answer that is not empty."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


@pytest.mark.requirement("L-065", "S-067", "S-068", "S-065", "S-072")
def test_from_an_excel_list_to_delivery_reports(product: Product) -> None:
    group = product.call(
        "POST", "/groups/", json={"name": f"Akış {uuid.uuid4().hex[:6]}"}, headers=key()
    ).json()

    job = product.call(
        "POST", "/imports/", files={"file": ("liste.xlsx", workbook())},
        data={"group": group["id"]}, headers=key(),
    )  # fmt: skip
    assert job.status_code == 202, job.text
    path = f"/imports/{job.json()['id']}/"
    preview = wait(lambda: _in_state(product, path, "PREVIEW"))
    assert preview["counts"] == {"NEW": 5, "ERROR": 1}
    product.call("POST", f"{path}confirm/", json={"confirm": True}, headers=key())
    wait(lambda: _in_state(product, path, "DONE"))

    before = product.call("GET", "/balance/").json()
    campaign = product.call(
        "POST", "/campaigns/",
        json={
            "name": "Akış", "text": "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır.",
            "message_class": "BILGILENDIRME", "exemption": "BENZER", "groups": [group["id"]],
        },
        headers=key(),
    ).json()  # fmt: skip
    path = f"/campaigns/{campaign['id']}/"
    forecast = product.call("POST", f"{path}preview/", json={}, headers=key()).json()
    assert (forecast["total"], forecast["sendable"], forecast["credits"]) == (5, 5, 5)

    again = key()
    for _repeat in range(3):  # an impatient ERP: one campaign, one spend
        answer = product.call("POST", f"{path}submit/", json={}, headers=again)
        assert answer.status_code == 202, answer.text

    # One report's first push gets lost; the operator tries again five minutes later.
    wait(lambda: _reported(product, path, 4))
    product.operator.advance(310)
    done = wait(lambda: _finished(product, path))
    assert done["funnel"]["delivered"] == 5 - FAILING
    assert done["funnel"]["failed"] == FAILING
    after = product.call("GET", "/balance/").json()
    # A package that the sample had ordered may be loaded meanwhile.
    assert after["spent"] - before["spent"] == 5 - FAILING
    assert after["remaining"] == after["total"] - after["spent"]

    rows = product.call("GET", "/messages/", params={"campaign": campaign["id"]}).json()["results"]
    assert {row["state"] for row in rows} == {"DELIVERED", "UNDELIVERED", "EXPIRED"}
    assert all(row["reason"] for row in rows if row["state"] != "DELIVERED")
    _operator_took_each_message_once(product, [row["id"] for row in rows])


def _in_state(product: Product, path: str, state: str) -> dict[str, Any] | None:
    job = product.call("GET", path).json()
    assert job["state"] not in {"FAILED", "CANCELLED"}, job
    return job if job["state"] == state else None


def _reported(product: Product, path: str, messages: int) -> bool:
    product.operator.advance(2)  # its handsets take their time
    funnel = product.call("GET", path).json()["funnel"]
    return funnel["delivered"] + funnel["failed"] >= messages


def _finished(product: Product, path: str) -> dict[str, Any] | None:
    campaign = product.call("GET", path).json()
    assert not campaign["problem"], campaign["problem"]
    return campaign if campaign["finished_at"] else None


def _operator_took_each_message_once(product: Product, ids: list[int]) -> None:
    truth = product.operator.truth("5321110000")
    accepted = [row["message_custom_id"] for row in truth["messages"]]
    assert all(accepted.count(str(message_id)) == 1 for message_id in ids)
    assert truth["summary"]["doubled_message_custom_ids"] in ({}, [], 0)


@pytest.mark.requirement("S-076")
def test_a_single_message_goes_at_once_and_its_whole_story_can_be_read(product: Product) -> None:
    answer = product.call(
        "POST", "/messages/",
        json={"phone": "0532 777 33 01", "text": "Kurye yola çıktı.",
              "message_class": "BILGILENDIRME", "exemption": "BENZER"},
        headers=key(),
    )  # fmt: skip
    assert answer.status_code == 202, answer.text
    number = {"number": "05327773301"}
    story = wait(lambda: _delivered(product, number))
    assert story["text"] == "Kurye yola çıktı."


def _delivered(product: Product, number: dict[str, str]) -> dict[str, Any] | None:
    product.operator.advance(2)
    rows = product.call("GET", "/messages/", params=number).json()["results"]
    if not rows or rows[0]["state"] != "DELIVERED":
        return None
    return product.call("GET", f"/messages/{rows[0]['id']}/").json()
