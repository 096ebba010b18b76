"""Three business days around every bayram, and who is told when they run out."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from iys_consent import clock
from iys_consent.clock import Light
from iys_consent.models import ConsentMovement, ConsentTask, SyncRules, TaskState
from iys_consent.rules import DateRules
from iys_consent.selectors.clock import lights
from iys_consent.services import escalation, queue_decisions, sync_rules
from tests.support.firms import actor_for, make_member
from tests.support.mails import refusing, sending
from tests.support.registry import say
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.scope import firm_scope

PHONE, OTHER, THIRD = "+905321234567", "+905321234568", "+905321234569"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=REGISTRY_ZONE)


def shown(moment: datetime) -> str:
    return f"{moment.astimezone(REGISTRY_ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.requirement("S-040", "T3", "K-027")
@pytest.mark.parametrize(
    ("said", "yellow", "red", "due"),
    [
        # Ramazan 2026: eve Thursday 19 March, feast Friday to Sunday.
        ("2026-03-16 10:00", "2026-03-17 23:59", "2026-03-18 23:59", "2026-03-19 13:00"),
        ("2026-03-17 10:00", "2026-03-18 23:59", "2026-03-19 13:00", "2026-03-23 23:59"),
        ("2026-03-18 17:00", "2026-03-19 13:00", "2026-03-23 23:59", "2026-03-24 23:59"),
        ("2026-03-19 12:59", "2026-03-23 23:59", "2026-03-24 23:59", "2026-03-25 23:59"),
        ("2026-03-19 13:01", "2026-03-23 23:59", "2026-03-24 23:59", "2026-03-25 23:59"),
        ("2026-03-20 09:00", "2026-03-23 23:59", "2026-03-24 23:59", "2026-03-25 23:59"),
        ("2026-03-22 23:59", "2026-03-23 23:59", "2026-03-24 23:59", "2026-03-25 23:59"),
        # Kurban 2026: eve Tuesday 26 May, feast Wednesday to Saturday.
        ("2026-05-21 10:00", "2026-05-22 23:59", "2026-05-25 23:59", "2026-05-26 13:00"),
        ("2026-05-22 10:00", "2026-05-25 23:59", "2026-05-26 13:00", "2026-06-01 23:59"),
        ("2026-05-25 10:00", "2026-05-26 13:00", "2026-06-01 23:59", "2026-06-02 23:59"),
        ("2026-05-26 14:00", "2026-06-01 23:59", "2026-06-02 23:59", "2026-06-03 23:59"),
        ("2026-05-30 10:00", "2026-06-01 23:59", "2026-06-02 23:59", "2026-06-03 23:59"),
        # Ramazan 2027: eve Monday 8 March, feast Tuesday to Thursday.
        ("2027-03-05 17:00", "2027-03-08 13:00", "2027-03-12 23:59", "2027-03-15 23:59"),
        ("2027-03-08 09:00", "2027-03-12 23:59", "2027-03-15 23:59", "2027-03-16 23:59"),
        # Kurban 2027 runs into 19 May.
        ("2027-05-14 10:00", "2027-05-20 23:59", "2027-05-21 23:59", "2027-05-24 23:59"),
        ("2027-05-17 10:00", "2027-05-20 23:59", "2027-05-21 23:59", "2027-05-24 23:59"),
        # National days, half days, the turn of the year, an ordinary Friday evening.
        ("2026-10-26 10:00", "2026-10-27 23:59", "2026-10-28 13:00", "2026-10-30 23:59"),
        ("2026-04-22 10:00", "2026-04-24 23:59", "2026-04-27 23:59", "2026-04-28 23:59"),
        ("2026-12-30 10:00", "2026-12-31 23:59", "2027-01-04 23:59", "2027-01-05 23:59"),
        ("2026-11-13 17:00", "2026-11-16 23:59", "2026-11-17 23:59", "2026-11-18 23:59"),
    ],
)
def test_the_clock_of_twenty_dates(said: str, yellow: str, red: str, due: str) -> None:
    times = clock.deadlines(at(said), DateRules())
    assert (shown(times.warn_at), shown(times.red_at), shown(times.due_at)) == (yellow, red, due)
    lights_then = [
        clock.light(moment, times.warn_at, times.red_at, times.due_at)
        for moment in (at(said), times.red_at, times.due_at, times.due_at + timedelta(seconds=1))
    ]
    assert lights_then == [Light.GREEN, Light.YELLOW, Light.RED, Light.LATE]


def waiting(actor, brand, phone: str, light: Light, status: str = "ONAY") -> ConsentTask:
    """A change whose clock stands at ``light``; its dates are moved, not the world's."""
    days = {Light.GREEN: 0, Light.YELLOW: 1, Light.RED: 2, Light.LATE: 3}[light]
    movement = say(
        actor, brand, phone, status,
        consented_at=timezone.now() - timedelta(days=20 if light is Light.LATE else 0, hours=1),
    )  # fmt: skip
    task = ConsentTask.objects.get(movement=movement)
    now, step = timezone.now(), timedelta(hours=1)
    task.warn_at, task.red_at, task.due_at = (
        now + step * (place - days) - step / 2 for place in (1, 2, 3)
    )
    task.save()
    return task


@pytest.fixture
def people(firm):
    """One of each role; the customer and the clerk are never told."""
    return {
        role: make_member(firm, role, name=f"Bay {role}", email=f"{role.lower()}@ornek.com")
        for role in (Role.ADMIN, Role.MANAGER, Role.STAFF, Role.CUSTOMER)
    }


@pytest.mark.requirement("S-040")
def test_two_days_tell_the_manager_and_three_the_admin_once(firm, actor, brand, people):
    waiting(actor, brand, PHONE, Light.YELLOW)
    escalation.ring(firm.pk)
    assert [one.to for one in mail.outbox] == [["yonetici@ornek.com"]]
    waiting(actor, brand, OTHER, Light.RED)
    escalation.ring(firm.pk)
    assert sorted(one.to[0] for one in mail.outbox[1:]) == ["admin@ornek.com", "yonetici@ornek.com"]
    assert "1 izin" in mail.outbox[1].subject
    assert PHONE not in "".join(one.body for one in mail.outbox)
    escalation.ring(firm.pk)
    assert len(mail.outbox) == 3


def test_an_address_that_is_refused_has_nobody_told_twice_and_nobody_left_out(
    firm, actor, brand, people
):
    waiting(actor, brand, PHONE, Light.RED)
    with refusing("admin@ornek.com") as tried:
        for _turn in range(3):
            escalation.ring(firm.pk)
    assert sorted(tried) == ["admin@ornek.com", "yonetici@ornek.com"]
    assert [one.to for one in mail.outbox] == [["yonetici@ornek.com"]]


def test_while_the_mail_server_is_away_nobody_counts_as_told(firm, actor, brand, people, settings):
    waiting(actor, brand, PHONE, Light.RED)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(OSError, match="refused"):
        escalation.ring(firm.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert escalation.ring(firm.pk) == 2


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_ring_once(firm, actor, brand, people):
    """The first is held at its first mail; the second comes meanwhile and tells nobody."""
    waiting(actor, brand, PHONE, Light.YELLOW)
    second: list[int] = []

    def beside() -> None:
        try:
            with firm_scope(firm.pk):
                second.append(escalation.ring(firm.pk))
        finally:
            connection.close()

    begun: list[threading.Thread] = []

    def meanwhile(_sent: object, _address: str) -> None:
        if not begun:
            begun.append(threading.Thread(target=beside))
            begun[0].start()
            begun[0].join()

    with sending(meanwhile):
        assert escalation.ring(firm.pk) == 1
    assert (second, len(mail.outbox)) == ([0], 1)


def test_a_manager_of_another_brand_is_not_told(firm, actor, brand, other_brand):
    make_member(firm, Role.MANAGER, brands=[other_brand])
    waiting(actor, brand, PHONE, Light.YELLOW)
    assert escalation.ring(firm.pk) == 0


@pytest.mark.requirement("S-040")
def test_what_is_late_waits_for_a_person_and_is_counted(firm, actor, brand):
    late = waiting(actor, brand, PHONE, Light.LATE)
    waiting(actor, brand, OTHER, Light.RED)
    assert escalation.lapse() == 1
    late.refresh_from_db()
    assert late.state == TaskState.LATE
    found = lights(system(firm.pk, "x"))
    assert (found.green, found.yellow, found.red, found.late) == (0, 0, 1, 1)


def test_a_late_refusal_goes_as_the_firms_own_decision_of_today(firm, actor, brand, people):
    task = waiting(actor, brand, PHONE, Light.LATE, "RET")
    escalation.lapse()
    manager = actor_for(people[Role.MANAGER])
    with pytest.raises(NotAllowed):
        queue_decisions.refuse_by_decision(actor_for(people[Role.STAFF]), task.pk)
    made = queue_decisions.refuse_by_decision(manager, task.pk)
    movement = ConsentMovement.objects.get(task=made)
    assert (movement.status, movement.source) == ("RET", "HS_KARAR")
    assert movement.actor_label == manager.label
    assert timezone.now() - movement.consented_at < timedelta(minutes=5)
    task.refresh_from_db()
    assert (task.state, task.decided_by) == (TaskState.DROPPED, manager.label)
    with pytest.raises(Conflict):
        queue_decisions.refuse_by_decision(manager, task.pk)


def test_a_late_approval_can_only_be_taken_anew(firm, actor, brand, people):
    task = waiting(actor, brand, PHONE, Light.LATE)
    escalation.lapse()
    manager = actor_for(people[Role.MANAGER])
    for wrong in (queue_decisions.refuse_by_decision, queue_decisions.retry):
        with pytest.raises(Conflict):
            wrong(manager, task.pk)
    queue_decisions.give_up(manager, task.pk, "Mağazada yeniden sorulacak")
    task.refresh_from_db()
    assert (task.state, task.code) == (TaskState.DROPPED, "take_anew")
    assert ConsentMovement.objects.count() == 1


def test_a_task_of_another_brand_does_not_exist(firm, actor, brand, other_brand):
    task = waiting(actor, brand, PHONE, Light.GREEN)
    manager = actor_for(make_member(firm, Role.MANAGER, brands=[other_brand]))
    with pytest.raises(NotFound):
        queue_decisions.cancel(manager, task.pk, "x")


def test_the_rules_are_dated_and_hold_for_new_changes_alone(firm, actor, brand, people):
    admin = actor_for(people[Role.ADMIN])
    before = waiting(actor, brand, PHONE, Light.GREEN)
    sync_rules.add(admin, {"valid_from": sync_rules.today(), "business_days": 1})
    after = say(actor, brand, OTHER, consented_at=timezone.now()).task
    assert after.due_at < ConsentTask.objects.get(pk=before.pk).created_at + timedelta(days=7)
    assert after.warn_at <= timezone.now()
    assert SyncRules.objects.get().created_by == admin.label
    with pytest.raises(Conflict):
        sync_rules.add(admin, {"valid_from": sync_rules.today()})
    with pytest.raises(Invalid, match="1 ile 30"):
        sync_rules.add(
            admin, {"valid_from": sync_rules.today() + timedelta(days=1), "business_days": 0}
        )


def test_the_list_shows_lights_filters_them_and_acts(firm, actor, brand, people):
    from tests.support.firms import client_for

    waiting(actor, brand, PHONE, Light.RED)
    late = waiting(actor, brand, OTHER, Light.LATE, "RET")
    escalation.lapse()
    browser = client_for(people[Role.MANAGER])
    page = browser.get("/consent-tasks/?light=gecikti").content.decode()
    assert "+90 532 123 45 68" in page
    assert "+90 532 123 45 67" not in page
    assert "Gecikti" in page
    sent = browser.post("/consent-tasks/actions/decide/", {"ids": [late.pk], "confirmed": "1"})
    assert sent.status_code in (200, 302)
    assert ConsentMovement.objects.filter(source="HS_KARAR").exists()
    said = browser.get("/consent-tasks/").content.decode()
    assert "yeniden yazıldı" in said
    assert ">decided<" not in said  # our word for it is none of İYS's codes
    assert client_for(people[Role.CUSTOMER]).get("/consent-tasks/").status_code in (403, 404)
