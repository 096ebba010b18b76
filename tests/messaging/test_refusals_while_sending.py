"""Two thousand are being written to while a hundred of them refuse (goal G18; its full size, by
every way in which one can refuse, is ``manage.py faults consent``)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from iys_consent.models import ConsentRecord
from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging.dispatch import SmsHandler
from messaging.models import Message, MessageState, Subscriber
from messaging.services import campaigns, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, send_at_any_hour
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.planner import plan_anew
from turkcell_hub.tenancy.actor import of_membership, system
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
PEOPLE, REFUSING = 2_000, 100
TEXT = (
    "Kampanya: %20 indirim. Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11"
    " Ret: RET yaz 4605"
)


@pytest.mark.requirement("S-048", "S-082")
def test_nobody_gets_a_message_after_his_refusal_is_known(firm: Firm) -> None:
    make_account(firm, options={"max_batch": 100})
    load_credit(firm, 2 * PEOPLE)
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    with firm_scope(firm.pk):
        portal = system(firm.pk, "Deneme")
        identities.change(
            portal,
            {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
        )
        send_at_any_hour(firm)
        brand, phones = make_brand(firm, "100001"), [f"+9053{n:08d}" for n in range(PEOPLE)]
        people = [Subscriber(firm=firm, phone=phone) for phone in phones]
        for person in people:
            person.set_keys()
        Subscriber.objects.bulk_create(people, batch_size=2000)
        answers = [RegistryAnswer(phone, "ONAY", "istek-7") for phone in phones]
        note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", answers, timezone.now())
        plan_anew(ConsentRecord)
        clerk = of_membership(make_member(firm, Role.STAFF))
        draft = make_draft(clerk, TEXT, [], audience_filter={}, message_class="TICARI", brand=brand)
        preflight.run(clerk, draft)
        preparing.prepare(campaigns.submit(clerk, draft).pk)

        chance, refused, late = random.Random(18), set[str](), 0
        batches = list(Batch.objects.order_by("number"))
        share = -(-REFUSING // len(batches))
        for batch in batches:
            said = chance.sample(phones, share)
            record(portal, [_refusal(brand.pk, phone) for phone in said])
            refused.update(said)
            request: Any = SmsHandler().load(batch)
            late += sum(message.to in refused for message in request.messages)
        assert late == 0
        assert len(refused) > REFUSING * 0.9
        stopped = Message.objects.filter(state=MessageState.BLOCKED)
        assert set(stopped.values_list("verdict", flat=True)) == {Verdict.CONSENT_REFUSED}
        held = Message.objects.filter(state=MessageState.PENDING).aggregate(sum=Sum("credits"))
        assert credits.balance(firm.pk, "SMS") == 2 * PEOPLE - held["sum"]


def _refusal(brand_id: int, phone: str) -> NewMovement:
    return NewMovement(brand_id, "BIREYSEL", "MESAJ", phone, "RET", "KISA_NUMARA", "HS_MESAJ")
