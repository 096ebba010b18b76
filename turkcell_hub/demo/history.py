"""Past campaigns of the sample firm: made by the product's own services, then moved back in
time, so that ledger, counters, messages and batches agree as after real sending."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from messaging.models import (
    Campaign,
    Group,
    Message,
    MessageClass,
    MessageKind,
    MessageState,
    MessageTemplate,
    RepeatRule,
)
from messaging.services import (
    campaigns,
    drafts,
    media,
    preflight,
    preparing,
    repeats,
    reports,
    schedules,
)
from turkcell_hub.demo import commercial, picture
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.lib import local_time
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor

# (days ago, hour, template, group, name)
PAST = (
    (41, 10, "SIPARIS", "Toptan müşteriler", "Ekim siparişleri"),
    (38, 11, "BAKIYE", "Borç hatırlatma", "Ekim bakiye hatırlatma"),
    (33, 9, "TOPLANTI", "Fabrika personeli", "Haftalık toplantı"),
    (30, 14, "KARGO", "Perakende müşteriler", "Hafta sonu kargoları"),
    (26, 9, "TOPLANTI", "Fabrika personeli", "Haftalık toplantı"),
    (22, 16, "BAKIM", "Bayiler", "Bayi portalı bakımı"),
    (19, 9, "TOPLANTI", "Fabrika personeli", "Haftalık toplantı"),
    (16, 10, "TAHSILAT", "Borç hatırlatma", "Vade hatırlatma"),
    (12, 9, "TOPLANTI", "Fabrika personeli", "Haftalık toplantı"),
    (9, 15, "KARGO", "Bayiler", "Bayi sevkiyatı"),
    (6, 10, "SIPARIS", "VIP", "VIP siparişleri"),
    (5, 9, "TOPLANTI", "Fabrika personeli", "Haftalık toplantı"),
    (3, 13, "BAKIYE", "Borç hatırlatma", "Kasım bakiye hatırlatma"),
    (1, 11, "KARGO", "Toptan müşteriler", "Toptan sevkiyat"),
)
# (days from tomorrow, name, template, group): what "Zamanlanmış Gönderimler" shows.
PLANNED = (
    (5, "Bayi portalı bakımı", "BAKIM", "Bayiler"),
    (19, "Vade hatırlatma", "TAHSILAT", "Borç hatırlatma"),
)
_ENDS = (
    (0.938, Outcome.DELIVERED, None),
    (0.968, Outcome.UNDELIVERED, 27),
    (0.983, Outcome.EXPIRED, 4100),
    (0.993, Outcome.INVALID_NUMBER, 1),
    (1.0, Outcome.REJECTED_BY_OPERATOR, 11),
)


def build(actor: Actor, random: Random) -> None:
    """Fills the firm in scope with campaigns of the last weeks, a draft and a cancelled one."""
    # The opening credit was there before the first campaign was paid with it.
    book_at(timezone.now() - timedelta(days=PAST[0][0] + 1), actor.firm_id, "opening")
    for days, hour, code, group, name in PAST:
        at = timezone.localtime().replace(minute=random.randrange(60)) - timedelta(days=days)
        send_past(actor, random, name, code, group, at.replace(hour=hour))
    _past_mms(actor, random)
    commercial.answers(actor, Random(4605))  # noqa: S311 - sample data, nothing secret
    half_an_hour_ago = timezone.localtime() - timedelta(minutes=30)
    _send(actor, random, commercial.draft(actor), half_an_hour_ago)
    _draft(actor, "Bayram kutlaması", "BAYRAM", "Perakende müşteriler", MessageClass.COMMERCIAL)
    _draft(actor, "Hafta sonu bakım duyurusu", "BAKIM", "Bayiler", MessageClass.INFORMATIONAL)
    first = schedules.tomorrow(actor.firm_id)
    for days, name, code, group in PLANNED:
        _planned(actor, name, code, group, first + timedelta(days=days))
    _repeated(actor, "Haftalık toplantı", "TOPLANTI", "Fabrika personeli", first)
    _missed(actor, "Kargo bilgilendirmesi", "KARGO", "VIP", first)


def _planned(actor: Actor, name: str, code: str, group: str, at: datetime) -> Campaign:
    draft = _draft(actor, name, code, group, MessageClass.INFORMATIONAL)
    preflight.run(actor, draft)
    return schedules.schedule(actor, draft, at)


def _repeated(actor: Actor, name: str, code: str, group: str, first: datetime) -> None:
    """Each week from the Monday that comes on, a quarter of a year long."""
    draft = _draft(actor, name, code, group, MessageClass.INFORMATIONAL)
    preflight.run(actor, draft)
    monday = first.date() + timedelta(days=-first.weekday() % 7)
    weekly = {"every": RepeatRule.Every.WEEK, "first_day": monday, "hour": time(9, 0)}
    repeats.create(actor, draft, {**weekly, "most_runs": 13})


def _missed(actor: Actor, name: str, code: str, group: str, first: datetime) -> None:
    """One whose hour passed while the system was away: it waits for a person."""
    late = _planned(actor, name, code, group, first)
    then = timezone.now() - timedelta(hours=20)
    wall = local_time.at(then, late.scheduled_zone).isoformat(timespec="minutes")
    Campaign.objects.filter(pk=late.pk).update(scheduled_for=then, scheduled_local=wall)
    schedules.fire(late.pk)


def _draft(actor: Actor, name: str, code: str, group: str, message_class: str) -> Campaign:
    return drafts.create(
        actor,
        {
            "name": name,
            "template": MessageTemplate.objects.get(code=code),
            "message_class": message_class,
            "groups": [Group.objects.get(name=group)],
        },
    )


def _past_mms(actor: Actor, random: Random) -> None:
    """One MMS with a picture."""
    draft = _draft(actor, "Kumaş rengi (MMS)", "BAKIM", "VIP", MessageClass.INFORMATIONAL)
    drafts.change(
        actor,
        draft,
        {
            "message_kind": MessageKind.MMS,
            "text": "Sayın {ad_soyad|müşterimiz}, sipariş ettiğiniz kumaşın rengi ektedir.",
        },
    )
    media.attach(actor, draft, ContentFile(picture.png(), name="kumas-rengi.png"))
    draft.refresh_from_db()
    at = timezone.localtime().replace(hour=14, minute=random.randrange(60)) - timedelta(days=8)
    _send(actor, random, draft, at)


def send_past(actor: Actor, random: Random, name: str, code: str, group: str, at: datetime) -> None:
    """A template to a group, sent and reported at a moment that lies behind us."""
    _send(actor, random, _draft(actor, name, code, group, MessageClass.INFORMATIONAL), at)


def _send(actor: Actor, random: Random, draft: Campaign, at: datetime) -> None:
    with transaction.atomic():
        preflight.run(actor, draft)
        campaign = campaigns.submit(actor, draft)
        preparing.prepare(campaign.pk)
        _hand_over(campaign, at)
        _report(campaign, random, at)
        campaigns.finish_if_done(campaign.pk)
        _move_back(campaign, at)


def _hand_over(campaign: Campaign, at: datetime) -> None:
    batches = Batch.objects.filter(kind=preparing.BATCH_KIND, subject_id=campaign.pk)
    for place, batch in enumerate(batches.order_by("number")):
        moment = at + timedelta(seconds=2 + place)
        batch.state = State.ACCEPTED
        batch.attempt = 1
        batch.packet_id = f"88{campaign.pk:05}{place:03}"
        batch.handed_over_at, batch.accepted_at = moment, moment
        batch.created_at = batch.due_at = at
        batch.save()


def _report(campaign: Campaign, random: Random, at: datetime) -> None:
    rows = Message.objects.filter(campaign=campaign, state=MessageState.PENDING)
    told = []
    for pk in rows.values_list("pk", flat=True):
        chance = random.random()
        _limit, outcome, error = next(end for end in _ENDS if chance <= end[0])
        done = at + timedelta(seconds=4 + random.expovariate(0.2))
        told.append(DeliveryReport(outcome, reference=str(pk), network_error=error, done_at=done))
    if campaign.account is not None:
        reports.apply(campaign.account, told, None)


def book_at(at: datetime, firm_id: int, key: str) -> None:
    """Moves the firm's bookings whose key begins so to ``at``."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks forbid ALTER TABLE
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_transfer_append_only")
        cursor.execute(
            "UPDATE ledger_transfer SET at = %s WHERE firm_id = %s AND starts_with(key, %s)",
            [at, firm_id, key],
        )
        cursor.execute("ALTER TABLE ledger_transfer ENABLE TRIGGER ledger_transfer_append_only")


def _move_back(campaign: Campaign, at: datetime) -> None:
    """Only here are kept rows changed: sample data must lie in the past."""
    Campaign.objects.filter(pk=campaign.pk).update(
        created_at=at - timedelta(minutes=20),
        submitted_at=at,
        prepared_at=at + timedelta(seconds=1),
        finished_at=at + timedelta(minutes=1),
        class_chosen_at=at - timedelta(minutes=15),
    )
    Message.objects.filter(campaign=campaign).update(created_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks forbid ALTER TABLE
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_transfer_append_only")
        cursor.execute(
            "UPDATE ledger_transfer SET at = %s WHERE id = (SELECT spend_id FROM messaging_campaign"
            " WHERE id = %s)",
            [at, campaign.pk],
        )
        cursor.execute(
            "UPDATE ledger_transfer t SET at = %s FROM messaging_campaign c"
            " WHERE c.id = %s AND t.of_id = c.spend_id",
            [at + timedelta(minutes=1), campaign.pk],
        )
        cursor.execute("ALTER TABLE ledger_transfer ENABLE TRIGGER ledger_transfer_append_only")
