"""İYS is asked before a commercial campaign is prepared and again before it is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from iys_consent.models import ConsentRecord, RegistryQuestion
from iys_consent.services.movements import NewMovement, record
from messaging import notifications, tasks
from messaging.dispatch import SmsHandler
from messaging.models import (
    Campaign,
    CampaignState,
    Message,
    RegistryCheck,
    SendingRules,
    Subscriber,
)
from messaging.services import campaigns, preflight
from messaging.verdicts import Verdict
from tests.support import registry_answers as registry
from tests.support.fake_operator import ControlClient
from tests.support.firms import make_brand, make_member
from tests.support.messaging import (
    load_credit,
    make_account,
    make_draft,
    make_subscriber,
    send_at_any_hour,
)
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import handover
from turkcell_hub.outbox.handlers import Later
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
FOOTER = "Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11 Ret: RET yaz 4605"
AYSE, BORA, CEM, DERYA, ESRA = (f"+90532123450{n}" for n in range(1, 6))


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlClient]:
    with registry.running(tmp_path_factory.mktemp("operator")) as found:
        yield found


@dataclass
class Shop:
    firm: Firm
    brand: Brand
    clerk: Actor
    iys: GatewayAccount
    control: ControlClient

    def holds(self, status: str, *phones: str, kind: str = "BIREYSEL") -> None:
        registry.holds(self.control, self.brand, status, *phones, kind=kind)

    def draft(self, *people: Subscriber) -> Campaign:
        text = f"Kampanya: %20 indirim. {FOOTER}"
        more = {"message_class": "TICARI", "brand": self.brand}
        return make_draft(self.clerk, text, list(people), **more)

    def ordered(self, *people: Subscriber) -> Campaign:
        draft = self.draft(*people)
        preflight.run(self.clerk, draft)
        return campaigns.submit(self.clerk, draft)

    def prepare(self, campaign: Campaign) -> Campaign:
        tasks.prepare(self.firm.pk, campaign.pk)
        return Campaign.objects.get(pk=campaign.pk)

    def questions(self) -> int:
        return RegistryQuestion.objects.count()

    def is_gone(self, gone: bool = True) -> None:
        """No connection to İYS is made any more, or again."""
        address = "http://127.0.0.1:9" if gone else self.control.url
        GatewayAccount.objects.filter(pk=self.iys.pk).update(base_url=address)
        RegistryCheck.objects.update(next_at=None)

    def answers_grow_old(self, age: timedelta) -> None:
        ConsentRecord.objects.update(registry_at=timezone.now() - age)


@pytest.fixture
def shop(firm: Firm, control: ControlClient, settings: Settings) -> Iterator[Shop]:
    settings.FAKE_OPERATOR_URL = control.url
    make_account(firm)
    load_credit(firm, 10)
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    with firm_scope(firm.pk):
        identities.change(
            system(firm.pk, "Deneme"),
            {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
        )
        send_at_any_hour(firm)
        brand = make_brand(firm, "700100")
        iys = registry.connect(control, firm, brand)
        clerk = of_membership(make_member(firm, Role.STAFF))
        yield Shop(firm, brand, clerk, iys, control)


def people(shop: Shop) -> list[Subscriber]:
    found = [make_subscriber(shop.firm, phone) for phone in (AYSE, BORA, CEM)]
    found += [make_subscriber(shop.firm, one, recipient_type="TACIR") for one in (DERYA, ESRA)]
    return found


def verdicts() -> dict[str, int]:
    return dict(Message.objects.values_list("phone", "verdict"))


@pytest.mark.requirement("S-010", "S-013", "S-018", "S-038")
def test_everybody_is_asked_for_before_preparing_and_the_answer_is_kept(shop: Shop) -> None:
    shop.holds("ONAY", AYSE)
    shop.holds("RET", BORA)
    shop.holds("RET", DERYA, kind="TACIR")
    done = shop.prepare(shop.ordered(*people(shop)))
    assert verdicts() == {
        AYSE: Verdict.CONSENTED,
        BORA: Verdict.NO_CONSENT,
        CEM: Verdict.NO_CONSENT,
        DERYA: Verdict.CONSENT_REFUSED,  # asked for singly: the bulk answer does not tell
        ESRA: Verdict.MERCHANT,
    }
    assert (done.state, done.sendable) == (CampaignState.SENDING, 2)
    assert credits.balance(shop.firm.pk, "SMS") == 8
    kept = Message.objects.get(phone=AYSE).evidence
    question = RegistryQuestion.objects.get(recipient_type="BIREYSEL")
    assert kept["registry_ref"] == question.ref != ""
    assert (question.asked, question.approved) == (3, 1)
    assert question.asked_at.isoformat()[:19] == kept["registry_at"][:19]


def test_the_forecast_that_could_ask_names_who_gets_it(shop: Shop) -> None:
    shop.holds("ONAY", AYSE)
    forecast = preflight.ask_and_run(shop.clerk, shop.draft(*people(shop)))
    assert (forecast.sendable, forecast.unasked, forecast.registry_problem) == (3, 0, "")
    before = shop.questions()
    preflight.ask_and_run(shop.clerk, shop.draft(*Subscriber.objects.all()))
    assert shop.questions() == before  # what was answered today is not asked again


def test_an_order_waits_while_the_registry_is_away_and_goes_when_it_is_back(shop: Shop) -> None:
    shop.holds("ONAY", AYSE, BORA, CEM)
    shop.is_gone()
    draft = shop.draft(*people(shop)[:3])
    forecast = preflight.ask_and_run(shop.clerk, draft)
    assert (forecast.sendable, forecast.unasked) == (0, 3)
    assert forecast.registry_problem
    campaign = shop.prepare(campaigns.submit(shop.clerk, draft))
    assert campaign.state == CampaignState.PREPARING
    check = RegistryCheck.objects.get()
    assert check.reason
    assert check.next_at > timezone.now()
    assert not Message.objects.exists()
    shop.is_gone(False)
    campaign = shop.prepare(campaign)
    assert (campaign.state, campaign.sendable) == (CampaignState.SENDING, 3)
    assert RegistryCheck.objects.get().failing_since is None


def test_information_goes_while_the_registry_is_away(shop: Shop) -> None:
    shop.is_gone()
    draft = make_draft(shop.clerk, "Siparişiniz yolda.", [make_subscriber(shop.firm, AYSE)])
    preflight.run(shop.clerk, draft)
    campaign = shop.prepare(campaigns.submit(shop.clerk, draft))
    assert campaign.sendable == 1
    assert handover.hand_over(claimed(), SmsHandler()) is not None


def test_a_person_is_told_when_the_registry_stays_away(shop: Shop) -> None:
    shop.is_gone()
    shop.prepare(shop.ordered(make_subscriber(shop.firm, AYSE)))
    assert not list(notifications.of_campaigns(shop.clerk))
    RegistryCheck.objects.update(failing_since=timezone.now() - timedelta(minutes=31))
    (told,) = notifications.of_campaigns(shop.clerk)
    assert "İYS" in told.title


def test_what_only_a_person_can_mend_comes_back_to_him(shop: Shop) -> None:
    GatewayAccount.objects.filter(pk=shop.iys.pk).update(password="yanlis-sifre")
    iys = GatewayAccount.objects.get(pk=shop.iys.pk)
    iys.password = "yanlis-sifre"
    iys.save()
    campaign = shop.prepare(shop.ordered(make_subscriber(shop.firm, AYSE)))
    assert (campaign.state, campaign.problem_code) == (CampaignState.DRAFT, "registry_refused")
    assert "İYS" in campaign.problem
    assert credits.balance(shop.firm.pk, "SMS") == 10


def claimed() -> Batch:
    batch = Batch.objects.get()
    batch.state, batch.claim_token = State.CLAIMED, "7f0e8c8e-6e0e-4a4e-9d0a-0c6d1a6f0a11"
    batch.lease_until = timezone.now() + timedelta(minutes=1)
    batch.save()
    return Batch.objects.get()


@pytest.mark.requirement("S-082")
def test_right_before_hand_over_the_registry_is_asked_again(shop: Shop) -> None:
    shop.holds("ONAY", AYSE, BORA, CEM)
    campaign = shop.prepare(shop.ordered(*people(shop)[:3]))
    batch = claimed()
    SmsHandler().prepare(batch)  # the answer is minutes old: nothing is waited for
    shop.answers_grow_old(timedelta(minutes=11))
    shop.control.citizen(BORA, status="RET", type="MESAJ")
    with pytest.raises(Later):
        SmsHandler().prepare(batch)
    assert handover.hand_over(batch, SmsHandler()) is None
    waiting = Batch.objects.get()
    assert (waiting.state, waiting.due_at > timezone.now()) == (State.READY, True)
    tasks.ask_registry(shop.firm.pk, campaign.pk)
    assert Batch.objects.get().due_at <= timezone.now()
    request = handover.hand_over(claimed(), SmsHandler())
    assert request is not None
    assert [message.to for message in request.messages] == [AYSE, CEM]
    assert credits.balance(shop.firm.pk, "SMS") == 8


def test_a_batch_waits_while_the_registry_is_away_and_keeps_its_validity(shop: Shop) -> None:
    shop.holds("ONAY", AYSE)
    campaign = shop.prepare(shop.ordered(make_subscriber(shop.firm, AYSE)))
    valid = Batch.objects.get().expires_at
    shop.answers_grow_old(timedelta(minutes=11))
    shop.is_gone()
    assert handover.hand_over(claimed(), SmsHandler()) is None
    tasks.ask_registry(shop.firm.pk, campaign.pk)
    assert RegistryCheck.objects.get().failing_since is not None
    assert Batch.objects.get().expires_at > valid
    shop.is_gone(False)
    tasks.ask_registry(shop.firm.pk, campaign.pk)
    batch = Batch.objects.get()
    assert batch.due_at <= timezone.now()
    assert abs(batch.expires_at - valid) < timedelta(seconds=5)


def test_who_has_refused_in_our_own_ledger_is_not_asked_for(shop: Shop) -> None:
    said = NewMovement(shop.brand.pk, "BIREYSEL", "MESAJ", AYSE, "RET", "KISA_NUMARA", "HS_MESAJ")
    record(system(shop.firm.pk, "Deneme"), [said])
    draft = shop.draft(make_subscriber(shop.firm, AYSE))
    preflight.ask_and_run(shop.clerk, draft)
    assert shop.questions() == 0


def test_single_questions_keep_within_the_hourly_limit(shop: Shop) -> None:
    SendingRules.objects.update(registry_singles_per_hour=1)
    shop.prepare(shop.ordered(*people(shop)[3:]))
    assert sorted(verdicts().values()) == [Verdict.MERCHANT, Verdict.CONSENT_NOT_VERIFIED]
    shop.prepare(shop.ordered(*Subscriber.objects.all()))
    assert RegistryQuestion.objects.filter(single=True).count() == 1
