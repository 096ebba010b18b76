"""Who is told of a task, by which channel, and when the time is up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from messaging.models import Campaign, InboundMessage, InboundRule
from messaging.services import routing
from otp import work_tasks as tasks
from otp.models import Decision, Notice, Task
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import client_for
from tests.support.messaging import load_credit, make_account
from turkcell_hub.errors import NotFound
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


def test_a_mail_whose_worker_died_is_not_sent_again(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "warns": ["EPOSTA"]})
    ask(clerk, slips.put(1))
    Notice.objects.update(state="GIDIYOR", try_at=timezone.now() - timedelta(minutes=11))
    tasks.run_workflows()
    assert (Notice.objects.get().state, mail.outbox) == ("BILINMIYOR", [])


def test_a_reply_by_sms_agrees_where_the_step_allows_it_and_the_number_is_his(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    account = make_account(firm)
    load_credit(firm, 10)
    card({"members": bosses[:1], "warns": ["SMS"], "allows_sms_reply": True})
    task = the_task(ask(clerk, slips.put(1)))
    tasks.run_workflows()
    figure = task.places.get().reply_number
    assert f"EVET {figure}" in Campaign.objects.get(source="AKIS").text
    InboundRule.objects.create(firm=firm, keyword="evet", handler="workflow")

    def receive(sender: str, text: str) -> InboundMessage:
        kept = InboundMessage.objects.create(
            firm=firm, account=account, operator_id=f"{sender}{text}", sender=sender,
            recipient="8505550000", text=text, received_at=timezone.now(),
        )  # fmt: skip
        assert routing.route(kept.pk)
        kept.refresh_from_db()
        return kept

    assert receive(bosses[1].phone, f"EVET {figure}").route == "inbox"
    assert receive(bosses[0].phone, "Evet 000").route == "inbox"
    assert slips.done == []
    taken = receive(bosses[0].phone, f"evet {figure}")
    assert (taken.route, taken.note) == ("workflow", "Ödeme F-1, 1000 TL: onaylandı")
    assert (slips.done, Decision.objects.get(task=task).door) == ([1], "SMS")
