"""Refusals and approvals by SMS become movements with their message as evidence (S-039)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from iys_consent.models import ConsentMovement, ConsentRecord, ConsentTask, Origin
from iys_consent.services.movements import NewMovement, record
from iys_consent.services.verification import verify
from messaging.models import BlacklistEntry, InboundRule, Thread
from tests.messaging.inbound_world import PERSON, come
from tests.support.firms import make_brand
from tests.support.messaging import make_account
from turkcell_hub.tenancy.actor import system

pytestmark = pytest.mark.django_db
MERCHANT = "TACIR"


@pytest.fixture
def account(in_firm):
    return make_account(in_firm)


def consent(firm, brand, kind: str = "BIREYSEL") -> None:
    actor = system(firm.pk, "Test")
    at = timezone.now() - timedelta(hours=2)
    record(
        actor,
        [NewMovement(brand.pk, kind, "MESAJ", PERSON, "ONAY", Origin.FORM, "HS_WEB", at)],
    )


@pytest.mark.requirement("S-014", "S-040")
def test_a_refusal_by_sms_is_a_movement_for_every_brand_and_goes_to_iys(in_firm, account):
    ev, cocuk = make_brand(in_firm, "100001", "Ege Ev"), make_brand(in_firm, "100002", "Ege Çocuk")
    consent(in_firm, ev)
    consent(in_firm, ev, MERCHANT)
    message = come(account, "RET")
    refusals = ConsentMovement.objects.filter(status="RET")
    assert {(one.brand_id, one.recipient_type) for one in refusals} == {
        (ev.pk, "BIREYSEL"), (ev.pk, MERCHANT), (cocuk.pk, "BIREYSEL"),
    }  # fmt: skip
    assert {one.source for one in refusals} == {"HS_MESAJ"}
    proof = refusals[0].evidence
    assert (proof.text, proof.details["record"]) == ("RET", f"inbound:{message.pk}")
    assert ConsentTask.objects.filter(status="RET").count() == 3
    assert BlacklistEntry.objects.filter(phone=PERSON).exists()
    assert verify(in_firm.pk) == []


def test_a_second_refusal_adds_nothing(in_firm, account):
    make_brand(in_firm, "100001", "Ege Ev")
    come(account, "RET")
    come(account, "İPTAL")
    assert ConsentMovement.objects.count() == 1


@pytest.mark.requirement("S-039")
@pytest.mark.parametrize("text", ["ONAY Ege Ev", "onay EGEEV", "Onay 100001"])
def test_an_approval_by_keyword_names_its_brand(in_firm, account, text):
    brand = make_brand(in_firm, "100001", "Ege Ev")
    make_brand(in_firm, "100002", "Ege Çocuk")
    InboundRule.objects.create(firm=in_firm, keyword="onay", handler="consent")
    message = come(account, text)
    movement = ConsentMovement.objects.get()
    assert (movement.brand_id, movement.status, movement.source) == (brand.pk, "ONAY", "HS_MESAJ")
    assert movement.consented_at == message.received_at
    assert movement.evidence.text == text
    assert "Ege Ev" in message.note
    assert ConsentRecord.objects.get().status == "ONAY"


def test_an_approval_that_names_no_brand_is_read_by_a_person(in_firm, account):
    make_brand(in_firm, "100001", "Ege Ev")
    make_brand(in_firm, "100002", "Ege Çocuk")
    InboundRule.objects.create(firm=in_firm, keyword="onay", handler="consent")
    message = come(account, "ONAY")
    assert message.route == "inbox"
    assert Thread.objects.exists()
    assert not ConsentMovement.objects.exists()
