"""Firm A with one record of everything, firm B, and everybody who may knock.

Open records carry ``OPEN`` in every text, records behind the Yetki Kodu carry ``SEALED``;
numbers do the same by their block. Whoever may not see a record must never get its mark.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from iys_consent.models import ConsentAddress, ConsentTask, SyncRules
from iys_consent.services import movements
from iys_consent.services.movements import NewMovement
from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    Campaign,
    CampaignCount,
    CampaignRecipient,
    CampaignState,
    CustomField,
    Group,
    GroupMember,
    InboundMessage,
    InboundPolicy,
    InboundRule,
    Message,
    MessageState,
    MessageTemplate,
    RepeatRule,
    RepeatRun,
    ReportSchedule,
    SendingRules,
    Subscriber,
    Thread,
    ThreadEntry,
)
from messaging.services.preparing import BATCH_KIND
from messaging.verdicts import Verdict
from tests.support.firms import actor_for, client_for, make_code, make_firm, make_key, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.services import trail
from turkcell_hub.billing.models import (
    LimitRequest,
    LowCreditReminder,
    Order,
    PackagePrice,
    RefundRule,
    Statement,
    StatementLine,
    Tariff,
)
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.portal.models import SavedView
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import ApiKey, Brand, Firm, Membership, SenderTitle, User
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys

OPEN, SEALED = "zkanarya", "zgizli"
OPEN_BLOCK, SEALED_BLOCK = "905325550", "905325559"
# Stands in every text beside the mark, so that a search finds all without naming a mark.
COMMON = "nergis"
_NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)


_PLANNED: dict[str, Any] = {
    "scheduled_for": dt.datetime(2036, 3, 2, 7, 0, tzinfo=dt.UTC),
    "scheduled_local": "2036-03-02T10:00",
    "scheduled_zone": "Europe/Istanbul",
}


def marked(secret: bool, what: str) -> str:
    return f"{SEALED if secret else OPEN}-{COMMON}-{what}"


def number(secret: bool, place: int) -> str:
    return f"+{SEALED_BLOCK if secret else OPEN_BLOCK}{place:03d}"


@dataclass
class Identity:
    """Somebody who knocks: a browser, or a program with a key."""

    name: str
    client: Client
    secret: str | None = None
    member: Membership | None = None

    def __post_init__(self) -> None:
        self.client.defaults["REMOTE_ADDR"] = "203.0.113.9"

    @property
    def is_program(self) -> bool:
        return self.secret is not None

    def __call__(
        self, method: str, path: str, data: Any = None, *, json: Any = None, **headers: str
    ) -> Any:
        if self.secret:
            headers["authorization"] = f"Bearer {self.secret}"
        options: dict[str, Any] = {"headers": headers}
        if json is not None:
            return self.client.generic(
                method, path, _dumps(json), content_type="application/json", **options
            )
        if method in ("GET", "HEAD"):
            return getattr(self.client, method.lower())(path, data, **options)
        if method == "POST":
            return self.client.post(path, data or {}, **options)
        return self.client.generic(method, path, b"{}", content_type="application/json", **options)


def _dumps(value: Any) -> bytes:
    import orjson

    return orjson.dumps(value, default=str)


def words_of(answer: HttpResponseBase) -> str:
    """Body, headers and file of an answer as one lower-case text, numbers written together."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", "ignore")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            text = " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    return re.sub(r"(?<=\d)[\s\xa0.-]+(?=\d)", "", f"{text} {headers}".lower())


def national(block: str) -> str:
    return block.removeprefix("90")


def leaks(answer: HttpResponseBase, *, sealed_only: bool = False) -> list[str]:
    """The marks in an answer."""
    text = words_of(answer)
    marks = [SEALED, national(SEALED_BLOCK)]
    if not sealed_only:
        marks += [OPEN, national(OPEN_BLOCK)]
    return [mark for mark in marks if mark in text]


@dataclass
class World:
    firm: Firm
    other: Firm
    rows: dict[str, Any] = field(default_factory=dict)  # slug -> an open record
    sealed: dict[str, Any] = field(default_factory=dict)  # slug -> one behind the code
    campaigns: dict[str, Campaign] = field(default_factory=dict)  # by state
    who: dict[str, Identity] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    key_row: ApiKey | None = None
    more: dict[str, Any] = field(default_factory=dict)


def every_scope() -> list[str]:
    return [code for code, right in every_right().items() if right.for_keys]


def build() -> World:
    firm, other = make_firm(f"Firma {marked(False, 'a')}"), make_firm("Bursa Lojistik")
    world = World(firm, other)
    people(world)
    with firm_scope(firm.pk):
        settings_records(world)
        consents(world)
        for secret in (False, True):
            records(world, secret)
        sendings(world)
        registry_queue(world)
        money(world)
        months(world)
        work(world)
        history(world)
    programs(world)
    return world


def people(world: World) -> None:
    firm, other = world.firm, world.other
    code = make_code(firm, "GIZLIKOD")
    world.more["code"] = code
    cast = {
        "admin": make_member(firm, "ADMIN", name=marked(False, "admin"), phone=number(False, 900)),
        "manager": make_member(firm, "YONETICI", codes=[code], name=marked(False, "yonetici")),
        "staff": make_member(firm, "PERSONEL", codes=[code], name=marked(False, "personel")),
        "customer": make_member(firm, "MUSTERI", codes=[code], name=marked(False, "musteri")),
        "without code": make_member(firm, "YONETICI", name=marked(False, "kodsuz")),
        "stranger": make_member(other, "ADMIN", name="Yaman Yabancı"),
    }
    for name, member in cast.items():
        world.who[name] = Identity(name, client_for(member), member=member)
    world.who["anonymous"] = Identity("anonymous", Client())


def consents(world: World) -> None:
    """One phone and one e-mail of the brand that "one brand" may see, and a phone of the other."""
    actor = system(world.firm.pk, marked(False, "izin"))
    channels = (("MESAJ", number(False, 700)), ("EPOSTA", f"{OPEN}-izin@example.com"))
    for channel, address in channels:
        _consent(actor, world.more["brand"], channel, address)
    _consent(actor, world.more["away"], "MESAJ", number(False, 701))
    rows = ConsentAddress.objects
    world.rows["consents"] = rows.get(address=channels[0][1])
    world.rows["email-consents"] = rows.get(address=channels[1][1])
    world.more["away consent"] = rows.get(address=number(False, 701))


def _consent(actor: Actor, brand: Brand, channel: str, address: str) -> None:
    given = NewMovement(
        brand.pk, "BIREYSEL", channel, address, "ONAY", "FORM", "HS_WEB",
        consented_at=_NOW, first_name=marked(False, "ad"),
    )  # fmt: skip
    movements.record(actor, [given])


def settings_records(world: World) -> None:
    firm = world.firm
    account = make_account(firm, name=marked(False, "hesap"), username=marked(False, "user"))
    Lane.objects.create(firm=firm, account=account, pause_note=marked(False, "hat"))
    sender = SenderTitle.objects.create(firm=firm, account=account, title=OPEN.upper()[:11])
    brand = Brand.objects.create(firm=firm, code="ZK1", name=marked(False, "marka"))
    away = Brand.objects.create(firm=firm, code="ZK2", name=marked(False, "ayri marka"))
    world.more |= {"account": account, "sender": sender, "brand": brand, "away": away}
    world.rows |= {
        "gateway-accounts": account,
        "sender-titles": sender,
        "outbox-lanes": Lane.objects.get(account=account),
        "brands": brand,
        "authority-codes": make_code(firm, "ZKANARYAKOD"),
        "users": world.who["admin"].member,
        "sending-rules": SendingRules.objects.create(
            firm=firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
        ),
        "custom-fields": CustomField.objects.create(
            firm=firm, code="zkanarya_alan", label=marked(False, "alan")
        ),
    }
    member = make_member(
        firm, "YONETICI", brands=[brand], codes=[world.more["code"]], name="Bir Marka"
    )
    world.who["one brand"] = Identity("one brand", client_for(member), member=member)


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
        next_at=_NOW, created_by=OPEN,
    )  # fmt: skip
    world.rows["inbound-policies"] = InboundPolicy.objects.create(
        firm=firm, valid_from=_NOW.date(), refusal_words=["RET", OPEN],
        confirm_text=marked(False, "onay"), created_by=OPEN,
    )  # fmt: skip
    world.rows["inbox"] = conversation(world, False, number(False, 800))
    world.rows["blacklist-changes"] = BlacklistChange.objects.create(
        firm=firm, phone=number(False, 700), kind="EKLENDI", source="FIRMA", origin="ELLE",
        reason=marked(False, "neden"), by_label=OPEN,
    )  # fmt: skip
    world.rows["inbound-messages"] = InboundMessage.objects.create(
        firm=firm, account=world.more["account"], operator_id=OPEN, sender=number(False, 800),
        recipient="8505550000", text=marked(False, "gelen"), received_at=_NOW,
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
            recipient="8505550000", text=marked(True, "gelen"), received_at=_NOW,
        ),
        "inbox": conversation(world, True, phone),
    }  # fmt: skip


def conversation(world: World, secret: bool, phone: str) -> Thread:
    text = marked(secret, "konusma")
    row = Thread.objects.create(
        firm=world.firm, phone=phone, last_text=text, last_at=_NOW, unread=1
    )
    ThreadEntry.objects.create(
        firm=world.firm, thread=row, kind="NOT", text=text, at=_NOW, by_label=text
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
        class_chosen_by=OPEN,
        class_chosen_at=_NOW,
        created_by_label=OPEN,
        submitted_by_label=OPEN,
        total=2 if gone else 0,
        sendable=2 if gone else 0,
        prepared_at=_NOW if gone else None,
        submitted_at=_NOW,
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
        verdict=min(Verdict), created_at=_NOW,
    )  # fmt: skip


def batch(world: World, row: Campaign) -> Batch:
    return Batch.objects.create(
        firm=world.firm, account=world.more["account"], kind=BATCH_KIND, subject_id=row.pk,
        size=2, first=1, last=2, error_text=f"{OPEN} hata", state="HELD",
    )  # fmt: skip


def registry_queue(world: World) -> None:
    """A change that waits for İYS, and the rules of keeping the two equal."""
    made = movements.record(
        system(world.firm.pk, OPEN),
        [
            movements.NewMovement(
                brand_id=world.more["away"].pk, recipient_type="BIREYSEL", channel="MESAJ",
                address=f"+{OPEN_BLOCK}701", status="ONAY", origin="FORM", source="HS_WEB",
                consented_at=timezone.now(), first_name=marked(False, "izin"),
            )
        ],
    )  # fmt: skip
    task = ConsentTask.objects.get(movement=made.movements[0])
    ConsentTask.objects.filter(pk=task.pk).update(state="HELD", text=marked(False, "neden"))
    world.rows["consent-tasks"] = task
    world.rows["sync-rules"] = SyncRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )


def money(world: World) -> None:
    """Prices and orders of credit."""
    firm, by = world.firm, marked(False, "kasa")
    world.rows["package-prices"] = PackagePrice.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, valid_from=_NOW.date(), by_label=by
    )
    world.rows["credit-orders"] = Order.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, vat=20, gross=120, by_label=by,
        price_from=_NOW.date(), method="HAVALE", expires_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip


def months(world: World) -> None:
    """A tariff, a closed month with its line, and a limit request."""
    firm, by, march = world.firm, marked(False, "fatura"), _NOW.date().replace(day=1)
    world.rows["sms-tariffs"] = Tariff.objects.create(
        firm=firm, valid_from=march, unit_price="0.05", by_label=by
    )
    world.rows["statements"] = statement = Statement.objects.create(
        firm=firm, month=march, parts=10, net=1, vat=1, gross=2, closed_at=_NOW, by_label=by
    )
    StatementLine.objects.create(
        firm=firm, statement=statement, source="sms", for_month=march, messages=10, parts=10,
        unit_price="0.05", vat_rate=20, net=1, vat=1,
    )  # fmt: skip
    world.rows["credit-reminders"] = LowCreditReminder.objects.create(
        firm=firm, kind="OTP", threshold=5, by_label=by
    )
    world.rows["refund-rules"] = RefundRule.objects.create(
        firm=firm, service="sms", state="EXPIRED", refunds=False, valid_from=march, by_label=by
    )
    world.rows["limit-requests"] = LimitRequest.objects.create(
        firm=firm, limit_before=1, amount=2, reason=marked(False, "gerekce"), by_label=by
    )


def work(world: World) -> None:
    """A job with rows and a result file in each state that has a page of its own, and a
    person's export and import that hold what another may not see."""
    for state in (JobState.PREVIEW, JobState.DONE, JobState.QUEUED):
        world.jobs[state] = job(world, state, False)
    world.rows["jobs"] = world.jobs[JobState.DONE]
    world.sealed["jobs"] = job(world, JobState.DONE, True)
    world.more["hidden preview"] = job(world, JobState.PREVIEW, True)


def job(world: World, state: str, secret: bool) -> Job:
    owner = world.who["admin"].member
    assert owner is not None
    row = Job(
        firm=world.firm, kind="subscribers.import", title=marked(secret, f"is {state}"),
        state=state, phase="read", file_name=f"{marked(secret, 'liste')}.xlsx",
        owner_label=OPEN, owner_user=owner.user_id, owner_member=owner.pk,
        result={"counts": {"NEW": 1, "ERROR": 1}, "headers": [marked(secret, "baslik")]},
        result_name=f"{marked(secret, 'sonuc')}.xlsx",
        finished_at=timezone.now() if state == JobState.DONE else None,
    )  # fmt: skip
    row.result_file.save("sonuc.csv", ContentFile(marked(secret, "dosya").encode()), save=False)
    row.save()
    for place, verdict in enumerate((RowVerdict.NEW, RowVerdict.ERROR), start=2):
        ImportRow.objects.create(
            firm=world.firm, job=row, number=place, verdict=verdict,
            key=number(secret, place), raw=[marked(secret, "hucre"), number(secret, place)],
            data={"phone": number(secret, place)},
        )  # fmt: skip
    return row


def history(world: World) -> None:
    """Trail entries of open and hidden records, and a saved view."""
    admin = world.who["admin"].member
    assert admin is not None
    actor = actor_for(admin)
    for rows in (world.rows, world.sealed):
        for row in rows.values():
            secret = rows is world.sealed
            trail.record(actor, "group.changed", row, {"x": [None, marked(secret, "iz")]},
                         label=marked(secret, "iz"))  # fmt: skip
    entries = AuditEntry.objects.filter(firm_id=world.firm.pk)
    world.rows["audit-trail"] = entries.filter(subject_label__startswith=OPEN).first()
    world.sealed["audit-trail"] = entries.filter(subject_label__startswith=SEALED).first()
    SavedView.objects.create(
        firm_id=world.firm.pk, user_id=admin.user_id, slug="subscribers",
        name=marked(False, "gorunum"), query="q=" + OPEN,
    )  # fmt: skip
    world.more["saved view"] = SavedView.objects.get(name=marked(False, "gorunum"))


def programs(world: World) -> None:
    admin, stranger = world.who["admin"].member, world.who["stranger"].member
    assert admin is not None
    code = world.more["code"]
    full, secret = make_key(world.firm, every_scope(), by=admin, authority_codes=[code])
    world.rows["api-keys"] = world.key_row = full
    with firm_scope(world.firm.pk):
        ApiKey.objects.filter(pk=full.pk).update(name=marked(False, "anahtar"))
    _say(world, "full key", secret)
    _say(world, "key without code", make_key(world.firm, every_scope(), by=admin)[1])
    _say(world, "narrow key", make_key(world.firm, ["tenancy.brand.view"], by=admin)[1])
    row, revoked = make_key(world.firm, every_scope(), by=admin)
    with firm_scope(world.firm.pk):
        keys.revoke(actor_for(admin), row)
    _say(world, "revoked key", revoked)
    row, expired = make_key(world.firm, every_scope(), by=admin)
    with firm_scope(world.firm.pk):
        ApiKey.objects.filter(pk=row.pk).update(expires_at=_NOW)
    _say(world, "expired key", expired)
    _say(world, "foreign key", make_key(world.other, every_scope(), by=stranger)[1])


def _say(world: World, name: str, secret: str) -> None:
    world.who[name] = Identity(name, Client(), secret=secret)


def someone_invited(world: World) -> Membership:
    """An existing person whom firm A has invited and who has not answered."""
    user = User.objects.create(email="davetli@example.com", full_name=marked(False, "davetli"))
    return make_member(world.firm, "PERSONEL", user=user, name=user.full_name, awaits_consent=True)
