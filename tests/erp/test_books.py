"""Documents into the ERP and cards out of it by our own hand, against the sandbox's Logo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.erp import world
from tests.support import erp as houses
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.erp.models import Account, Contact, Document, Person, ServiceCard
from turkcell_hub.erp.services import documents, posting, pulling, taking
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.outbox import dispatch, doubts
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.services import accounts

pytestmark = pytest.mark.django_db
FIRM = "9"


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture
def books(operator: FakeOperatorProcess) -> ControlClient:
    """The ERP's side; each test begins with a firm of its own cards and no stumbles."""
    control = ControlClient(operator.url)
    cards = houses.logo_cards(30)
    cards["Arps"].append({"CODE": "320.01", "TITLE": "Turkcell"})
    cards["purchasedServices"] += [
        {"CODE": "770.01", "DESCRIPTION": "GSM gideri", "VAT_PERC": 20},
        {"CODE": "689.01", "DESCRIPTION": "ÖİV", "VAT_PERC": 0},
    ]
    cards["projects"].append({"CODE": "P1", "NAME": "Saha", "ACTIVE": 0})
    control.put_erp(FIRM, **houses.LOGIN, client_id="hub", client_secret="gizli", cards=cards,
                    stumbles=[])  # fmt: skip
    return control


@pytest.fixture
def account(
    stocked: Firm, actor: Actor, operator: FakeOperatorProcess, settings: Any
) -> GatewayAccount:
    settings.FAKE_OPERATOR_URL = operator.url
    return accounts.save(actor, None, {
        "name": "Tiger", "service": "erp", "adapter": "logo_objects", "country": "TR",
        "base_url": f"{operator.url}/erp/logo", **houses.LOGIN, "is_active": True,
        "options": {"firm_no": FIRM, "client_id": "hub", "client_secret": "gizli"},
    })  # fmt: skip


def ready(firm: Firm, actor: Actor, number: str) -> Document:
    return documents.release(documents.draft(firm, world.bill(number), actor), actor)


def written(books: ControlClient, number: str) -> int:
    rows = books.erp(FIRM)["slips"].get("purchaseInvoices", ())
    return sum(row["NUMBER"] == number for row in rows)


def later(account: GatewayAccount, minutes: int) -> None:
    """As if the time had passed: quarantine and waits of this account's batches."""
    back = dt.timedelta(minutes=minutes)
    for batch in Batch.objects.filter(account=account):
        batch.handed_over_at = batch.handed_over_at and batch.handed_over_at - back
        batch.next_check_at = None
        batch.due_at = timezone.now() - back
        batch.save()
    Lane.objects.filter(account=account).update(backoff_until=None, next_slot_at=None)


def test_a_ready_document_is_written_and_carries_the_erps_reference(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    row = ready(stocked, actor, "LOG2026000000001")
    assert posting.sweep() == 1
    assert posting.queue_ready(stocked.pk) == 0  # one batch, however often it is looked at
    dispatch.run_lane(account.pk, budget_seconds=5)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.in_doubt) == ("POSTED", 1, False)
    assert row.erp_ref
    assert written(books, row.number) == 1


@pytest.mark.parametrize("stumble", ["lose", "error_after"])
def test_an_answer_lost_after_saving_is_asked_for_and_nothing_is_written_twice(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient, stumble: str
) -> None:
    row = ready(stocked, actor, f"LOST-{stumble[:6]}")
    books.put_erp(FIRM, stumbles=[stumble])
    posting.queue_ready(stocked.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    row.refresh_from_db()
    assert row.state == "TAKEN"
    with pytest.raises(Conflict):
        documents.cancel(row, actor, "vazgeçildi")
    doubts.resolve(account.pk)
    row.refresh_from_db()
    assert row.state == "POSTED"
    assert written(books, row.number) == 1


def test_what_never_arrived_is_written_after_the_quarantine_alone(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    row = ready(stocked, actor, "DROP-1")
    books.put_erp(FIRM, stumbles=["drop_before"])
    posting.queue_ready(stocked.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    for minutes in (1, 20, 20):
        doubts.resolve(account.pk)
        later(account, minutes)
    dispatch.run_lane(account.pk, budget_seconds=5)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("POSTED", 2)
    assert written(books, row.number) == 1


def test_a_refusal_keeps_every_text_and_the_mended_document_goes_again(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    row = ready(stocked, actor, "CLOSED-1")
    books.put_erp(FIRM, closed_until="2026-11-30", cards={"projects": []})
    posting.queue_ready(stocked.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    row.refresh_from_db()
    assert row.state == "REFUSED"
    assert len(row.errors) == 2
    books.put_erp(FIRM, closed_until="", cards={"projects": [{"CODE": "P1", "NAME": "Saha"}]})
    documents.release(row, actor)
    posting.queue_ready(stocked.pk)
    dispatch.run_lane(account.pk, budget_seconds=5)
    row.refresh_from_db()
    assert (row.state, row.errors) == ("POSTED", [])


def test_a_wrong_password_is_tried_once_and_stops_the_lane(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    accounts.save(actor, account, {"password": "yanlis"})
    tries = len(books.requests(f"erp-{FIRM}", "login"))
    row = ready(stocked, actor, "WRONG-1")
    posting.queue_ready(stocked.pk)
    for _ in range(3):
        dispatch.run_lane(account.pk, budget_seconds=5)
    assert len(books.requests(f"erp-{FIRM}", "login")) == tries + 1
    posting.free_unsent()
    row.refresh_from_db()
    assert (row.state, row.in_doubt) == ("READY", False)
    documents.cancel(row, actor, "elle girildi")  # it never left, so it may be taken back
    account.refresh_from_db()
    assert account.health == "bad_credentials"


def test_a_document_that_the_erps_own_program_holds_is_left_to_it(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    row = ready(stocked, actor, "REST-1")
    posting.queue_ready(stocked.pk)
    taking.take(actor, "Logo aracısı")
    dispatch.run_lane(account.pk, budget_seconds=5)
    assert written(books, "REST-1") == 0
    assert Batch.objects.get(subject_id=row.pk).state == State.CANCELLED


def test_a_batch_that_a_person_takes_out_leaves_the_document_to_him(
    account: GatewayAccount, stocked: Firm, actor: Actor
) -> None:
    row = ready(stocked, actor, "OUT-1")
    posting.queue_ready(stocked.pk)
    queue.cancel(posting.KIND, row.pk)
    row.refresh_from_db()
    assert row.state == "REFUSED"
    assert posting.queue_ready(stocked.pk) == 0


def run_job(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_a_reading_brings_every_card_and_switches_off_what_is_gone(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    world.put(stocked, world.MirrorKind.PROJECT, {"code": "ESKI", "name": "Kapandı"})
    job = run_job(pulling.start(actor))
    assert job.state == JobState.DONE
    assert job.result["retired"] >= 1
    assert job.result["refused"] == 0
    assert Account.objects.get(code=houses.CUSTOMER).authority_code.code == "EGE"
    assert Account.objects.filter(is_active=True).count() == 33
    assert Person.objects.get(code="S-1").phone == "+905352223344"
    assert Contact.objects.get(account__code=houses.CUSTOMER).phone == "+905337654321"
    assert ServiceCard.objects.get(code=houses.ISSUED_CARD, side="ISSUED").vat_rate == 20
    assert not ServiceCard.objects.get(code="600.01").is_active


def test_a_killed_reading_goes_on_at_its_page(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    job = pulling.start(actor)
    with pytest.raises(Conflict):
        pulling.start(actor)
    done = {"cursor": None, "done": True, "since": timezone.now().isoformat()}
    half = {"cursor": "0:25", "done": False, "since": timezone.now().isoformat()}
    job.checkpoint = {"contact": done, "person": done, "account": half}
    job.save()
    job = run_job(job)
    assert job.state == JobState.DONE
    assert not Account.objects.filter(code=houses.SUPPLIER).exists()  # on the page before
    assert Account.objects.filter(code="120.02.0030").exists()
    assert not Person.objects.exists()


def test_the_days_reading_begins_by_itself_once(
    account: GatewayAccount, stocked: Firm, books: ControlClient
) -> None:
    assert pulling.sweep() == 1
    assert run_job(Job.objects.get(kind=pulling.KIND)).state == JobState.DONE
    assert pulling.sweep() == 0


def test_changes_come_every_quarter_of_an_hour_without_a_reading_of_everything(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    run_job(pulling.start(actor))
    rows = books.erp(FIRM)["cards"]["Arps"]
    changed, quiet = rows[2], rows[3]
    today = timezone.localdate()
    changed |= {"TITLE": "Yeni unvan", "DATE_MODIFIED": f"{today:%d.%m.%Y}"}
    quiet |= {"TITLE": "Sessiz", "DATE_MODIFIED": f"{today - dt.timedelta(days=2):%d.%m.%Y}"}
    new = {"CODE": "120.09.01", "TITLE": "Yeni cari", "DATE_CREATED": f"{today:%d.%m.%Y}"}
    books.put_erp(FIRM, cards={"Arps": [*rows, new]})
    assert pulling.sweep() == 0
    titles = dict(Account.objects.values_list("code", "title"))
    assert titles[changed["CODE"]] == "Yeni unvan"
    assert titles["120.09.01"] == "Yeni cari"
    assert titles[quiet["CODE"]] != "Sessiz"  # the day's reading brings it
    assert pulling.read_changes(stocked.pk) == 0  # the same once more is no change


def test_a_card_that_erpnext_deleted_is_switched_off_within_the_quarter_hour(
    account: GatewayAccount, stocked: Firm, actor: Actor, books: ControlClient
) -> None:
    cards = houses.erpnext_cards()
    books.put_erp("Ege", username="anahtar", password="sir", cards=cards)
    accounts.save(actor, account, {
        "adapter": "erpnext", "username": "anahtar", "password": "sir",
        "base_url": account.base_url.replace("logo", "next"),
        "options": {"company": "Ege", "vat_rate": "20"},
    })  # fmt: skip
    run_job(pulling.start(actor))
    assert Person.objects.get(code="S-1").is_active
    gone = {"name": "d1", "deleted_doctype": "Employee", "deleted_name": "S-1", "restored": 0,
            "creation": f"{timezone.localdate()} 23:59:59"}  # fmt: skip
    books.put_erp("Ege", cards={"Employee": [], "Deleted Document": [gone]})
    assert pulling.read_changes(stocked.pk) == 1
    assert not Person.objects.get(code="S-1").is_active
    assert pulling.read_changes(stocked.pk) == 0


def test_an_erp_that_is_away_is_said_in_words(
    account: GatewayAccount, stocked: Firm, actor: Actor, settings: Any
) -> None:
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9"
    moved = {"base_url": "http://127.0.0.1:9/erp/logo", "password": account.password}
    with pytest.raises(Invalid) as refused:  # nothing secret goes to another server by itself
        accounts.save(actor, account, moved)
    assert (refused.value.code, refused.value.field) == ("secret_again", "extra_client_secret")
    accounts.save(actor, account, {**moved, "retyped": ["extra_client_secret"]})
    job = run_job(pulling.start(actor))
    assert (job.state, job.error_code) == (JobState.FAILED, "erp_unavailable")


def test_the_page_adds_tries_and_reads(
    account: GatewayAccount, admin_client: Client, staff_client: Client, books: ControlClient
) -> None:
    assert staff_client.post("/settings/erp/try/").status_code == 403
    page = admin_client.post("/settings/erp/try/", follow=True).content.decode()
    assert "ERP firmayı tanıdı" in page
    assert "gizli" not in admin_client.get(f"/gateway-accounts/{account.pk}/edit/").content.decode()
    assert "/jobs/" in admin_client.post("/settings/erp/pull/").headers["Location"]
