"""Messaging's records: open ones, and those behind the Yetki Kodu."""

from __future__ import annotations

import datetime as dt
from typing import Any

from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    Campaign,
    CampaignCount,
    CampaignRecipient,
    CampaignState,
    Group,
    GroupMember,
    InboundMessage,
    InboundPolicy,
    InboundRule,
    Message,
    MessageState,
    MessageTemplate,
    PastReport,
    RepeatRule,
    RepeatRun,
    ReportSchedule,
    Subscriber,
    Thread,
    ThreadEntry,
)
from messaging.services.preparing import BATCH_KIND
from messaging.verdicts import Verdict
from tests.isolation.cast import World
from tests.isolation.marks import NOW, OPEN, SEALED, marked, number
from tests.support.messaging import load_credit
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import Brand

_PLANNED: dict[str, Any] = {
    "scheduled_for": dt.datetime(2036, 3, 2, 7, 0, tzinfo=dt.UTC),
    "scheduled_local": "2036-03-02T10:00",
    "scheduled_zone": "Europe/Istanbul",
}


def records(world: World, secret: bool) -> None:
    """Subscriber, group, template, blacklist entry and inbound message."""
    firm, code = world.firm, world.more["code"] if secret else None
    person = Subscriber.objects.create(
        firm=firm,
        phone=number(secret, 1),
        first_name=marked(secret, "ad"),
        last_name=marked(secret, "soyad"),
        special_code=marked(secret, "ozel"),
        fields={"zkanarya_alan": marked(secret, "deger")},
        tckn="10000000146",
        authority_code=code,
    )
    group = Group.objects.create(
        firm=firm, name=marked(secret, "grup"), description=marked(secret, "not"),
        authority_code=code,
    )  # fmt: skip
    template = MessageTemplate.objects.create(
        firm=firm, code=f"{SEALED if secret else OPEN}S", name=marked(secret, "sablon"),
        text=marked(secret, "metin"), authority_code=code,
    )  # fmt: skip
    found = {"subscribers": person, "groups": group, "templates": template}
    if secret:
        world.sealed |= found | by_number(world)
        GroupMember.objects.create(firm=firm, group=group, subscriber=person)
        # A hidden person in an open group: a member that must not be counted.
        GroupMember.objects.create(firm=firm, group=world.rows["groups"], subscriber=person)
        return
    GroupMember.objects.create(firm=firm, group=group, subscriber=person)
    world.rows |= found
    world.rows["blacklist"] = BlacklistEntry.objects.create(
        firm=firm, phone=number(False, 700), reason=marked(False, "neden"), added_by=OPEN
    )
    world.rows["inbound-rules"] = InboundRule.objects.create(
        firm=firm, keyword=OPEN, handler="inbox"
    )
    world.rows["report-schedules"] = ReportSchedule.objects.create(
        firm=firm, name=OPEN, every="GUNLUK", hour=9, part="daily", file_format="csv",
        next_at=NOW, created_by=OPEN,
    )  # fmt: skip
    world.rows["inbound-policies"] = InboundPolicy.objects.create(
        firm=firm, valid_from=NOW.date(), refusal_words=["RET", OPEN],
        confirm_text=marked(False, "onay"), created_by=OPEN,
    )  # fmt: skip
    world.rows["inbox"] = conversation(world, False, number(False, 800))
    world.rows["past-reports"] = past_report(world, False, number(False, 800))
    world.rows["blacklist-changes"] = BlacklistChange.objects.create(
        firm=firm, phone=number(False, 700), kind="EKLENDI", source="FIRMA", origin="ELLE",
        reason=marked(False, "neden"), by_label=OPEN,
    )  # fmt: skip
    world.rows["inbound-messages"] = InboundMessage.objects.create(
        firm=firm, account=world.more["account"], operator_id=OPEN, sender=number(False, 800),
        recipient="8505550000", text=marked(False, "gelen"), received_at=NOW,
    )  # fmt: skip


def by_number(world: World) -> dict[str, Any]:
    """Records that name the hidden person by number alone."""
    firm, phone = world.firm, number(True, 1)
    return {
        "blacklist": BlacklistEntry.objects.create(
            firm=firm, phone=phone, reason=marked(True, "neden"), added_by=SEALED
        ),
        "blacklist-changes": BlacklistChange.objects.create(
            firm=firm, phone=phone, kind="EKLENDI", source="FIRMA", origin="ELLE",
            reason=marked(True, "neden"), by_label=SEALED,
        ),
        "inbound-messages": InboundMessage.objects.create(
            firm=firm, account=world.more["account"], operator_id=SEALED, sender=phone,
            recipient="8505550000", text=marked(True, "gelen"), received_at=NOW,
        ),
        "inbox": conversation(world, True, phone),
        "past-reports": past_report(world, True, phone),
    }  # fmt: skip


def past_report(world: World, secret: bool, phone: str) -> PastReport:
    return PastReport.objects.create(
        firm=world.firm, phone=phone, text=marked(secret, "eski panel"), sent_at=NOW,
        state="ILETILDI", key=marked(secret, "anahtar"), file_name=marked(secret, "rapor.xlsx"),
        by_label=marked(secret, "aktaran"),
    )  # fmt: skip


def conversation(world: World, secret: bool, phone: str) -> Thread:
    text = marked(secret, "konusma")
    row = Thread.objects.create(firm=world.firm, phone=phone, last_text=text, last_at=NOW, unread=1)
    ThreadEntry.objects.create(
        firm=world.firm, thread=row, kind="NOT", text=text, at=NOW, by_label=text
    )
    return row


def sendings(world: World) -> None:
    """A campaign in each state, a hidden one, one of another brand; messages and batches."""
    load_credit(world.firm, 5000)
    for state in CampaignState:
        world.campaigns[state] = campaign(world, state, False)
    hidden = campaign(world, CampaignState.SENDING, True)
    world.sealed["campaigns"] = hidden
    world.more["other brand"] = campaign(
        world, CampaignState.DRAFT, False, brand=world.more["away"], name=OPEN + "-ayrimarka"
    )
    going = world.campaigns[CampaignState.SENDING]
    world.rows["campaigns"] = world.campaigns[CampaignState.DRAFT]
    world.rows["messages"] = message(going, world.rows["subscribers"], 1)
    world.sealed["messages"] = message(hidden, world.sealed["subscribers"], 1)
    # A hidden person's message in an open campaign is hidden with the person.
    world.more["message to hidden"] = message(going, world.sealed["subscribers"], 2)
    world.rows["outbox-batches"] = batch(world, going)
    world.sealed["outbox-batches"] = batch(world, hidden)
    CampaignCount.objects.create(
        firm=world.firm, campaign=going, state=MessageState.DELIVERED, messages=1
    )
    draft = world.rows["campaigns"]
    for person in (world.rows["subscribers"], world.sealed["subscribers"]):
        CampaignRecipient.objects.create(firm=world.firm, campaign=draft, subscriber=person)
    draft.groups.set([world.rows["groups"], world.sealed["groups"]])
    for secret, kept in ((False, world.rows), (True, world.sealed)):
        kept["repeats"] = repeat(world, secret)
    world.rows["credit-transfers"] = Transfer.objects.filter(firm=world.firm).first()


def campaign(
    world: World, state: str, secret: bool, brand: Brand | None = None, name: str = ""
) -> Campaign:
    gone = state not in (CampaignState.DRAFT, CampaignState.PREPARING)
    return Campaign.objects.create(
        firm=world.firm,
        name=name or marked(secret, f"gonderim {state}"),
        text=marked(secret, "govde"),
        state=state,
        account=world.more["account"],
        sender=world.more["sender"],
        brand=brand,
        authority_code=world.more["code"] if secret else None,
        message_class="BILGILENDIRME",
        exemption="BENZER",
        class_chosen_by=OPEN,
        class_chosen_at=NOW,
        created_by_label=OPEN,
        submitted_by_label=OPEN,
        total=2 if gone else 0,
        sendable=2 if gone else 0,
        prepared_at=NOW if gone else None,
        submitted_at=NOW,
        **(_PLANNED if state == CampaignState.SCHEDULED else {}),
    )


def repeat(world: World, secret: bool) -> RepeatRule:
    """A weekly rule of its own pattern, with a run of each kind."""
    pattern = campaign(world, CampaignState.REPEATING, secret, name=marked(secret, "tekrar"))
    rule = RepeatRule.objects.create(
        firm=world.firm, name=marked(secret, "tekrar"), pattern=pattern, every="HAFTA",
        first_day=dt.date(2036, 3, 3), hour=dt.time(10), most_runs=4, max_credits=10,
        next_for=_PLANNED["scheduled_for"], set_by_label=marked(secret, "kuran"),
        authority_code=pattern.authority_code,
    )  # fmt: skip
    made = campaign(world, CampaignState.DONE, secret, name=marked(secret, "tekrar kosusu"))
    RepeatRun.objects.create(
        firm=world.firm, rule=rule, day=dt.date(2036, 2, 25), state="YAPILDI", campaign=made
    )
    return rule


def message(row: Campaign, person: Subscriber, seq: int) -> Message:
    return Message.objects.create(
        firm_id=row.firm_id, campaign=row, seq=seq, batch_no=1, subscriber=person,
        name=person.full_name[:121], phone=person.phone,
        text=f"{person.first_name} metni", parts=1, credits=1,
        verdict=min(Verdict), created_at=NOW,
    )  # fmt: skip


def batch(world: World, row: Campaign) -> Batch:
    return Batch.objects.create(
        firm=world.firm, account=world.more["account"], kind=BATCH_KIND, subject_id=row.pk,
        size=2, first=1, last=2, error_text=f"{OPEN} hata", state="HELD",
    )  # fmt: skip
