"""Every change of ours reaches the registry once, and nothing is sent that it would refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from iys_consent.models import (
    ConsentReceipt,
    ConsentRecord,
    ConsentTask,
    TaskList,
    TaskState,
)
from iys_consent.services import listing, results
from tests.support.registry import BRAND, hand_over_all, say
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch, Lane

PHONE, OTHER = "+905321234567", "+905321234568"
LONG_AGO = {"type": "MESAJ", "status": "ONAY", "consentDate": "2026-01-05 10:00:00"}


def deliver(account) -> None:
    """Lists, hands over and asks for the results, as the workers do."""
    listing.send(account.firm_id)
    hand_over_all(account)
    ask_now()


def ask_now() -> None:
    TaskList.objects.exclude(ask_at=None).update(ask_at=timezone.now() - timedelta(seconds=1))
    for _firm, pk in results.due():
        results.ask(pk)


def ago(**span: float):
    return timezone.now() - timedelta(**span)


def later_on() -> None:
    """As if the last change of each key were more than two seconds old."""
    ConsentTask.objects.exclude(settled_at=None).update(settled_at=ago(seconds=10))


def task_of(movement) -> ConsentTask:
    return ConsentTask.objects.get(movement=movement)


def test_a_consent_reaches_the_registry_and_its_receipt_is_kept(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    assert task_of(movement).state == TaskState.WAITING
    deliver(account)
    (there,) = registry.consents_of(PHONE)
    assert (there["status"], there["source"]) == ("ONAY", "HS_WEB")
    receipt = ConsentReceipt.objects.get(movement=movement)
    assert receipt.transaction_id == there["transactionId"]
    assert task_of(movement).state == TaskState.STORED
    record = ConsentRecord.objects.get(recipient=PHONE)
    assert (record.registry_status, record.registry_ref) == ("ONAY", receipt.transaction_id)
    assert credits.balance(account.firm_id, "IYS") == 999


@pytest.mark.requirement("S-015")
def test_a_refusal_is_told_once_also_when_tried_again_and_costs_nothing(
    account, actor, brand, registry
):
    say(actor, brand, PHONE, consented_at=ago(hours=2))
    deliver(account)
    later_on()
    refusal = say(actor, brand, PHONE, "RET", source="HS_MESAJ", consented_at=ago(hours=1))
    registry.script(account.username, {"do": "drop_after"})  # it has the list, we have no answer
    deliver(account)
    assert task_of(refusal).state != TaskState.STORED
    Lane.objects.update(backoff_until=None)
    Batch.objects.update(due_at=ago(seconds=5), next_check_at=ago(seconds=5))
    deliver(account)  # the list is tried again
    deliver(account)  # another round finds nothing to do
    assert task_of(refusal).state == TaskState.STORED
    assert [one["status"] for one in registry.registry_truth(BRAND)["movements"]] == ["ONAY", "RET"]
    assert credits.balance(account.firm_id, "IYS") == 999


def test_a_refusal_without_a_consent_there_is_kept_here_alone(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, "RET", consented_at=ago(hours=1))
    deliver(account)
    assert task_of(movement).state == TaskState.DROPPED
    assert registry.registry_truth(BRAND)["movements"] == []
    assert ConsentRecord.objects.get(recipient=PHONE).status == "RET"


def test_a_refusal_finds_a_consent_that_another_system_had_told(account, actor, brand, registry):
    registry.fill_consents(BRAND, {**LONG_AGO, "recipient": PHONE})
    movement = say(actor, brand, PHONE, "RET", consented_at=ago(hours=1))
    deliver(account)
    assert task_of(movement).state == TaskState.STORED
    assert registry.consents_of(PHONE)[0]["status"] == "RET"


def test_a_consent_that_was_taken_back_before_it_left_is_not_told(account, actor, brand, registry):
    given = say(actor, brand, PHONE, consented_at=ago(hours=2))
    say(actor, brand, PHONE, "RET", consented_at=ago(hours=1))
    deliver(account)
    assert (task_of(given).state, task_of(given).code) == (TaskState.DROPPED, "refused_since")
    assert registry.registry_truth(BRAND)["movements"] == []


def test_two_changes_of_one_key_go_one_after_the_other(account, actor, brand, registry):
    registry.fill_consents(BRAND, {**LONG_AGO, "recipient": PHONE})
    refusal = say(actor, brand, PHONE, "RET", consented_at=ago(hours=2))
    given = say(actor, brand, PHONE, consented_at=ago(hours=1))
    listing.send(account.firm_id)
    assert TaskList.objects.get().size == 1
    deliver(account)
    assert (task_of(refusal).state, task_of(given).state) == (TaskState.STORED, TaskState.WAITING)
    listing.send(account.firm_id)  # within the same two seconds
    assert TaskList.objects.count() == 1
    later_on()
    deliver(account)
    assert task_of(given).state == TaskState.STORED


@pytest.mark.requirement("K-027")
def test_a_late_change_is_never_sent_by_a_machine(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=ago(days=9))
    deliver(account)
    assert (task_of(movement).state, task_of(movement).code) == (TaskState.LATE, "H467")
    assert registry.registry_truth(BRAND)["movements"] == []
    assert not Batch.objects.exists()


def test_what_becomes_too_late_after_it_was_listed_is_taken_out(account, actor, brand, registry):
    fresh = say(actor, brand, PHONE, consented_at=ago(hours=1))
    stale = say(actor, brand, OTHER, consented_at=ago(hours=1))
    listing.send(account.firm_id)
    # The movement itself cannot be changed; a newer record at the registry makes it needless.
    say(
        actor, brand, OTHER, "RET", source="IYS_WEB", transaction_id="a" * 64,
        registry_created_at=timezone.now(), consented_at=timezone.now(), origin="IYS",
    )  # fmt: skip
    hand_over_all(account)
    ask_now()
    assert (task_of(fresh).state, task_of(stale).state) == (TaskState.STORED, TaskState.DROPPED)
    assert credits.balance(account.firm_id, "IYS") == 999


def test_results_are_asked_for_until_they_are_told(account, actor, brand, registry):
    registry.change_registry(processing_delay=3600)
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    deliver(account)
    made = TaskList.objects.get()
    assert (task_of(movement).state, made.done_at) == (TaskState.SENT, None)
    assert made.ask_at > timezone.now() + timedelta(minutes=4)
    registry.advance(3700)
    ask_now()
    assert task_of(movement).state == TaskState.STORED


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [("RET", "H174", TaskState.FAILED), ("ONAY", "H178", TaskState.FAILED)],
)
def test_a_final_answer_is_never_tried_again(account, actor, brand, registry, status, code, state):
    registry.fill_consents(BRAND, {**LONG_AGO, "recipient": PHONE})
    movement = say(actor, brand, PHONE, status, consented_at=ago(hours=1))
    listing.send(account.firm_id)
    # The citizen is quicker than our list.
    row = {"type": "MESAJ", "status": "RET", "recipient": PHONE}
    registry.fill_consents(
        BRAND, {**row, "consentDate": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"}
    )
    hand_over_all(account)
    ask_now()
    task = task_of(movement)
    assert (task.state, task.code) == (state, code)
    assert "." in task.text
    later_on()
    deliver(account)
    assert TaskList.objects.count() == 1
    assert credits.balance(account.firm_id, "IYS") == 1000


def test_one_bad_item_does_not_hold_up_the_list(account, actor, brand, registry):
    good = say(actor, brand, PHONE, consented_at=ago(hours=1))
    bad = say(actor, brand, "+90532123", consented_at=ago(hours=1))  # past the form's check
    deliver(account)
    assert (task_of(bad).state, task_of(bad).code) == (TaskState.FAILED, "H122")
    assert task_of(good).state == TaskState.WAITING
    deliver(account)
    assert task_of(good).state == TaskState.STORED
    assert credits.balance(account.firm_id, "IYS") == 999


def test_a_list_that_the_registry_may_have_is_sent_again_as_it_is(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    registry.script(account.username, {"do": "drop_after"})
    listing.send(account.firm_id)
    hand_over_all(account)
    Lane.objects.update(backoff_until=None)
    Batch.objects.update(due_at=ago(seconds=5), next_check_at=ago(seconds=5))
    hand_over_all(account)
    ask_now()
    assert task_of(movement).state == TaskState.STORED
    assert registry.registry_truth(BRAND)["summary"] == {"movements": 1, "doubled": 0}


def test_without_quota_consents_wait_and_refusals_go(account, actor, brand, registry):
    registry.fill_consents(BRAND, {**LONG_AGO, "recipient": OTHER})
    credits.adjust(account.firm_id, "IYS", -1000, "leer", "MANUAL", actor)
    given = say(actor, brand, PHONE, consented_at=ago(hours=1))
    refusal = say(actor, brand, OTHER, "RET", consented_at=ago(hours=1))
    deliver(account)
    assert (task_of(given).state, task_of(given).code) == (TaskState.HELD, "quota")
    assert task_of(refusal).state == TaskState.STORED
    credits.adjust(account.firm_id, "IYS", 5, "dolu", "MANUAL", actor)
    deliver(account)
    assert task_of(given).state == TaskState.STORED


def test_what_the_registry_told_us_is_not_told_back(account, actor, brand):
    say(actor, brand, PHONE, source="IYS_WEB", transaction_id="b" * 64, origin="IYS")
    say(actor, brand, OTHER, counts=False)
    assert not ConsentTask.objects.exists()


def test_a_brand_that_is_not_ours_waits_for_a_person(account, actor, other_brand, registry, firm):
    from tests.support.firms import make_brand

    foreign = make_brand(firm, "999999", "Başkasının")
    movement = say(actor, foreign, PHONE, consented_at=ago(hours=1))
    deliver(account)
    task = task_of(movement)
    assert (task.state, task.code) == (TaskState.HELD, "H353")
    assert "marka" in task.text.lower()
    assert credits.balance(account.firm_id, "IYS") == 1000


def test_a_receipt_can_be_neither_changed_nor_deleted(account, actor, brand):
    say(actor, brand, PHONE, consented_at=ago(hours=1))
    deliver(account)
    for change in (
        lambda: ConsentReceipt.objects.update(transaction_id="x"),
        lambda: ConsentReceipt.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
