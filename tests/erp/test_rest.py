"""An ERP's program: cards in, documents out."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.api.conftest import Caller
from tests.erp.world import bill, put
from tests.support.firms import make_key
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, Document
from turkcell_hub.erp.services import documents
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db
SCOPES = ("erp.mirror.view", "erp.mirror.write", "erp.document.view", "erp.document.post")


@pytest.fixture
def call(stocked: Firm, settings: Any) -> Caller:
    settings.API_RATE_LIMITS = {}
    return Caller(make_key(stocked, SCOPES)[1])


def test_cards_come_in_bulk_and_each_row_has_its_answer(call: Caller) -> None:
    rows = [
        {"code": "120.09", "title": "Işık", "phones": ["0232 444 00 11", "0532 111 22 33"]},
        {"code": "120.10", "title": "Su", "city": 34.5},
    ]
    answer = call.post("erp/accounts/bulk/", {"rows": rows})
    assert answer.status_code == 200, answer.content
    first, second = answer.json()["results"]
    assert (first["status"], first["outcome"]) == (201, "created")
    assert (second["status"], second["problem"]["errors"][0]["field"]) == (400, "city")
    shown = call.get(f"erp/accounts/{first['id']}/").json()
    assert shown["phone"] != "+902324440011"  # masked without personal.view
    assert shown["phone_problem"] == "landline"
    assert [entry["number"] for entry in shown["phones"]] == ["", ""]
    assert call.get("erp/accounts/?code=120.09").json()["results"][0]["id"] == first["id"]


def test_a_call_takes_500_cards_and_refuses_one_more_with_nothing_done(call: Caller) -> None:
    rows = [{"code": f"C{n}", "title": f"Cari {n}"} for n in range(501)]
    refused = call.post("erp/accounts/bulk/", {"rows": rows})
    assert (refused.status_code, refused.json()["extra"]) == (413, {"limit": 500, "rows": 501})
    assert not Account.objects.filter(code__startswith="C").exists()
    taken = call.post("erp/accounts/bulk/", {"rows": rows[:500]}).json()
    assert (taken["succeeded"], taken["failed"], len(taken["results"])) == (500, 0, 500)
    again = call.post("erp/accounts/bulk/", {"rows": rows[:500]}).json()
    assert {row["outcome"] for row in again["results"]} == {"same"}


def test_a_deleted_card_leaves_a_tombstone(call: Caller, stocked: Firm) -> None:
    [result] = put(stocked, MirrorKind.ACCOUNT, {"code": "120.09", "title": "Işık"})
    assert call("DELETE", f"erp/accounts/{result.pk}/").status_code == 204
    assert not Account.objects.get(pk=result.pk).is_active


def test_a_full_refresh_ends_by_switching_off_what_was_not_named(call: Caller) -> None:
    first = call.post("erp/projects/bulk/", {"rows": [{"code": "P2", "name": "Yeni"}]}).json()
    ended = call.post("erp/projects/retire_unseen/", {"since": first["at"]})
    assert ended.json() == {"retired": 1}


def test_a_document_is_taken_booked_and_told(call: Caller, stocked: Firm, clerk: Actor) -> None:
    document = documents.release(documents.draft(stocked, bill(), clerk), clerk)
    taken = call.post("erp/documents/take/", {"taker": "logo-1"}).json()["results"]
    assert [row["id"] for row in taken] == [document.pk]
    assert taken[0]["lines"][0]["service_card"] == "770.01"
    path = f"erp/documents/{document.pk}"
    assert (
        call.post(f"{path}/refused/", {"errors": ["Cari yok (513)"]}).json()["state"] == "REFUSED"
    )
    documents.release(document, clerk)
    call.post("erp/documents/take/", {"taker": "logo-1"})
    assert call.post(f"{path}/posted/", {"erp_ref": "4711"}).json()["state"] == "POSTED"
    assert call.post(f"{path}/posted/", {"erp_ref": "4712"}).status_code == 409


def test_the_document_is_a_file_that_logo_imports(
    call: Caller, stocked: Firm, clerk: Actor
) -> None:
    document = documents.draft(stocked, bill(), clerk)
    answer = call.get(f"erp/documents/{document.pk}/xml/")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own file
    assert root.tag == "PURCHASE_INVOICES"
    invoice = root.find("INVOICE")
    assert invoice is not None
    assert {name: invoice.findtext(name) for name in ("TYPE", "DATE", "ARP_CODE", "TOTAL_NET")} == {
        "TYPE": "4",
        "DATE": "03.11.2026",
        "ARP_CODE": "320.01",
        "TOTAL_NET": "130.00",
    }
    lines = invoice.findall("TRANSACTIONS/TRANSACTION")
    assert [line.findtext("MASTER_CODE") for line in lines] == ["770.01", "689.01"]
    assert Document.objects.get().state == "DRAFT"


def test_each_list_answers_its_rows_and_filters(call: Caller, stocked: Firm, clerk: Actor) -> None:
    put(stocked, MirrorKind.CONTACT, {"code": "K1", "account": "320.01", "first_name": "Ayşe"})
    put(
        stocked, MirrorKind.PERSON, {"code": "7", "first_name": "Çağlar", "phones": ["05321112233"]}
    )
    put(stocked, MirrorKind.WORKPLACE, {"code": "0", "name": "Merkez"})
    documents.draft(stocked, bill(), clerk)
    found = {
        "accounts/?number=missing": 1,
        "contacts/?search=ayse": 1,
        "personnel/?number=fine": 1,
        "service_cards/?side=ISSUED": 1,
        "projects/?is_active=true": 1,
        "workplaces/?code=0": 1,
        "documents/?state=DRAFT&search=TCL": 1,
        "documents/?state=READY": 0,
    }
    for path, count in found.items():
        answer = call.get(f"erp/{path}")
        assert answer.status_code == 200, (path, answer.content)
        assert len(answer.json()["results"]) == count, path
    lines = call.get("erp/documents/").json()["results"][0]["lines"]
    assert [line["net"] for line in lines] == ["100.00", "10.00"]
    assert call.get("erp/accounts/?number=x").status_code == 400
