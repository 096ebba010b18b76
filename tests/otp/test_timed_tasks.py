"""Zamanlanmış görevler: told once, at the firm's hour, to the people of each edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from messaging.models import Campaign, CampaignState, Group, GroupMember, Message, Subscriber
from messaging.services import preparing
from otp import work_tasks as tasks
from otp.models import TaskAlert, TaskRules, TaskRun, TimedTask
from otp.services import timed_tasks, timed_times
from tests.support.firms import actor_for, client_for, make_member
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # 10.00 in İstanbul
wall = datetime.fromisoformat  # naive: on the clock of the firm
ALL_PLACES = ["SMS", "ZAMANLANMIS_GOREV"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member(firm: Firm) -> Membership:
    make_account(firm)
    load_credit(firm, 100)
    return make_member(firm, Role.STAFF)


@pytest.fixture
def clerk(firm: Firm, member: Membership) -> Iterator[Actor]:
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.fixture
def people(firm: Firm) -> list[Subscriber]:
    return [
        make_subscriber(firm, f"+90532123450{n}", f"Kişi{n}", usage_places=ALL_PLACES)
        for n in range(1, 4)
    ]


@pytest.fixture
def data(member: Membership, people: list[Subscriber]) -> dict[str, Any]:
    return {
        "title": "Depo {sayımı}",
        "owner": member,
        "starts_at": wall("2026-11-30T09:00"),
        "ends_at": wall("2026-11-30T17:30"),
        "warns": True,
        "start_subscribers": people[:2],
        "end_subscribers": people[2:],
    }


@pytest.fixture
def task(clerk: Actor, data: dict[str, Any]) -> TimedTask:
    return timed_tasks.create(clerk, data)


def sweep_at(clock: Any, at: str) -> None:
    """``at``: on İstanbul's clock, three hours before UTC."""
    clock.move_to(wall(at).replace(tzinfo=UTC) - timedelta(hours=3))
    tasks.tell_tasks()


def told() -> list[tuple[str, str, str]]:
    rows = TaskRun.objects.order_by("local", "edge")
    return [(run.local, run.edge, run.state) for run in rows]


def phones() -> dict[str, list[str]]:
    """Whom each campaign reaches."""
    for campaign in Campaign.objects.filter(state=CampaignState.PREPARING):
        preparing.prepare(campaign.pk)
    return {
        edge: sorted(
            Message.objects.filter(campaign__task_run__edge=edge, credits__gt=0).values_list(
                "phone", flat=True
            )
        )
        for edge in TaskAlert.Edge.values
    }


@pytest.mark.requirement("L-081", "L-082")
def test_start_and_end_are_told_once_each_to_their_own_people(
    task: TimedTask, firm: Firm, clock: Any
) -> None:
    sweep_at(clock, "2026-11-30T08:59")
    assert told() == []
    sweep_at(clock, "2026-11-30T09:00")
    tasks.tell_tasks()
    assert told() == [("2026-11-30T09:00", "BASLAMA", "UYARILDI")]
    sweep_at(clock, "2026-11-30T17:30")
    sweep_at(clock, "2026-11-30T17:31")
    assert [row[1:] for row in told()] == [("BASLAMA", "UYARILDI"), ("BITIS", "UYARILDI")]
    assert phones() == {
        "BASLAMA": ["+905321234501", "+905321234502"], "BITIS": ["+905321234503"],
    }  # fmt: skip
    assert credits.balance(firm.pk, "SMS") == 97
    text = Message.objects.filter(campaign__task_run__edge="BASLAMA")[0].text
    assert text == "“Depo {sayımı}” görevi 30.11.2026 09:00 başlıyor."
    sent = Campaign.objects.get(task_run__edge="BITIS")
    assert (sent.source, sent.message_class) == ("GOREV", "BILGILENDIRME")
    task.refresh_from_db()
    assert task.state == TimedTask.State.ENDED


@pytest.mark.requirement("L-081")
def test_without_the_box_nobody_is_told(clerk: Actor, data: dict[str, Any], clock: Any) -> None:
    timed_tasks.create(clerk, {**data, "warns": False})
    sweep_at(clock, "2026-12-01T09:00")
    assert (told(), Campaign.objects.count()) == ([], 0)


@pytest.mark.requirement("L-057", "L-082")
def test_only_subscribers_for_timed_tasks_are_told(
    clerk: Actor, data: dict[str, Any], firm: Firm, clock: Any
) -> None:
    stranger = make_subscriber(firm, "+905321234509", "Yalnız", usage_places=["SMS"])
    with pytest.raises(Invalid) as refused:
        timed_tasks.create(clerk, {**data, "end_subscribers": [stranger]})
    assert refused.value.field == "end_subscribers"
    only_tasks = make_subscriber(firm, "+905321234508", usage_places=["ZAMANLANMIS_GOREV"])
    group = Group.objects.create(firm=firm, name="Depo")
    for one in (stranger, only_tasks):
        GroupMember.objects.create(firm=firm, group=group, subscriber=one)
    timed_tasks.create(clerk, {**data, "start_subscribers": [], "start_groups": [group]})
    sweep_at(clock, "2026-11-30T09:00")
    assert phones()["BASLAMA"] == ["+905321234508"]


@pytest.mark.parametrize(
    ("at", "state", "words"),
    [
        ("2026-11-30T09:10", "UYARILDI", "“Depo"),
        ("2026-11-30T09:11", "GECIKTI", "Gecikmeli uyarı (zamanı 30.11.2026 09:00)"),
        ("2026-11-30T15:00", "GECIKTI", "Gecikmeli uyarı"),
        ("2026-11-30T15:01", "KACIRILDI", ""),
    ],
)
def test_after_a_standstill_a_late_alert_says_so_and_a_too_late_one_is_reported(
    task: TimedTask, member: Membership, clock: Any, at: str, state: str, words: str
) -> None:
    sweep_at(clock, at)
    assert told() == [("2026-11-30T09:00", "BASLAMA", state)]
    texts = list(Campaign.objects.values_list("text", flat=True))
    assert [text.startswith(words) for text in texts] == ([True] if words else [])
    page = client_for(member).get("/").content.decode()
    assert ("Görev uyarısı gönderilemedi" in page) is (state == "KACIRILDI")


def test_how_late_is_too_late_is_a_dated_setting(task: TimedTask, firm: Firm, clock: Any) -> None:
    dated = {"firm": firm, "valid_from": date(2026, 11, 1)}
    TaskRules.objects.create(**dated, late_minutes=1, missed_minutes=5)
    sweep_at(clock, "2026-11-30T09:06")
    assert told()[0][2] == "KACIRILDI"


def test_killed_before_the_commit_nothing_is_told_and_the_next_sweep_tells_once(
    task: TimedTask, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(TaskAlert, "save", lambda *_a, **_k: 1 / 0)
        sweep_at(clock, "2026-11-30T09:00")
    assert (told(), Campaign.objects.count()) == ([], 0)
    tasks.tell_tasks()
    tasks.tell_tasks()
    assert (len(told()), Campaign.objects.count()) == (1, 1)


def test_it_is_changed_and_cancelled_until_the_moment(
    task: TimedTask, clerk: Actor, people: list[Subscriber], clock: Any
) -> None:
    timed_tasks.change(
        clerk, task, {"starts_at": wall("2026-11-30T08:00"), "start_subscribers": people[:1]}
    )
    sweep_at(clock, "2026-11-30T08:00")
    assert phones()["BASLAMA"] == ["+905321234501"]
    later = timed_tasks.change(clerk, task, {"ends_at": wall("2026-11-30T19:00")})
    assert len(timed_times.coming(later, 9)) == 1
    sweep_at(clock, "2026-11-30T17:30")
    timed_tasks.cancel(clerk, task)
    sweep_at(clock, "2026-11-30T19:00")
    assert [row[:2] for row in told()] == [("2026-11-30T08:00", "BASLAMA")]
    with pytest.raises(Conflict):
        timed_tasks.change(clerk, task, {"title": "Başka"})


@pytest.mark.parametrize("given", [{"title": "Başka"}, {"starts_at": wall("2026-12-01T09:00")}])
def test_what_has_come_is_told_as_it_was_though_it_is_changed_before_the_sweep(
    task: TimedTask, clerk: Actor, clock: Any, given: dict[str, Any]
) -> None:
    clock.move_to(datetime(2026, 11, 30, 6, 0, tzinfo=UTC))
    timed_tasks.change(clerk, task, given)
    tasks.tell_tasks()
    assert told() == [("2026-11-30T09:00", "BASLAMA", "UYARILDI")]
    assert "Depo" in Campaign.objects.get().text


@pytest.mark.parametrize(
    ("change", "code"),
    [({"role": Role.CUSTOMER}, "not_allowed"), ({"is_active": False}, "setter_gone")],
)
def test_the_rights_of_whoever_set_it_are_asked_at_the_moment(
    task: TimedTask, member: Membership, clock: Any, change: dict[str, Any], code: str
) -> None:
    Membership.objects.filter(pk=member.pk).update(**change)
    sweep_at(clock, "2026-11-30T09:00")
    run = TaskRun.objects.get()
    assert (run.state, run.problem_code) == (TaskRun.State.FAILED, code)


def test_without_credit_it_says_so_on_the_task(task: TimedTask, firm: Firm, clock: Any) -> None:
    credits.adjust(firm.pk, "SMS", -99, "test", "CORRECTION", actor_for(make_member(firm, "ADMIN")))
    sweep_at(clock, "2026-11-30T09:00")
    assert TaskRun.objects.get().problem_code == "insufficient_credit"


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        ({"every": "AY", "starts_at": wall("2027-01-31T09:00"), "most_times": 3},
         ["2027-01-31 09:00", "2027-02-28 09:00", "2027-03-31 09:00"]),
        ({"every": "GUN", "interval": 2, "last_day": date(2026, 12, 4)},
         ["2026-11-30 09:00", "2026-12-02 09:00", "2026-12-04 09:00"]),
        ({"every": "YIL", "starts_at": wall("2028-02-29T09:00"), "most_times": 2},
         ["2028-02-29 09:00", "2029-02-28 09:00"]),
        ({"every": "HAFTA", "most_times": 2}, ["2026-11-30 09:00", "2026-12-07 09:00"]),
    ],
)  # fmt: skip
def test_a_task_names_its_days_also_at_the_ends_of_months(
    clerk: Actor, data: dict[str, Any], given: dict[str, Any], starts: list[str]
) -> None:
    start = given.get("starts_at", data["starts_at"])
    made = timed_tasks.create(clerk, {**data, **given, "ends_at": start + timedelta(hours=1)})
    assert [f"{at:%Y-%m-%d %H:%M}" for at, _end in timed_times.coming(made, 9)] == starts


def test_the_hour_is_the_firms_own_also_when_its_clocks_change(
    clerk: Actor, data: dict[str, Any], firm: Firm
) -> None:
    Firm.objects.filter(pk=firm.pk).update(time_zone="Asia/Nicosia")
    weekly = {"every": "HAFTA", "starts_at": wall("2027-03-21T09:00"),
              "ends_at": wall("2027-03-21T10:00"), "most_times": 2}  # fmt: skip
    made = timed_tasks.create(clerk, {**data, **weekly})
    alert = made.alerts.get(edge="BASLAMA")
    assert alert.next_for == datetime(2027, 3, 21, 7, tzinfo=UTC)
    with time_machine.travel(alert.next_for):
        tasks.tell_tasks()
    alert.refresh_from_db()
    assert alert.next_for == datetime(2027, 3, 28, 6, tzinfo=UTC)


def test_one_occurrence_is_skipped_and_taken_back_until_it_comes(
    clerk: Actor, data: dict[str, Any], clock: Any
) -> None:
    task = timed_tasks.create(clerk, {**data, "every": "GUN", "most_times": 2})
    first, second = (start for start, _end in timed_times.coming(task, 2))
    timed_tasks.skip(clerk, task, first)
    timed_tasks.skip(clerk, task, second)
    timed_tasks.unskip(clerk, task, second)
    with pytest.raises(Invalid):
        timed_tasks.skip(clerk, task, first + timedelta(minutes=1))
    sweep_at(clock, "2026-11-30T18:00")
    sweep_at(clock, "2026-12-01T09:00")
    assert [row[2] for row in told()] == ["ATLANDI", "ATLANDI", "UYARILDI"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_at": wall("2026-11-22T09:59")}, "starts_at"),
        ({"starts_at": wall("2030-01-01T00:00"), "ends_at": wall("2030-01-02T00:00")}, "starts_at"),
        ({"ends_at": wall("2026-11-30T08:00")}, "ends_at"),
        ({"start_subscribers": [], "end_subscribers": []}, "start_subscribers"),
        ({"every": "AY", "last_day": date(2026, 11, 29)}, "last_day"),
        ({"title": " "}, "title"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(
    clerk: Actor, data: dict[str, Any], given: dict[str, Any], field: str
) -> None:
    with pytest.raises(HubError) as refused:
        timed_tasks.create(clerk, {**data, **given})
    assert refused.value.field == field
