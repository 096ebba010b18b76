"""A commercial campaign goes to those who consented, and stops for those who refuse (I1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone

from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging.dispatch import SmsHandler
from messaging.models import Campaign, Message, MessageState
from messaging.services import campaigns, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import (
    load_credit,
    make_account,
    make_draft,
    make_subscriber,
    send_at_any_hour,
)
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
FOOTER = "Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11 Ret: RET yaz 4605"
AYSE, BORA, CEM, DERYA = (f"+90532123450{n}" for n in range(1, 5))


@dataclass
class Shop:
    firm: Firm
    brand: Brand
    clerk: Actor

    def says(self, status: str, *phones: str, kind: str = "BIREYSEL") -> None:
        """The registry's answer of this minute."""
        answers = [RegistryAnswer(phone, status, "istek-7") for phone in phones]
        note(self.firm.pk, self.brand.pk, "MESAJ", kind, answers, timezone.now())

    def refuses(self, phone: str) -> None:
        movement = NewMovement(
            self.brand.pk, "BIREYSEL", "MESAJ", phone, "RET", "KISA_NUMARA", "HS_MESAJ"
        )
        record(system(self.firm.pk, "Deneme"), [movement])

    def campaign(self) -> Campaign:
        people = [make_subscriber(self.firm, phone) for phone in (AYSE, BORA, CEM)]
        people.append(make_subscriber(self.firm, DERYA, recipient_type="TACIR"))
        draft = make_draft(
            self.clerk,
            f"Kampanya: %20 indirim. {FOOTER}",
            people,
            message_class="TICARI",
            brand=self.brand,
        )
        preflight.run(self.clerk, draft)
        return campaigns.submit(self.clerk, draft)


@pytest.fixture
def shop(firm: Firm) -> Iterator[Shop]:
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
        yield Shop(firm, make_brand(firm, "100001"), of_membership(make_member(firm, Role.STAFF)))


def verdicts() -> dict[str, int]:
    return dict(Message.objects.values_list("phone", "verdict"))


@pytest.mark.requirement("S-010", "S-013")
def test_only_those_who_consented_get_a_commercial_message_and_each_verdict_is_kept(
    shop: Shop,
) -> None:
    shop.says("ONAY", AYSE)
    shop.says("RET", BORA)
    shop.says("YOK", DERYA, kind="TACIR")
    campaign = shop.campaign()
    preparing.prepare(campaign.pk)
    assert verdicts() == {
        AYSE: Verdict.CONSENTED,
        BORA: Verdict.CONSENT_REFUSED,
        CEM: Verdict.CONSENT_NOT_VERIFIED,
        DERYA: Verdict.MERCHANT,
    }
    assert credits.balance(shop.firm.pk, "SMS") == 8
    kept = Message.objects.get(phone=AYSE).evidence
    assert (kept["registry"], kept["registry_ref"]) == ("ONAY", "istek-7")


def test_merchants_travel_in_a_batch_of_their_own(shop: Shop) -> None:
    shop.says("ONAY", AYSE, BORA, CEM)
    shop.says("ONAY", DERYA, kind="TACIR")
    preparing.prepare(shop.campaign().pk)
    requests = [SmsHandler().load(batch) for batch in Batch.objects.order_by("number")]
    found = [(r.recipient_type, r.brand_code, len(r.messages)) for r in requests if r]
    assert found == [("BIREYSEL", "100001", 3), ("TACIR", "100001", 1)]


@pytest.mark.requirement("S-082")
def test_who_refuses_after_preparing_is_stopped_at_the_hand_over_with_his_credit_back(
    shop: Shop,
) -> None:
    shop.says("ONAY", AYSE, BORA, CEM)
    preparing.prepare(shop.campaign().pk)
    shop.refuses(BORA)
    request = SmsHandler().load(Batch.objects.get())
    assert request is not None
    assert [message.to for message in request.messages] == [AYSE, CEM]
    stopped = Message.objects.get(phone=BORA)
    assert (stopped.state, stopped.verdict) == (MessageState.BLOCKED, Verdict.CONSENT_REFUSED)
    assert stopped.evidence["status"] == "RET"
    assert credits.balance(shop.firm.pk, "SMS") == 8


def test_a_verdict_stays_what_it_was_when_the_consent_changes_later(shop: Shop) -> None:
    shop.says("ONAY", AYSE, BORA, CEM)
    preparing.prepare(shop.campaign().pk)
    SmsHandler().load(Batch.objects.get())
    shop.refuses(AYSE)
    message = Message.objects.get(phone=AYSE)
    assert (message.verdict, message.evidence["registry"]) == (Verdict.CONSENTED, "ONAY")
