"""Delivery speed: counted when a message is marked delivered, read from counters alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from messaging.models import Campaign, CampaignSpeed, Message, Subscriber
from messaging.selectors.reporting import speeds, tables
from messaging.selectors.reporting.question import Question, ask, form_of
from messaging.services import campaigns, preflight, preparing, reports
from messaging.sql import speed
from tests.support.firms import client_for, make_key
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
D, F = Outcome.DELIVERED, Outcome.UNDELIVERED


@pytest.fixture
def clerk(firm: Firm, admin: Membership):
    make_account(firm)
    load_credit(firm, 500)
    with firm_scope(firm.pk):
        yield of_membership(admin)


def send(actor: Actor, ends: list[tuple[Outcome, float]], **batch: Any) -> Campaign:
    """A campaign that the operator took two hours ago, with an end after so many seconds each."""
    firm = Firm.objects.get(pk=actor.firm_id)
    first = Subscriber.objects.count()
    people = [make_subscriber(firm, f"+9053212345{first + n:02d}") for n in range(len(ends))]
    made = make_draft(actor, "Siparişiniz hazır.", people)
    preflight.run(actor, made)
    campaigns.submit(actor, made)
    assert preparing.prepare(made.pk)
    taken = timezone.now() - dt.timedelta(hours=2)
    fields = {"state": State.ACCEPTED, "packet_id": "P", "operator_ids": ["x"],
              "handed_over_at": taken, "accepted_at": taken, **batch}  # fmt: skip
    Batch.objects.filter(subject_id=made.pk).update(**fields)
    made = Campaign.objects.select_related("account").get(pk=made.pk)
    told = [
        DeliveryReport(outcome, reference=str(pk), done_at=taken + dt.timedelta(seconds=seconds))
        for pk, (outcome, seconds) in zip(
            Message.objects.filter(campaign=made).order_by("seq").values_list("pk", flat=True),
            ends,
            strict=True,
        )
    ]
    reports.apply(made.account, told, None)
    reports.apply(made.account, told, None)  # a repeated report counts once
    return made


def today(actor: Actor) -> Question:
    return ask(actor, form_of(actor, {"period": "last_7"}))


def test_median_and_95th_percentile_are_those_of_the_messages_themselves(clerk: Actor) -> None:
    times = [2, 3, 4, 5, 6, 8, 10, 15, 40, 300]
    send(clerk, [(D, second) for second in times] + [(F, 900)])
    found = speeds.daily(today(clerk)).total
    assert found.messages == 10
    assert found.median == pytest.approx(6, rel=0.06)
    assert found.p95 == pytest.approx(300, rel=0.06)
    assert found.within_minute == 90.0


def test_the_counters_equal_a_count_over_the_messages(clerk: Actor) -> None:
    made = send(clerk, [(D, second) for second in (0, 1, 1, 2.4, 59, 3700)] + [(F, 3)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (array_agg(c))[1], n FROM (SELECT floor(20 * ln(1 + extract(epoch FROM"
            " m.ended_at - b.accepted_at)))::int c, count(*) OVER () n FROM messaging_message m"
            " JOIN outbox_batch b ON b.subject_id = m.campaign_id WHERE m.state = 10"
            " AND m.campaign_id = %s) x GROUP BY c, n ORDER BY 1",
            [made.pk],
        )
        counted = [row[0] for row in cursor.fetchall()]
    rows = CampaignSpeed.objects.filter(campaign=made).order_by("bucket")
    assert list(rows.values_list("bucket", flat=True)) == counted
    assert sum(rows.values_list("messages", flat=True)) == 6


@pytest.mark.parametrize("seconds", [0, 0.4, 1, 7.5, 60, 3600, 172_800])
def test_a_bucket_says_its_time_within_five_percent(seconds: float) -> None:
    said = speed.seconds_of(speed.bucket_of(seconds))
    assert said == pytest.approx(seconds, rel=0.055, abs=0.06)


def test_a_batch_whose_answer_was_lost_is_measured_from_its_handing_over(clerk: Actor) -> None:
    send(clerk, [(D, 30)], state=State.UNKNOWN, accepted_at=None)
    assert speeds.daily(today(clerk)).total.median == pytest.approx(30, rel=0.06)


def test_speed_is_told_by_operator_and_sender_with_the_total_of_the_days(clerk: Actor) -> None:
    send(clerk, [(D, 5), (D, 7)])
    for code in ("account", "sender", "campaign", "group"):
        found = speeds.by(today(clerk), code)
        assert [line.speed.messages for line in found.lines] == [2], code
        assert found.total == speeds.daily(today(clerk)).total
        assert all(line.label for line in found.lines)


def test_the_speed_of_what_is_beyond_the_largest_campaigns_stands_in_one_line(
    clerk: Actor,
) -> None:
    for seconds in ([5, 7, 9], [20], [300]):
        send(clerk, [(D, one) for one in seconds])
    whole = speeds.by(today(clerk), "campaign")
    found = speeds.by(today(clerk), "campaign", most=1)
    assert found.lines[0] == whole.lines[0]
    assert [line.speed.messages for line in found.lines] == [3, 2]
    assert (found.lines[1].label, found.lines[1].speed.within_minute) == ("Diğerleri (2)", 50.0)
    assert found.total == whole.total


@pytest.mark.requirement("L-124")
def test_page_file_mail_and_rest_tell_the_same_speed(clerk: Actor, admin: Membership,
                                                     firm: Firm) -> None:  # fmt: skip
    send(clerk, [(D, 5), (D, 7), (D, 300)])
    total = speeds.daily(today(clerk)).total
    page = client_for(admin).get(reverse("sending-report") + "?period=last_7&by=account")
    assert "Bir dakikada ulaşan" in page.content.decode()
    assert speeds.lasting(total.p95) in page.content.decode()
    table = tables.table(today(clerk), tables.SPEED)
    assert table.rows[-1][1:] == [3, total.median, total.p95, total.within_minute]
    assert tables.table(today(clerk), "speed-account").rows[-1][1] == 3
    _key, secret = make_key(firm, ["messaging.campaign.view"], by=admin)
    client = client_for(admin)
    answer = client.get(
        "/api/v1/reports/speed/?period=last_7", headers={"authorization": f"Bearer {secret}"}
    ).json()
    assert answer["total"]["p95"] == total.p95
    assert answer["results"][0]["messages"] == 3
