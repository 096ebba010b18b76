"""A firm whose consents go to İYS through an intermediary: less is told, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from iys_consent.models import ConsentReceipt, ConsentTask, RegistryCursor, TaskList, TaskState
from iys_consent.services import listing, pulling, questions, results
from tests.support.registry import BRAND, connect, hand_over_all, load_quota, say
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import doubts
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections

PHONE, OTHER = "+905321234567", "+905321234568"


@pytest.fixture
def account(firm, registry, operator) -> GatewayAccount:
    load_quota(firm)
    username = f"90850{uuid4().int % 10**7:07}"
    registry.create_account(username, "verimor", brand_codes=[str(BRAND)], queries_per_minute=None)
    return connect(
        firm, registry, operator.url, adapter="verimor_iys", username=username,
        options={"brand_code": str(BRAND)},
    )  # fmt: skip


def ago(**span: float):
    return timezone.now() - timedelta(**span)


def ask_now() -> None:
    TaskList.objects.exclude(ask_at=None).update(ask_at=ago(seconds=1))
    for _firm, pk in results.due():
        results.ask(pk)


def deliver(account) -> None:
    listing.send(account.firm_id)
    hand_over_all(account)
    ask_now()


def task_of(movement) -> ConsentTask:
    return ConsentTask.objects.get(movement=movement)


def test_its_word_and_the_number_of_its_list_are_the_proof(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    other = say(actor, brand, OTHER, consented_at=ago(hours=1))
    deliver(account)
    assert {task_of(movement).state, task_of(other).state} == {TaskState.STORED}
    receipt = ConsentReceipt.objects.get(movement=movement)
    assert (receipt.transaction_id, receipt.request_id) == ("", TaskList.objects.get().request_id)
    assert len(registry.registry_truth(BRAND)["movements"]) == 2


def test_a_list_of_which_nobody_knows_is_looked_for_not_sent_again(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    registry.script(account.username, {"do": "drop_after"})
    listing.send(account.firm_id)
    hand_over_all(account)
    Batch.objects.update(next_check_at=ago(seconds=5))
    assert doubts.resolve(account.pk) == 1
    ask_now()
    assert task_of(movement).state == TaskState.STORED
    assert registry.registry_truth(BRAND)["summary"] == {"movements": 1, "doubled": 0}


def test_a_row_that_it_would_not_take_does_not_sink_the_list(account, actor, brand, registry):
    old = say(actor, brand, PHONE, source="", recipient_type="TACIR")
    good = say(actor, brand, OTHER, consented_at=ago(hours=1))
    deliver(account)
    deliver(account)
    assert task_of(good).state == TaskState.STORED
    assert (task_of(old).state, task_of(old).code) == (TaskState.FAILED, "H112")
    assert credits.balance(account.firm_id, "IYS") == 999


def test_another_brand_waits_for_a_person_and_is_told_why(account, actor, brand, other_brand):
    movement = say(actor, other_brand, PHONE, consented_at=ago(hours=1))
    deliver(account)
    task = task_of(movement)
    assert (task.state, task.code) == (TaskState.HELD, "BRAND_NOT_SERVED")
    assert "marka" in task.text


def test_after_a_day_without_a_word_a_person_decides(account, actor, brand, registry):
    registry.change_registry(processing_delay=10**6)
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    deliver(account)
    TaskList.objects.update(submitted_at=ago(days=2))
    ask_now()
    assert (task_of(movement).state, task_of(movement).code) == (TaskState.HELD, "unanswered")
    assert TaskList.objects.count() == 1


def test_a_citizens_refusal_of_yesterday_is_taken_over(account, actor, brand, registry):
    registry.change_account(account.username, iys_push_url="http://127.0.0.1:9/")
    registry.fill_consents(BRAND, {"recipient": PHONE, "type": "MESAJ", "status": "ONAY"})
    registry.citizen(PHONE, status="RET", type="MESAJ")
    registry.advance(2 * 86400)  # five minutes past midnight the day before is told, not earlier
    due = pulling.due()
    assert sum(pulling.pull(pk) for _firm, pk in due) == 1
    RegistryCursor.objects.update(next_at=ago(seconds=1))
    assert sum(pulling.pull(pk) for _firm, pk in due) == 0
    notes = RegistryCursor.objects.filter(from_registry=False).values_list("error", flat=True)
    assert set(notes) == {"Bu bağlantı bu hareketleri vermiyor."}
    account.refresh_from_db()
    assert account.health == GatewayAccount.Health.OK


def test_who_cannot_be_asked_is_named_so(account, brand):
    with connections.registry(account) as gateway, pytest.raises(Refused, match="NO_BULK_QUESTION"):
        questions.ask(gateway, brand, "BIREYSEL", [PHONE])
