"""Documents that a program or a person brings for a signature."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from otp import work_tasks
from otp.flow_states import ProcessState
from otp.models import Notice, Process, Receipt
from otp.services import challenges, decisions, external, flows, notices
from otp.services.refusals import CodeRefused
from tests.otp.slips import Card, say, the_task
from tests.otp.world import Otp
from tests.support.firms import actor_for, client_for, make_key, make_member
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.events.models import Endpoint, Event
from turkcell_hub.tenancy.models import Firm, Membership, Role

pytestmark = pytest.mark.django_db


def test_an_erp_brings_a_document_by_rest_and_reads_the_outcome(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership
) -> None:
    card({"members": bosses[:1]}, kind="external")
    _key, secret = make_key(firm, ["otp.process.add", "otp.process.view"], by=admin)
    browser = client_for(admin)

    def call(method: str, path: str, body: Any = None) -> Any:
        given = () if body is None else (body, "application/json")
        headers = {"authorization": f"Bearer {secret}"}
        return getattr(browser, method)(f"/api/v1/approvals/{path}", *given, headers=headers)

    body = {"reference": "SIP-7", "title": "Satınalma siparişi", "party": "Demir Ambalaj",
            "amount": "84500.00", "content": {"lines": ["Koli"]}}  # fmt: skip
    first = call("post", "", body)
    assert first.status_code == 201, first.content
    assert first.json()["text"] == "Satınalma siparişi, SIP-7, Demir Ambalaj, 84.500,00 TL"
    assert call("post", "", body).json()["id"] == first.json()["id"]
    changed = call("post", "", {**body, "amount": "84501.00"}).json()
    assert changed["id"] != first.json()["id"]
    assert call("get", f"{first.json()['id']}/").json()["state"] == "GECERSIZ"
    fraction = call("post", "", {**body, "content": {"x": 0.1}})
    assert (fraction.status_code, fraction.json()["errors"][0]["field"]) == (400, "content")
    say(bosses[0], the_task(Process.objects.get(pk=changed["id"])))
    seen = call("get", f"{changed['id']}/").json()
    assert seen["state"] == "ONAYLANDI"
    assert seen["decisions"][0]["by"] == "Murat"
    again = call("post", "", {**body, "reference": "SIP-8"}).json()
    assert call("post", f"{again['id']}/withdraw/", {}).json()["state"] == "GERI_CEKILDI"


@pytest.mark.parametrize(
    "content",
    ['"metin"', "[1, 2]", "7", '{"x": "a\\u0000b"}', '{"a\\u0000": 1}', '{"x": [{"y": 1.5}]}',
     '{"x": ' + "[" * 40 + "]" * 40 + "}"],
    ids=["text", "list", "number", "nought", "nought in a name", "fraction", "deep"],
)  # fmt: skip
def test_a_content_that_cannot_be_kept_is_refused_at_its_field(
    card: Card, firm: Firm, bosses: list[Membership], content: str
) -> None:
    card({"members": bosses[:1]}, kind="external")
    headers = {"authorization": f"Bearer {make_key(firm, ['otp.process.add'])[1]}"}
    body = f'{{"reference": "SIP-7", "title": "Sipariş", "content": {content}}}'
    answer = Client().post("/api/v1/approvals/", body, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (400, "content"), answer.content
    assert not Process.objects.exists()


def brought(clerk: Membership, boss: Membership, **data: Any) -> Process:
    """A document that names who approves it."""
    wanted = {
        "reference": "FTR-17", "title": "Tedarikçi ödemesi", "party": "Marmara Ambalaj",
        "amount": Decimal("48250.5"), "currency": "TRY", "approver": boss, **data,
    }  # fmt: skip
    return external.ask(actor_for(clerk), wanted)


def approve(boss: Membership, row: Process, otp: Otp) -> Receipt:
    """With the code that comes to the phone."""
    challenge = decisions.start(actor_for(boss), the_task(row))
    otp.hand_over()
    return challenges.verify(actor_for(boss), challenge.pk, otp.code())


def test_the_sms_says_what_is_approved_and_one_person_s_code_is_enough(
    clerk: Membership, boss: Membership, otp: Otp
) -> None:
    row = brought(clerk, boss)
    receipt = approve(boss, row, otp)
    receipt.refresh_from_db()
    assert receipt.executed_at is not None
    text = otp.texts()[-1]
    assert "Tedarikci odemesi, FTR-17, Marmara Ambalaj, 48.250,50 TL" in text
    assert len(text) <= 160
    row.refresh_from_db()
    assert row.state == ProcessState.APPROVED
    told = Notice.objects.filter(event="BITTI").values_list("member", "channel")
    assert set(told) == {(clerk.pk, "MESAJ"), (clerk.pk, "EPOSTA")}, "whoever asked hears of it"


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", Decimal("148250.50")), ("facts", [["Taraf", "Başka Ltd"]]), ("currency", "USD"),
     ("content", {"x": 1})],
)  # fmt: skip
def test_one_changed_digit_kills_the_code(
    clerk: Membership, boss: Membership, otp: Otp, field: str, value: object
) -> None:
    row = brought(clerk, boss)
    challenge = decisions.start(actor_for(boss), the_task(row))
    otp.hand_over()
    Process.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor_for(boss), challenge.pk, otp.code())
    assert refusal.value.code == "otp_void"


def test_what_is_taken_back_or_late_is_not_approved_any_more(
    clerk: Membership, boss: Membership, otp: Otp
) -> None:
    row = brought(clerk, boss, due_at=timezone.now() + timedelta(hours=1))
    task = the_task(row)
    assert task.deadline_at == row.due_at
    challenge = decisions.start(actor_for(boss), task)
    otp.hand_over()
    Process.objects.update(due_at=timezone.now())
    with pytest.raises(CodeRefused):
        challenges.verify(actor_for(boss), challenge.pk, otp.code())
    with pytest.raises(Conflict) as late:
        say(boss, task, "RED")
    assert late.value.code == "approval_late"
    work_tasks.run_workflows()
    row.refresh_from_db()
    assert row.state == ProcessState.EXPIRED
    again = brought(clerk, boss)
    flows.withdraw(actor_for(clerk), again)
    with pytest.raises(Conflict):
        decisions.start(actor_for(boss), again.tasks.get())


@pytest.mark.parametrize(
    ("data", "field"),
    [({"approver": None, "method": "TOTP"}, "method"), ({"method": "ISLAK"}, "method"),
     ({"due_at": timezone.now() - timedelta(days=1)}, "due_at"), ({"reference": " "}, "reference")],
)  # fmt: skip
def test_what_cannot_be_asked_says_which_field(
    clerk: Membership, boss: Membership, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        brought(clerk, boss, **data)
    assert wrong.value.field == field


def test_nobody_names_himself_or_somebody_who_may_not_see_the_document(
    firm: Firm, clerk: Membership, boss: Membership
) -> None:
    with pytest.raises(Invalid):
        brought(clerk, clerk)
    code = make_member(firm, Role.MANAGER, codes=["SATIS"]).authority_codes.get()
    with pytest.raises(Invalid) as hidden:
        brought(clerk, boss, authority_code=code)
    assert hidden.value.field == "approver"


def test_a_program_names_the_approver_hears_the_outcome_and_fetches_the_receipt(
    firm: Firm, admin: Membership, boss: Membership, otp: Otp
) -> None:
    scopes = ["otp.process.view", "otp.process.add", "otp.receipt.view"]
    headers = {"authorization": f"Bearer {make_key(firm, scopes, by=admin)[1]}"}
    Endpoint.objects.create(firm=firm, url="https://erp.example/hook", secret="gizli")
    body = {"reference": "ERP-1", "title": "Avans", "amount": "100.00", "currency": "TRY",
            "approver": boss.user.email}  # fmt: skip
    program = Client()

    def post(data: dict[str, Any]) -> Any:
        return program.post("/api/v1/approvals/", data, "application/json", headers=headers)

    made = post(body)
    assert made.status_code == 201, made.content
    assert post(body).json()["id"] == made.json()["id"]
    assert post({**body, "approver": "yok@example.com"}).json()["errors"][0]["field"] == "approver"
    approve(boss, Process.objects.get(), otp)
    (event,) = Event.objects.all()
    assert event.type == "otp.approval.decided"
    assert json.loads(event.body)["data"]["reference"] == "ERP-1"
    assert "ONAYLANDI" in event.body
    told = program.get(f"/api/v1/approvals/{made.json()['id']}/", headers=headers).json()
    receipt = told["decisions"][0]["receipt"]
    assert receipt["member_name"] == "Nermin Şahin"
    page = program.get(f"/api/v1/otp_receipts/{receipt['id']}/", headers=headers)
    assert page.json()["number"] == receipt["number"]
    assert told["amount_text"] == "100,00 TL"
    assert otp.code() not in json.dumps(told)


def test_a_person_brings_a_document_by_its_form(
    admin: Membership, clerk: Membership, boss: Membership
) -> None:
    browser = client_for(clerk)
    form = {"reference": "TKL-1", "title": "İskonto", "currency": "TRY", "amount": "12,50",
            "details": "Üç yıllık müşteri", "approver": str(boss.pk)}  # fmt: skip
    wrong = browser.post("/approvals/add/", {**form, "title": ""})
    assert wrong.status_code == 422
    assert browser.post("/approvals/add/", form).status_code == 302
    row = Process.objects.get()
    assert (row.text, row.facts) == ("İskonto, TKL-1, 12,50 TL", [["Ayrıntı", "Üç yıllık müşteri"]])
    assert (
        "Görevi Gerçekle" in client_for(boss).get(f"/my-tasks/{the_task(row).pk}/").content.decode()
    )


def test_the_document_of_a_program_is_what_the_approval_keeps(firm: Firm) -> None:
    assert external.current(999_999) is None
    assert notices.waiting() == []
