"""A program asks, a person answers with a code, anybody can check the receipt."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from otp.models import Approval, Challenge, Receipt
from otp.services import approvals, challenges, proofs
from otp.services.refusals import CodeRefused
from tests.otp.world import Otp
from tests.support.firms import actor_for, client_for, make_key, make_member
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.events.models import Endpoint, Event
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def clerk(firm: Firm) -> Membership:
    return make_member(firm, "ADMIN", name="Ali Kaya")


def asked(clerk: Membership, boss: Membership, **data: Any) -> Approval:
    wanted = {
        "external_id": "ERP-17", "title": "Tedarikçi ödemesi", "document_number": "FTR-17",
        "party": "Marmara Ambalaj", "amount": Decimal("48250.5"), "currency": "TRY",
        "approver": boss, **data,
    }  # fmt: skip
    return approvals.ask(actor_for(clerk), wanted)


def test_what_the_sms_says_is_what_is_approved(
    clerk: Membership, boss: Membership, actor: Actor, otp: Otp
) -> None:
    row = asked(clerk, boss)
    challenge = approvals.start(actor, row.pk)
    otp.hand_over()
    text = otp.texts()[-1]
    assert "Tedarikci odemesi, FTR-17, Marmara Ambalaj, 48.250,50 TRY" in text
    assert len(text) <= 160
    challenges.verify(actor, challenge.pk, otp.code())
    row.refresh_from_db()
    assert row.state == "APPROVED"
    assert Receipt.objects.get().executed_at is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "148250.50"), ("party", "Başka Ltd"), ("details", "x"), ("currency", "USD")],
)
def test_one_changed_digit_kills_the_code(
    clerk: Membership, boss: Membership, actor: Actor, otp: Otp, field: str, value: str
) -> None:
    row = asked(clerk, boss)
    challenge = approvals.start(actor, row.pk)
    otp.hand_over()
    Approval.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, otp.code())
    assert refusal.value.code == "otp_void"
    assert Approval.objects.get().state == "WAITING"


def test_a_request_that_is_taken_back_is_not_approved_any_more(
    clerk: Membership, boss: Membership, actor: Actor, otp: Otp
) -> None:
    row = asked(clerk, boss)
    challenge = approvals.start(actor, row.pk)
    otp.hand_over()
    approvals.cancel(actor_for(clerk), row.pk)
    with pytest.raises(CodeRefused):
        challenges.verify(actor, challenge.pk, otp.code())
    with pytest.raises(Conflict):
        approvals.start(actor, row.pk)


def test_nobody_approves_his_own_request_or_another_ones(
    clerk: Membership, boss: Membership, firm: Firm
) -> None:
    with pytest.raises(Invalid):
        asked(clerk, clerk)
    row = asked(clerk, boss)
    with pytest.raises(NotFound):
        approvals.start(actor_for(clerk), row.pk)
    staff = make_member(firm, "PERSONEL")
    assert not approvals.visible(actor_for(staff)).exists()


def test_the_same_number_is_one_request(clerk: Membership, boss: Membership) -> None:
    assert asked(clerk, boss).pk == asked(clerk, boss).pk
    with pytest.raises(Conflict):
        asked(clerk, boss, amount=Decimal("1.00"))


def test_the_receipt_is_checked_offline_and_a_changed_one_is_found(
    clerk: Membership, boss: Membership, actor: Actor, otp: Otp, tmp_path: Path
) -> None:
    row = asked(clerk, boss)
    challenge = approvals.start(actor, row.pk)
    otp.hand_over()
    receipt = challenges.verify(actor, challenge.pk, otp.code())
    with zipfile.ZipFile(io.BytesIO(proofs.build(actor_for(clerk), receipt.pk))) as pack:
        pack.extractall(tmp_path)

    def checked() -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "dogrula.py"], cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    code, said = checked()
    assert (code, said[:6]) == (0, "SAĞLAM")
    assert otp.code() not in "".join(path.read_text() for path in tmp_path.iterdir())
    told = json.loads((tmp_path / "makbuz.json").read_text())
    told["entry"]["covered"][11]["digest"] = "b" * 64
    (tmp_path / "makbuz.json").write_text(json.dumps(told))
    code, said = checked()
    assert code == 1
    assert "değiştirilmiş" in said


def test_a_receipt_can_be_neither_changed_nor_deleted(
    clerk: Membership, boss: Membership, actor: Actor, otp: Otp
) -> None:
    from django.db import DatabaseError, transaction

    challenge = approvals.start(actor, asked(clerk, boss).pk)
    otp.hand_over()
    receipt = challenges.verify(actor, challenge.pk, otp.code())
    rows = Receipt.objects.filter(pk=receipt.pk)
    for change in (
        lambda: rows.update(subject_text="başka"),
        lambda: rows.update(executed_at=None),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.requirement("L-083", "L-086", "L-088")
def test_the_pages_lead_from_the_request_to_the_receipt(
    clerk: Membership, boss: Membership, otp: Otp
) -> None:
    row = asked(clerk, boss)
    browser = client_for(boss)
    assert "Görevi Gerçekle" in browser.get(f"/otp-approvals/{row.pk}/").content.decode()
    page = browser.post(f"/otp-approvals/{row.pk}/answer/", follow=True)
    text = page.content.decode()
    assert "48.250,50 TRY" in text
    assert "Kalan OTP kredisi" in text
    assert ">19<" in text, "one credit a code"
    assert "data-countdown" in text
    with firm_scope(row.firm_id):
        pk = Challenge.objects.get().pk
        otp.hand_over()
    wrong = browser.post(f"/otp/codes/{pk}/", {"code": "12"})
    assert wrong.status_code == 422
    assert "6 rakam" in wrong.content.decode()
    done = browser.post(f"/otp/codes/{pk}/", {"code": otp.code()}, follow=True)
    assert "Onaylandı" in done.content.decode()
    with firm_scope(row.firm_id):
        receipt = Receipt.objects.get()
    assert client_for(clerk).get(f"/otp-receipts/{receipt.pk}/print/").status_code == 200


@pytest.mark.requirement("L-014", "L-015", "L-016", "L-089")
def test_the_set_up_page_shows_what_is_missing_until_all_four_are_done(
    clerk: Membership, boss: Membership, otp: Otp
) -> None:
    browser = client_for(clerk)
    page = browser.get("/settings/otp/").content.decode()
    assert page.count("is-done") == 4
    with firm_scope(clerk.firm_id):
        otp.connection.works = None
        otp.connection.save()
    assert "Bağlantı henüz denenmedi" in browser.get("/settings/otp/").content.decode()
    tried = browser.post("/otp-connections/actions/try/", {"ids": [otp.connection.pk]}, follow=True)
    assert "kalan OTP kredisi" in tried.content.decode()
    assert client_for(boss).get("/settings/otp/").status_code == 403


@pytest.mark.requirement("L-017")
def test_the_users_form_has_the_connection(clerk: Membership, boss: Membership, otp: Otp) -> None:
    page = client_for(clerk).get(f"/users/{boss.pk}/edit/").content.decode()
    assert 'name="otp_connection"' in page
    saved = client_for(clerk).post(
        f"/users/{boss.pk}/edit/",
        {"full_name": boss.name, "phone": boss.phone, "role": boss.role, "is_active": "on",
         "all_brands": "on", "otp_connection": ""},
    )  # fmt: skip
    assert saved.status_code == 302
    with firm_scope(boss.firm_id):
        from otp.services import connections

        assert connections.connection_of(boss) is None


def test_a_program_asks_and_reads_state_and_receipt(
    firm: Firm, boss: Membership, actor: Actor, otp: Otp
) -> None:
    scopes = ["otp.approval.view", "otp.approval.all", "otp.approval.add", "otp.receipt.view"]
    secret = make_key(firm, scopes)[1]
    headers = {"authorization": f"Bearer {secret}"}
    body = {
        "external_id": "ERP-1", "title": "Avans", "amount": "100.00", "currency": "TRY",
        "approver": boss.user.email,
    }  # fmt: skip
    Endpoint.objects.create(firm=firm, url="https://erp.example/hook", secret="gizli")
    program = Client()
    made = program.post(
        "/api/v1/otp_approvals/", json.dumps(body), content_type="application/json",
        headers={**headers, "idempotency-key": "k-1"},
    )  # fmt: skip
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "WAITING"
    unknown = program.post(
        "/api/v1/otp_approvals/",
        json.dumps({**body, "external_id": "ERP-2", "approver": "yok@example.com"}),
        content_type="application/json", headers=headers,
    )  # fmt: skip
    assert unknown.status_code == 400
    with firm_scope(firm.pk):
        challenge = approvals.start(actor, made.json()["id"])
        otp.hand_over()
        challenges.verify(actor, challenge.pk, otp.code())
        (event,) = Event.objects.all()
        assert event.type == "otp.approval.decided"
        assert "APPROVED" in event.body
    told = program.get(f"/api/v1/otp_approvals/{made.json()['id']}/", headers=headers).json()
    assert told["state"] == "APPROVED"
    assert told["receipt"]["member_name"] == "Nermin Şahin"
    assert otp.code() not in json.dumps(told)
