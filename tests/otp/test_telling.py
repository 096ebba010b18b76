"""Who is told of a task, by which channel, and when the time is up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from messaging.models import Campaign
from otp import work_tasks as tasks
from otp.models import Notice, Process, Substitute, Task
from otp.services import substitutes
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for
from tests.support.messaging import load_credit, make_account
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.tenancy.models import Firm, Membership

pytestmark = pytest.mark.django_db


def test_when_the_time_is_up_others_join_once_and_are_told(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "deadline_hours": 2, "escalate_roles": ["ADMIN"],
          "warns": ["MESAJ"]})  # fmt: skip
    task = the_task(ask(clerk, slips.put(1)))
    with pytest.raises(NotFound):
        say(admin, task)
    Task.objects.filter(pk=task.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))
    tasks.run_workflows()
    tasks.run_workflows()
    assert Notice.objects.filter(event="YUKSELDI").count() == 1
    say(admin, task)
    assert slips.done == [1]


def test_when_the_time_is_up_and_nobody_joins_those_who_have_not_decided_are_told_once_more(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:2], "quorum": 2, "deadline_hours": 2, "warns": ["MESAJ"]})
    task = the_task(ask(clerk, slips.put(1)))
    say(bosses[0], task)
    Task.objects.filter(pk=task.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))
    tasks.run_workflows()
    tasks.run_workflows()
    notice = Notice.objects.get(event="YUKSELDI")
    assert notice.member == bosses[1]
    bell = client_for(bosses[1]).get("/").content.decode()
    assert "Süresi doldu, kararınız bekleniyor: Adım 1, Ödeme F-1, 1000 TL." in bell
    assert "süresi geçti" in client_for(bosses[1]).get(f"/my-tasks/{task.pk}/").content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [("SURESI_DOLDU", "Adım 1 için süre doldu, karar verilmedi."),
     ("GECERSIZ", "Adım 1 geçersiz oldu, belge değişti.")],
)  # fmt: skip
def test_whoever_asked_hears_that_nobody_has_ended_it(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips, state: str, said: str
) -> None:
    card({"members": bosses[:1], "informs": ["MESAJ"], "informed": bosses[2:]})
    row = ask(clerk, slips.put(1))
    if state == "GECERSIZ":
        slips.put(1, 1001)
        with pytest.raises(Conflict):
            say(bosses[0], the_task(row))
    else:
        Process.objects.update(due_at=timezone.now())
        tasks.run_workflows()
    row.refresh_from_db()
    assert row.state == state
    assert {one.member for one in Notice.objects.filter(event="BITTI")} == {clerk, bosses[2]}
    assert said in client_for(clerk).get("/").content.decode()


@pytest.mark.requirement("L-079", "L-080")
def test_the_same_people_are_told_by_every_channel_and_a_missing_phone_does_not_stop_it(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    Membership.objects.filter(pk=bosses[2].pk).update(phone="")
    every = ["MESAJ", "EPOSTA", "SMS"]
    card({"roles": ["YONETICI"], "warns": every, "informs": every, "informed": bosses[1:2]})
    task = the_task(ask(clerk, slips.put(1)))
    told = Notice.objects.filter(task=task, event="ACILDI")
    for channel in every:
        assert set(told.filter(channel=channel).values_list("member", flat=True)) == {
            boss.pk for boss in bosses
        }
    missed = told.get(channel="SMS", member=bosses[2])
    assert (missed.state, missed.problem) == (
        "ILETILEMEDI", "Kullanıcının kartında telefon numarası yok.",
    )  # fmt: skip
    tasks.run_workflows()
    tasks.run_workflows()
    assert len(mail.outbox) == 3
    sent = Campaign.objects.filter(source="AKIS")
    assert sent.count() == 2
    assert sent[0].text == "Göreviniz var: Adım 1, Ödeme F-1, 1000 TL."
    page = client_for(bosses[0]).get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Kullanıcının kartında telefon numarası yok." in page
    say(bosses[0], task)
    ended = Notice.objects.filter(task=task, event="BITTI")
    for channel in every:
        assert set(ended.filter(channel=channel).values_list("member", flat=True)) == {
            clerk.pk, bosses[1].pk,
        }  # fmt: skip
    assert slips.done == [1]


def test_whoever_stands_in_is_told_too_by_the_same_channels(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, oya = bosses
    today = timezone.localdate()
    days = {"first_day": today, "last_day": today}
    substitutes.save(actor_for(murat), None, {**days, "deputy": nil, "max_amount": 1000})
    substitutes.save(actor_for(nil), None, {**days, "deputy": oya})
    card({"members": [murat], "warns": ["MESAJ", "EPOSTA"]})

    def told(pk: int, amount: int) -> set[str]:
        task = the_task(ask(clerk, slips.put(pk, amount)))
        rows = Notice.objects.filter(task=task, event="ACILDI")
        by = {c: set(rows.filter(channel=c).values_list("member__full_name", flat=True))
              for c in ("MESAJ", "EPOSTA")}  # fmt: skip
        assert by["MESAJ"] == by["EPOSTA"]
        return by["MESAJ"]

    assert told(1, 1000) == {"Murat", "Nil", "Oya"}
    assert told(2, 1001) == {"Murat"}, "above his amount nobody stands in"
    own = the_task(ask(oya, slips.put(3, 10)))
    names = Notice.objects.filter(task=own).values_list("member__full_name", flat=True)
    assert set(names) == {"Murat", "Nil"}, "nobody is told of what he may not decide"


def test_a_mail_whose_worker_died_is_not_sent_again(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "warns": ["EPOSTA"]})
    ask(clerk, slips.put(1))
    Notice.objects.update(state="GIDIYOR", try_at=timezone.now() - timedelta(minutes=11))
    tasks.run_workflows()
    assert (Notice.objects.get().state, mail.outbox) == ("BILINMIYOR", [])


def test_a_substitute_who_is_named_later_is_told_of_what_waits_since_before(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    """On his first day, once, and only of what he may decide."""
    murat, nil, oya = bosses
    card({"members": [murat], "warns": ["MESAJ", "EPOSTA"]})
    task, large = (the_task(ask(clerk, slips.put(pk, much))) for pk, much in ((1, 900), (2, 2000)))
    own = the_task(ask(nil, slips.put(3, 10)))
    today = timezone.localdate()
    tomorrow = {"first_day": today + timedelta(days=1), "last_day": today + timedelta(days=3)}
    row = substitutes.save(
        actor_for(murat), None, {**tomorrow, "deputy": nil, "max_amount": 1000}
    )  # fmt: skip

    def told(member: Membership) -> set[tuple[int, str]]:
        rows = Notice.objects.filter(member=member, event="ACILDI")
        return set(rows.values_list("task", "channel"))

    tasks.run_workflows()
    assert told(nil) == set(), "his days have not begun"
    Substitute.objects.update(first_day=today)  # as the days go by
    tasks.run_workflows()
    both = {(task.pk, "MESAJ"), (task.pk, "EPOSTA")}
    assert told(nil) == both
    assert "Göreviniz var: Adım 1, Ödeme F-1, 900 TL." in client_for(nil).get("/").text
    substitutes.save(actor_for(nil), None, {"first_day": today, "last_day": today, "deputy": oya})
    tasks.run_workflows()
    assert told(oya) == both, "whoever stands in for him, too"
    assert len(told(nil)) == 2
    row.refresh_from_db()
    substitutes.save(actor_for(murat), row, {"max_amount": None})
    tasks.run_workflows()
    assert told(nil) == both | {(large.pk, "MESAJ"), (large.pk, "EPOSTA")}
    assert own.pk not in {pk for pk, _channel in told(nil)}
    sent = len(mail.outbox)
    tasks.run_workflows()
    assert len(mail.outbox) == sent


def test_no_substitute_is_told_of_what_is_decided_or_of_days_that_are_over(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, oya = bosses
    card({"members": [murat, oya], "quorum": 2, "warns": ["MESAJ"]})
    say(murat, the_task(ask(clerk, slips.put(1))))
    today = timezone.localdate()
    substitutes.save(actor_for(murat), None, {"first_day": today, "last_day": today, "deputy": nil})
    substitutes.save(
        actor_for(oya), None,
        {"first_day": today - timedelta(days=3), "last_day": today - timedelta(days=2),
         "deputy": nil},
    )  # fmt: skip
    tasks.run_workflows()
    assert not Notice.objects.filter(member=nil).exists()
