"""The same decision, whichever door a message comes through (S-010, S-046 …; invariant I1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging import tasks
from messaging.models import Campaign, CampaignState, Message, RepeatRule, Subscriber, Thread
from messaging.services import campaigns, preflight, repeats, schedules, threads
from messaging.verdicts import Verdict
from tests.api.conftest import Caller
from tests.support.firms import client_for, make_brand, make_key, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, Membership, Role
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
TEXT = (
    "Kampanya: %20 indirim. Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11"
    " Ret: RET yaz 4605"
)
HTMX = {"headers": {"HX-Request": "true"}}
AYSE, BORA, CEM, DERYA, ESRA = (f"+90532123450{n}" for n in range(1, 6))
EXPECTED = {
    AYSE: Verdict.CONSENTED,
    BORA: Verdict.CONSENT_REFUSED,
    CEM: Verdict.NO_CONSENT,
    DERYA: Verdict.MERCHANT,
    ESRA: Verdict.CONSENT_NOT_VERIFIED,
}


@dataclass
class Scene:
    firm: Firm
    brand: Brand
    member: Membership
    people: list[Subscriber]

    @property
    def clerk(self) -> Actor:
        return of_membership(self.member)

    def draft(self) -> Campaign:
        more = {"message_class": "TICARI", "brand": self.brand}
        draft = make_draft(self.clerk, TEXT, self.people, **more)
        preflight.run(self.clerk, draft)
        return draft


@pytest.fixture
def scene(firm: Firm) -> Iterator[Scene]:
    make_account(firm)
    load_credit(firm, 100)
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    with firm_scope(firm.pk):
        portal = system(firm.pk, "Deneme")
        identities.change(
            portal,
            {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
        )
        brand = make_brand(firm, "100001", "Ege Ev")
        people = [make_subscriber(firm, phone) for phone in (AYSE, BORA, CEM)]
        people += [make_subscriber(firm, one, recipient_type="TACIR") for one in (DERYA, ESRA)]
        record(
            portal,
            [NewMovement(brand.pk, "BIREYSEL", "MESAJ", BORA, "RET", "KISA_NUMARA", "HS_MESAJ")],
        )
        for kind, phone, status in (
            ("BIREYSEL", AYSE, "ONAY"), ("BIREYSEL", BORA, "ONAY"), ("BIREYSEL", CEM, "ONAYSIZ"),
            ("TACIR", DERYA, "YOK"), ("TACIR", ESRA, "ONAYSIZ"),
        ):  # fmt: skip
            answer = [RegistryAnswer(phone, status, "istek-7")]
            note(firm.pk, brand.pk, "MESAJ", kind, answer, timezone.now())
        yield Scene(firm, brand, make_member(firm, Role.STAFF), people)


def form(scene: Scene) -> None:
    client: Client = client_for(scene.member)
    client.get("/compose/")
    pk = Campaign.objects.get().pk
    ids = [person.pk for person in scene.people]
    client.post(f"/compose/{pk}/people/add/", {"ids": ids}, **HTMX)
    data = {"text": TEXT, "message_class": "TICARI", "brand": scene.brand.pk}
    assert client.post(f"/compose/{pk}/preflight/", data, **HTMX).status_code == 200
    assert client.post(f"/compose/{pk}/send/", **HTMX).status_code == 204


def schedule(scene: Scene) -> None:
    at = timezone.localtime() + timedelta(hours=1)
    planned = schedules.schedule(scene.clerk, scene.draft(), at)
    past = timezone.localtime() - timedelta(minutes=1)
    Campaign.objects.filter(pk=planned.pk).update(
        scheduled_for=past, scheduled_local=past.replace(tzinfo=None).isoformat(timespec="minutes")
    )


def rest(scene: Scene) -> None:
    call = _caller(scene)
    body = {
        "text": TEXT,
        "message_class": "TICARI",
        "brand": scene.brand.pk,
        "subscribers": [person.pk for person in scene.people],
    }
    pk = call.post("campaigns/", body).json()["id"]
    answer = call.post(f"campaigns/{pk}/submit/", {}, headers={"Idempotency-Key": "bir"})
    assert answer.status_code == 202, answer.content


def repeat(scene: Scene) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    pattern = {
        "every": "AY",
        "first_day": tomorrow,
        "hour": time(9, 30),
        "max_credits": 50,
        "most_runs": 2,
    }
    rule = repeats.create(scene.clerk, scene.draft(), pattern)
    past = timezone.now() - timedelta(minutes=1)
    local = timezone.localtime(past)
    RepeatRule.objects.filter(pk=rule.pk).update(
        next_for=past, first_day=local.date(), hour=local.time().replace(second=0, microsecond=0)
    )


def single(scene: Scene) -> None:
    """One message a person; whoever nobody may write to is refused at the door."""
    call = _caller(scene)
    for person in scene.people:
        body = {"subscriber": person.pk, "text": TEXT, "message_class": "TICARI"}
        answer = call.post("messages/", {**body, "brand": scene.brand.pk})
        goes = EXPECTED[person.phone].goes
        assert answer.status_code == (202 if goes else 400), answer.content
        if not goes:
            assert answer.json()["extra"]["blocked"] == {str(int(EXPECTED[person.phone])): 1}


@pytest.mark.requirement("S-010", "S-046", "S-047", "S-048", "S-049", "S-050")
@pytest.mark.parametrize("door", [form, schedule, rest, repeat, single], ids=lambda d: d.__name__)
def test_every_door_asks_the_same_gate(scene: Scene, door: Callable[[Scene], None]) -> None:
    door(scene)
    tasks.sweep()
    with firm_scope(scene.firm.pk):
        found = dict(Message.objects.values_list("phone", "verdict"))
        expected = {k: v for k, v in EXPECTED.items() if door is not single or v.goes}
        states = set(
            Campaign.objects.filter(messages__isnull=False).values_list("state", flat=True)
        )
    assert found == expected
    assert states == {CampaignState.SENDING}


@pytest.mark.requirement("S-051")
def test_an_answer_from_the_inbox_is_information_and_needs_no_consent(scene: Scene) -> None:
    thread = Thread.objects.create(firm=scene.firm, phone=BORA, last_at=timezone.now())
    threads.answer(scene.clerk, thread, "Kargonuz yarın gelir.")
    tasks.sweep()
    with firm_scope(scene.firm.pk):
        message = Message.objects.select_related("campaign").get()
        assert (message.verdict, message.campaign.exemption) == (Verdict.EXEMPT_CONTENT, "BENZER")


def test_a_repeat_of_the_failed_asks_anew(scene: Scene) -> None:
    campaign = campaigns.submit(scene.clerk, scene.draft())
    tasks.sweep()
    with firm_scope(scene.firm.pk):
        Message.objects.filter(phone=AYSE).update(state=20)
        again = campaigns.resend_failed(scene.clerk, campaign)
        assert (again.brand, again.message_class) == (scene.brand, "TICARI")
        said = NewMovement(
            scene.brand.pk, "BIREYSEL", "MESAJ", AYSE, "RET", "KISA_NUMARA", "HS_MESAJ"
        )
        record(system(scene.firm.pk, "Deneme"), [said])
        assert preflight.run(scene.clerk, again).blocked == {int(Verdict.CONSENT_REFUSED): 1}


def _caller(scene: Scene) -> Caller:
    scopes = [code for code, right in every_right().items() if right.for_keys]
    return Caller(make_key(scene.firm, scopes)[1])
