"""Yeniden dene: what was approved and could not be carried out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy, override

from otp.flow_states import ProcessState
from otp.models import Process
from otp.services import carrying
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for, make_key, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, NotAllowed, NotFound
from turkcell_hub.tenancy.models import Firm, Language, Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(card: Card, clerk: Membership, bosses: list[Membership], slips: Slips) -> Process:
    card({"members": bosses[:1]})
    slips.problem = Conflict("Dönem kapalı.")
    row = ask(clerk, slips.put(1))
    say(bosses[0], the_task(row))
    row.refresh_from_db()
    assert row.problem == "Dönem kapalı."
    return row


def test_why_not_is_kept_in_turkish_and_read_in_the_readers_language(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    slips.problem = Conflict(gettext_lazy("Kayıt bulunamadı."))
    row = ask(clerk, slips.put(1))
    with override("en"):  # whoever decides reads English
        say(bosses[0], the_task(row))
    row.refresh_from_db()
    assert row.problem == "Kayıt bulunamadı."
    type(bosses[0].user).objects.filter(pk=bosses[0].user_id).update(language=Language.ENGLISH)
    reader = client_for(Membership.objects.select_related("user").get(pk=bosses[0].pk))
    assert "Record not found." in reader.get(f"/approvals/{row.pk}/").text


def test_it_is_carried_out_once(failed: Process, bosses: list[Membership], slips: Slips) -> None:
    page = f"/approvals/{failed.pk}/"
    browser = client_for(bosses[0])
    assert "Yeniden dene" in browser.get(page).text
    again = browser.post(f"{page}retry/", follow=True)
    assert "Yine uygulanamadı: Dönem kapalı." in again.text
    assert slips.done == []
    slips.problem = None
    assert "Onay uygulandı." in browser.post(f"{page}retry/", follow=True).text
    failed.refresh_from_db()
    assert (failed.state, failed.problem, slips.done) == (ProcessState.APPROVED, "", [1])
    with pytest.raises(Conflict) as done:
        carrying.retry(actor_for(bosses[0]), failed)
    assert (done.value.code, slips.done) == ("approval_done", [1])
    assert "Yeniden dene" not in browser.get(page).text
    assert AuditEntry.objects.filter(action="approval.retried").count() == 2


def test_a_document_that_has_changed_is_not_carried_out(
    failed: Process, bosses: list[Membership], slips: Slips
) -> None:
    slips.problem = None
    slips.put(1, 1001)
    with pytest.raises(Conflict) as changed:
        carrying.retry(actor_for(bosses[0]), failed)
    assert (changed.value.code, slips.done) == ("document_changed", [])


def test_a_document_that_was_brought_anew_is_decided_by_the_newest_approval(
    failed: Process, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    slips.problem = None
    say(bosses[0], the_task(ask(clerk, slips.put(1))), "RED")
    with pytest.raises(Conflict) as followed:
        carrying.retry(actor_for(bosses[0]), failed)
    assert (followed.value.code, slips.done) == ("approval_followed", [])
    assert "Yeniden dene" not in client_for(bosses[0]).get(f"/approvals/{failed.pk}/").text


def test_only_who_may_and_only_what_is_approved(
    failed: Process, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    slips.problem = None
    with pytest.raises(NotAllowed):
        carrying.retry(actor_for(clerk), failed)
    assert client_for(clerk).post(f"/approvals/{failed.pk}/retry/").status_code == 403
    holder = make_member(firm, Role.MANAGER, codes=["SATIS"])
    Process.objects.filter(pk=failed.pk).update(authority_code=holder.authority_codes.get())
    with pytest.raises(NotFound):
        carrying.retry(actor_for(bosses[0]), failed)
    running = ask(clerk, slips.put(2))
    with pytest.raises(Conflict) as over:
        carrying.retry(actor_for(bosses[0]), running)
    assert (over.value.code, slips.done) == ("approval_over", [])


def test_a_program_tries_again_over_rest(
    failed: Process, firm: Firm, admin: Membership, slips: Slips
) -> None:
    def post(*scopes: str) -> tuple[int, str]:
        headers = {"authorization": f"Bearer {make_key(firm, list(scopes), by=admin)[1]}"}
        answer = Client().post(
            f"/api/v1/approvals/{failed.pk}/retry/", b"", "application/json", headers=headers
        )
        told = answer.json()
        return answer.status_code, told.get("problem", told.get("code"))

    assert post("otp.process.view")[0] == 403
    assert post("otp.process.view", carrying.RETRY) == (200, "Dönem kapalı.")
    slips.problem = None
    assert post("otp.process.view", carrying.RETRY) == (200, "")
    assert post("otp.process.view", carrying.RETRY) == (409, "approval_done")
    assert slips.done == [1]
