"""Deneme gönderimi: the hardest text to one's own phone, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messaging.models import Campaign, Message
from messaging.services import preparing, trials
from tests.support.firms import client_for, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import URGENT, Batch
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
OWN = "+905329998877"


@pytest.fixture
def member(firm: Firm) -> Membership:
    make_account(firm)
    load_credit(firm, 10)
    return make_member(firm, Role.STAFF, phone=OWN)


@pytest.fixture
def draft(member: Membership, firm: Firm):
    with firm_scope(firm.pk):
        people = [
            make_subscriber(firm, "+905321234501", "Can"),
            make_subscriber(firm, "+905321234502", "Nurbanu {Özel}"),
        ]
        yield make_draft(of_membership(member), "Sayın {ad|müşterimiz}, hazır.", people)


@pytest.mark.requirement("S-079")
def test_the_member_gets_the_hardest_text_ahead_of_campaigns_and_pays_for_it(
    draft: Campaign, member: Membership, firm: Firm
) -> None:
    sent = trials.send(of_membership(member), draft)
    assert preparing.prepare(sent.pk)
    message = Message.objects.get()
    assert (message.phone, message.text) == (OWN, "Sayın Nurbanu {Özel}, hazır.")
    assert Batch.objects.get().priority == URGENT
    assert credits.balance(firm.pk, "SMS") == 9
    sent.refresh_from_db()
    assert (sent.kind, sent.trial_of_id) == (Campaign.Kind.TRIAL, draft.pk)
    draft.refresh_from_db()
    assert draft.state == "TASLAK"


def test_a_double_click_sends_one_trial(draft: Campaign, member: Membership, firm: Firm) -> None:
    browser = client_for(member)
    for _click in range(2):
        answer = browser.post(f"/compose/{draft.pk}/trial/", headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "kendi telefonunuza" in answer.content.decode()
    assert Campaign.objects.filter(trial_of=draft).count() == 1


def test_without_a_number_on_his_card_he_is_told_where_it_comes_from(
    draft: Campaign, member: Membership
) -> None:
    Membership.objects.filter(pk=member.pk).update(phone="")
    with pytest.raises(Invalid) as refusal:
        trials.send(of_membership(member), draft)
    assert refusal.value.code == "own_phone_missing"
    assert not Campaign.objects.exclude(pk=draft.pk).exists()


@pytest.mark.parametrize(("may_see", "shown"), [(True, True), (False, False)])
def test_another_persons_number_in_the_text_is_masked_without_the_right_to_see_it(
    member: Membership, firm: Firm, may_see: bool, shown: bool
) -> None:
    with firm_scope(firm.pk):
        actor = of_membership(member)
        if not may_see:
            actor = replace(actor, rights=actor.rights - {"personal.view"})
        person = make_subscriber(firm, "+905321234501", "Can")
        draft = make_draft(actor, "Kayıtlı numaranız: {telefon}", [person])
        text = trials.send(actor, draft).text
    assert ("4501" in text.replace(" ", "")) == shown
    assert text.startswith("Kayıtlı numaranız: ")
