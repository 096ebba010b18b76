"""A document reaches the ERP once, to the kuruş, or says why not."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.erp.world import bill, line, put
from tests.support.firms import actor_for, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import booking, documents, taking
from turkcell_hub.errors import Conflict, HubError, Invalid, NotFound
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(stocked: Firm) -> Actor:
    return system(stocked.pk, "Logo aktarıcı")


def ready(firm: Firm, by: Actor, number: str = "TCL2026000000001") -> Document:
    return documents.release(documents.draft(firm, bill(number), by), by)


def refusal(call: Any, *args: Any) -> HubError:
    with pytest.raises(HubError) as caught:
        call(*args)
    return caught.value


def test_a_document_goes_draft_checked_ready_taken_posted(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    document = documents.draft(stocked, bill(), clerk)
    assert (document.state, document.total) == ("DRAFT", Decimal("130.00"))
    assert documents.check(document, clerk).state == "CHECKED"
    assert documents.release(document, clerk).state == "READY"
    [taken] = taking.take(agent, "logo-1")
    assert (taken.pk, taken.state, taken.attempts) == (document.pk, "TAKEN", 1)
    done = taking.posted(taken, agent, "4711")
    assert (done.state, done.erp_ref) == ("POSTED", "4711")
    moves = AuditEntry.objects.filter(action__startswith="erp.document").count()
    assert moves == 5
    assert taking.posted(done, agent, "4711").state == "POSTED"  # said twice
    assert refusal(taking.posted, done, agent, "4712").code == "erp_document_state"


def test_a_source_is_booked_once_and_again_only_after_it_was_cancelled(
    stocked: Firm, clerk: Actor
) -> None:
    first = documents.draft(stocked, bill(), clerk)
    assert refusal(documents.draft, stocked, bill(), clerk).code == "erp_source_taken"
    other = dataclasses.replace(bill(), source_key="başka")
    assert refusal(documents.draft, stocked, other, clerk).code == "erp_number_taken"
    documents.cancel(first, clerk, "Yanlış eşleştirme")
    assert documents.draft(stocked, bill(), clerk).state == "DRAFT"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": Decimal("129.99")}, "erp_total_differs"),
        ({"kind": "issued_service"}, "erp_card_side"),
    ],
)
def test_what_does_not_add_up_is_not_released(
    stocked: Firm, clerk: Actor, change: dict[str, Any], code: str
) -> None:
    document = documents.draft(stocked, bill(**change), clerk)
    problem = refusal(documents.release, document, clerk)
    assert isinstance(problem, documents.NotPostable)
    assert code in {each["code"] for each in problem.extra["problems"]}
    document.refresh_from_db()
    assert document.state == "DRAFT"


def test_a_line_has_its_cards_vat_and_names_the_kurus_that_the_bill_differs(
    stocked: Firm, clerk: Actor
) -> None:
    wrong = documents.draft(stocked, bill("A1", line(vat="20.01")), clerk)
    assert refusal(documents.check, wrong, clerk).code == "erp_vat_differs"
    told = line(vat="20.01", vat_difference=Decimal("0.01"))
    right = documents.draft(stocked, bill("A2", told), clerk)
    assert documents.check(right, clerk).state == "CHECKED"
    old = documents.draft(stocked, bill("A3", line(vat="18.00", vat_rate=Decimal(18))), clerk)
    assert refusal(documents.check, old, clerk).code == "erp_card_vat"


def test_a_card_that_went_out_of_use_stops_the_release(stocked: Firm, clerk: Actor) -> None:
    document = documents.check(documents.draft(stocked, bill(), clerk), clerk)
    put(stocked, MirrorKind.PROJECT, {"code": "P1", "name": "Saha", "is_active": False})
    assert refusal(documents.release, document, clerk).code == "erp_place_off"


def test_amounts_finer_than_a_kurus_and_foreign_rows_are_refused(
    stocked: Firm, other_firm: Firm, clerk: Actor
) -> None:
    spec = bill("A1", dataclasses.replace(line(), net=Decimal("100.001")))
    assert isinstance(refusal(documents.draft, stocked, spec, clerk), Invalid)
    stranger = actor_for(make_member(other_firm, "ADMIN"))
    spec = bill("A2")
    with firm_scope(other_firm.pk):
        assert isinstance(refusal(documents.draft, other_firm, spec, stranger), NotFound)


def test_taking_twice_gives_the_same_and_a_second_taker_the_rest(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    made = [ready(stocked, clerk, f"TCL{n}").pk for n in range(3)]
    first = [row.pk for row in taking.take(agent, "logo-1", 2)]
    assert first == made[:2]
    assert [row.pk for row in taking.take(agent, "logo-1", 2)] == first
    assert [row.pk for row in taking.take(agent, "logo-2", 9)] == made[2:]
    assert set(Document.objects.values_list("attempts", flat=True)) == {1}


def test_an_attempt_without_an_answer_stays_in_doubt_until_somebody_knows(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    document = ready(stocked, clerk)
    taking.take(agent, "logo-1")
    Document.objects.update(lease_until=NOW - (F("lease_until") - F("lease_until")))
    assert taking.sweep() == 1
    document.refresh_from_db()
    assert (document.state, document.in_doubt) == ("READY", True)
    assert refusal(documents.cancel, document, clerk, "x").code == "erp_document_in_doubt"
    [again] = taking.take(agent, "logo-2")  # told to search before it writes
    assert (again.in_doubt, again.attempts) == (True, 2)
    assert taking.give_back(again, agent, "logo-2").in_doubt
    assert refusal(documents.cancel, document, clerk, "x").code == "erp_document_in_doubt"
    manager = actor_for(make_member(stocked, "YONETICI"))
    assert not taking.settle_doubt(document, manager, "").in_doubt
    assert documents.cancel(document, clerk, "Vazgeçildi").state == "CANCELLED"


def test_a_late_word_that_it_is_booked_still_counts(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    ready(stocked, clerk)
    [taken] = taking.take(agent, "logo-1")
    Document.objects.update(state="READY", in_doubt=True, lease_until=None)
    assert taking.posted(taken, agent, "4711").state == "POSTED"


def test_a_refusal_keeps_every_text_and_may_be_tried_again(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    ready(stocked, clerk)
    [taken] = taking.take(agent, "logo-1")
    told = ["Cari hesap bulunamadı (513)", "Fiş türü modüle uymuyor (1159)"]
    assert taking.refused(taken, agent, told).errors == told
    assert refusal(taking.refused, taken, agent, ["  "]).field == "errors"
    assert documents.release(taken, clerk).state == "READY"


def test_cancelling_many_leaves_what_the_erp_has_and_says_so(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    held, free = ready(stocked, clerk, "A1"), ready(stocked, clerk, "A2")
    taking.take(agent, "logo-1", 1)
    outcome = documents.cancel_many(Document.objects.all(), clerk, "Aktarım geri alındı")
    assert outcome.done == (free.pk,)
    assert isinstance(outcome.refused[held.pk], Conflict)


def test_a_posted_document_frees_its_source_only_by_an_explicit_act(
    stocked: Firm, clerk: Actor, agent: Actor
) -> None:
    ready(stocked, clerk)
    [taken] = taking.take(agent, "logo-1")
    done = taking.posted(taken, agent, "4711")
    assert refusal(documents.cancel, done, clerk, "x").code == "erp_document_state"
    manager = actor_for(make_member(stocked, "YONETICI"))
    assert refusal(documents.void, done, manager, " ").code == "reason_missing"
    documents.void(done, manager, "ERP'de iptal edildi")
    assert documents.draft(stocked, bill(), clerk).state == "DRAFT"


def test_many_documents_are_booked_at_once_each_with_its_own_answer(
    stocked: Firm, actor: Actor
) -> None:
    standing = documents.draft(stocked, bill("TCL2026000000001"), actor)
    wrong = bill("TCL2026000000003", total=Decimal("1.00"))
    specs = [bill("TCL2026000000001"), bill("TCL2026000000002"), wrong,
             bill("TCL2026000000002")]  # fmt: skip
    answers = booking.book_many(stocked, specs, actor)
    codes = [getattr(one, "code", "") for one in answers]
    assert codes == ["erp_source_taken", "", "erp_total_differs", "erp_source_taken"]
    made = Document.objects.exclude(pk=standing.pk).get()
    assert (made.state, made.lines.count(), made.total) == ("READY", 2, Decimal("130.00"))


def test_a_document_more_costs_one_question_more(
    stocked: Firm, actor: Actor, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as two:
        booking.book_many(stocked, [bill(f"A{n}") for n in range(2)], actor)
    specs = [bill(f"B{n}") for n in range(20)]
    with django_assert_max_num_queries(len(two) + 18):
        booking.book_many(stocked, specs, actor)
