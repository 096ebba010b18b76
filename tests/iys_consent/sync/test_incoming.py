"""What happens at the registry is known here: by its feed, its pushes and the nightly compare."""

from __future__ import annotations

import base64
from datetime import date, timedelta

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.models import (
    ConsentMovement,
    ConsentReceipt,
    ConsentRecord,
    ConsentTask,
    DayState,
    Origin,
    RegistryCursor,
    RegistryDay,
    RegistryPush,
    TaskList,
    TaskState,
)
from iys_consent.services import (
    listing,
    pulling,
    pushes,
    reconciling,
    results,
    sync_rules,
    verification,
)
from tests.support.registry import BRAND, hand_over_all, say
from turkcell_hub.gateways.errors import BadCredentials
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.tenancy.services import registry_pushes

PHONE, OTHER = "+905321234567", "+905321234568"
LONG_AGO = {"type": "MESAJ", "status": "ONAY", "consentDate": "2026-01-05 10:00:00"}


@pytest.fixture(autouse=True)
def _without_the_hour_of_delay(registry):
    registry.change_registry(changes_lag=0)


def pull_all() -> int:
    RegistryCursor.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    return sum(pulling.pull(pk) for _firm, pk in pulling.due())


def tell(account, brand, actor, phone: str = PHONE):
    """A consent of ours that the registry holds."""
    movement = say(actor, brand, phone, consented_at=timezone.now() - timedelta(hours=2))
    listing.send(account.firm_id)
    hand_over_all(account)
    TaskList.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    for _firm, pk in results.due():
        results.ask(pk)
    return movement


def record_of(phone: str = PHONE) -> ConsentRecord:
    return ConsentRecord.objects.get(recipient=phone)


@pytest.mark.requirement("C-06")
def test_a_refusal_at_the_registry_is_known_here_once(account, actor, brand, registry):
    tell(account, brand, actor)
    registry.citizen(PHONE, status="RET", source="IYS_KISAMESAJ")
    assert pull_all() == 1
    assert (record_of().status, record_of().registry_status) == ("RET", "RET")
    movement = ConsentMovement.objects.get(origin=Origin.REGISTRY)
    assert (movement.source, len(movement.transaction_id)) == ("IYS_KISAMESAJ", 64)
    RegistryCursor.objects.update(after="")
    assert pull_all() == 0
    assert ConsentMovement.objects.count() == 2
    assert not ConsentTask.objects.filter(movement=movement).exists()


def test_our_own_changes_come_back_as_an_echo_alone(account, actor, brand, registry):
    tell(account, brand, actor)
    pull_all()
    assert ConsentMovement.objects.count() == 1


def test_an_echo_proves_what_was_sent_without_an_answer(account, actor, brand, registry):
    movement = say(actor, brand, PHONE, consented_at=timezone.now() - timedelta(hours=2))
    listing.send(account.firm_id)
    hand_over_all(account)  # and nobody asks for the results
    pull_all()
    assert ConsentReceipt.objects.get().movement == movement
    assert ConsentTask.objects.get().state == TaskState.STORED
    assert ConsentMovement.objects.count() == 1


def test_what_another_system_of_the_firm_told_is_taken_over(account, actor, brand, registry):
    registry.fill_consents(BRAND, {**LONG_AGO, "recipient": PHONE, "source": "HS_ETKINLIK"})
    assert pull_all() == 1
    assert (record_of().status, record_of().source) == ("ONAY", "HS_ETKINLIK")


def test_pages_follow_each_other_and_both_brands_are_read(
    account, actor, brand, other_brand, registry
):
    rows = [{**LONG_AGO, "recipient": f"+90532100{n:04}"} for n in range(1200)]
    registry.fill_consents(BRAND, *rows)
    registry.fill_consents(BRAND + 1, {**LONG_AGO, "recipient": PHONE})
    assert pull_all() == 1201
    assert RegistryCursor.objects.count() == 4
    assert verification.verify(account.firm_id) == []
    assert pulling.due() == []


def test_after_a_week_without_the_feed_everybody_is_asked_for(account, actor, brand, registry):
    tell(account, brand, actor)
    pull_all()
    registry.fill_consents(BRAND, {**LONG_AGO, "status": "RET", "recipient": PHONE})
    RegistryCursor.objects.update(read_at=timezone.now() - timedelta(days=8), after="17_x")
    registry.change_registry(changes_days=0)  # the feed reaches nothing of it
    pull_all()
    assert record_of().registry_status == "ONAYSIZ"


def test_where_the_portal_is_the_master_an_approval_there_does_not_undo_a_refusal_here(
    account, actor, brand, registry
):
    rules = {"valid_from": sync_rules.today(), "master": "PORTAL"}
    sync_rules.add(actor, rules)
    tell(account, brand, actor)
    say(actor, brand, PHONE, "RET", consented_at=timezone.now() - timedelta(hours=1))
    for choice in ("RET", "ONAY"):
        registry.advance(1)  # what changes within one second shares its number there
        registry.citizen(PHONE, status=choice)
        pull_all()
    assert record_of().status == "RET"
    assert ConsentMovement.objects.filter(counts=False).count() == 1


# --- pushes ---------------------------------------------------------------------------------


def push(account, rows, password: str = "", token: str = ""):
    login = f"iys:{password or registry_pushes.password(account)}"
    return Client().post(
        f"/hooks/iys/{token or account.push_token}/",
        data=orjson.dumps({"list": rows}),
        content_type="application/json",
        headers={"Authorization": "Basic " + base64.b64encode(login.encode()).decode()},
    )


ROW = {
    "iysCode": 600001, "brandCode": BRAND, "recipient": PHONE, "recipientType": "BIREYSEL",
    "type": "MESAJ", "status": "RET", "source": "IYS_WEB", "consentDate": "2026-11-20 10:00:00",
    "creationDate": "2026-11-20 10:00:00", "transactionId": "c" * 64,
}  # fmt: skip


def test_a_push_is_kept_raw_and_then_understood_once(account, brand):
    assert push(account, [ROW, {**ROW, "transactionId": "0" * 64}]).status_code == 200
    kept = RegistryPush.objects.get()
    assert ConsentMovement.objects.count() == 0
    assert pushes.read(kept.pk) == 1
    assert record_of().status == "RET"
    assert (pushes.read(kept.pk), ConsentMovement.objects.count()) == (0, 1)


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"token": "y" * 43}])
def test_a_push_with_another_login_is_not_kept(account, brand, wrong):
    assert push(account, [ROW], **wrong).status_code == 401
    assert not RegistryPush.objects.exists()


def test_an_unreadable_push_is_kept_with_its_error(account, brand):
    push(account, "nonsense")
    (one,) = pushes.waiting()
    assert pushes.read(one[1]) == 0
    assert RegistryPush.objects.get().error
    assert pushes.waiting() == []


def test_what_the_registry_really_pushes_is_taken(account, actor, brand, registry, live_push):
    registry.put_provider(600001, brands=[{"code": BRAND, "name": "Ege Ev"}])
    tell(account, brand, actor)
    live_push(registry.citizen(PHONE, status="RET"))
    assert record_of().status == "RET"


@pytest.fixture
def live_push(account):
    """Posts what the registry says of a citizen's choice, in the words of its own push."""

    def deliver(movements: list[dict]) -> None:
        rows = [{k: v for k, v in one.items() if k != "number"} for one in movements]
        assert push(account, rows).status_code == 200
        for _firm, pk in pushes.waiting():
            pushes.read(pk)

    return deliver


# --- the nightly compare ----------------------------------------------------------------------


def compare_yesterday(brand, registry) -> RegistryDay:
    """The registry's next morning; our own clock stays. The day is that of its first movement."""
    told = registry.registry_truth(BRAND)["movements"][0]["creationDate"]
    registry.advance(24 * 3600)
    row = RegistryDay.objects.create(brand=brand, day=date.fromisoformat(told[:10]))
    reconciling.compare(row.pk)
    row.refresh_from_db()
    return row


def test_a_day_that_is_the_same_on_both_sides_is_agreed(account, actor, brand, registry):
    tell(account, brand, actor)
    tell(account, brand, actor, OTHER)
    row = compare_yesterday(brand, registry)
    assert (row.state, row.ours, row.theirs, row.missing) == (DayState.AGREED, 2, 2, 0)
    assert len(row.their_hash) == 96


def test_what_we_lack_of_a_day_is_taken_from_the_registrys_file(account, actor, brand, registry):
    tell(account, brand, actor)
    registry.citizen(PHONE, status="RET")
    row = compare_yesterday(brand, registry)
    assert (row.state, row.missing, row.unknown) == (DayState.REPAIRED, 1, 0)
    assert record_of().status == "RET"
    assert ConsentMovement.objects.filter(origin=Origin.RECONCILIATION).count() == 1
    assert reconciling.compare(row.pk) is None


def test_what_the_registry_does_not_have_is_shown_and_never_agreed(account, actor, brand, registry):
    tell(account, brand, actor)
    movement = say(
        actor, brand, OTHER, "RET", source="IYS_WEB", transaction_id="f" * 64, origin="IYS",
        registry_created_at=timezone.now(), consented_at=timezone.now(),
    )  # fmt: skip
    row = compare_yesterday(brand, registry)
    assert movement.pk
    assert (row.state, row.unknown) == (DayState.DIFFERENT, 1)
    assert "dosyasında yok" in row.note


def test_finished_days_are_compared_from_two_in_the_morning(account, actor, brand, registry):
    found = reconciling.due()
    assert len(found) == reconciling.DAYS_BACK
    last = RegistryDay.objects.latest("day").day
    assert last < timezone.now().astimezone(REGISTRY_ZONE).date()


def test_a_day_of_which_iys_tells_no_more_does_not_wait_for_ever(account, brand):
    today = timezone.now().astimezone(REGISTRY_ZONE).date()
    old, fresh = (
        RegistryDay.objects.create(
            firm_id=brand.firm_id, brand=brand, day=today - timedelta(days=days)
        )
        for days in (9, 3)
    )
    found = reconciling.due()
    old.refresh_from_db()
    assert (old.state, "yedi günden" in old.note) == (DayState.DIFFERENT, True)
    assert (brand.firm_id, fresh.pk) in found
    assert (brand.firm_id, old.pk) not in found


def test_why_a_day_was_not_compared_is_a_sentence_and_no_code_of_ours(account, brand, monkeypatch):
    def refused(_account):
        raise BadCredentials("LOGIN_REFUSED_BEFORE")

    today = timezone.now().astimezone(REGISTRY_ZONE).date()
    row = RegistryDay.objects.create(
        firm_id=brand.firm_id, brand=brand, day=today - timedelta(days=2)
    )
    monkeypatch.setattr(reconciling.connections, "registry", refused)
    assert reconciling.compare(row.pk) is None
    row.refresh_from_db()
    assert "LOGIN" not in row.note
    assert row.note.endswith(".")
