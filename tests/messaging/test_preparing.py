"""From a draft to message rows, credit and batches."""

from __future__ import annotations

from collections import Counter

import pytest

from messaging.models import BlacklistEntry, Campaign, CampaignState, Message, MessageState
from messaging.services import campaigns, drafts, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Conflict, InsufficientCredit, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import URGENT, Batch
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
TEXT = "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır."


@pytest.fixture
def clerk(firm: Firm):
    make_account(firm)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield of_membership(member)


def prepared(actor: Actor, campaign: Campaign) -> Campaign:
    preflight.run(actor, campaign)
    campaigns.submit(actor, campaign)
    assert preparing.prepare(campaign.pk)
    return Campaign.objects.get(pk=campaign.pk)


@pytest.mark.requirement("S-079", "L-063", "L-065")
def test_each_person_gets_his_own_text_and_pays_by_parts_alone(clerk: Actor, firm: Firm) -> None:
    people = [
        make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz"),
        make_subscriber(firm, "+905321234502", "", ""),
    ]
    load_credit(firm, 10)
    campaign = prepared(clerk, make_draft(clerk, TEXT, people))
    texts = dict(Message.objects.filter(campaign=campaign).values_list("phone", "text"))
    assert texts == {
        "+905321234501": "Sayın Ayşe Yılmaz, siparişiniz hazır.",
        "+905321234502": "Sayın müşterimiz, siparişiniz hazır.",
    }
    assert (campaign.state, campaign.credits) == (CampaignState.SENDING, 2)
    assert credits.balance(firm.pk, "SMS") == 8
    assert [batch.size for batch in Batch.objects.filter(subject_id=campaign.pk)] == [2]


def test_blocked_people_make_no_batch_smaller_than_the_pace_wants_it(
    clerk: Actor, firm: Firm
) -> None:
    GatewayAccount.objects.update(pace_per_second=10)  # batches of two
    people = [make_subscriber(firm, f"+90532123450{number}") for number in range(9)]
    for number in (0, 2, 3):
        BlacklistEntry.objects.create(firm=firm, phone=people[number].phone)
    load_credit(firm, 10)
    campaign = prepared(clerk, make_draft(clerk, TEXT, people))
    batches = Batch.objects.filter(subject_id=campaign.pk).order_by("number")
    assert list(batches.values_list("number", "size")) == [(1, 2), (2, 2), (3, 2)]
    rows = Message.objects.filter(campaign=campaign, state=MessageState.PENDING)
    assert Counter(rows.values_list("batch_no", flat=True)) == {1: 2, 2: 2, 3: 2}


def test_the_forecast_is_what_happens_and_each_block_says_why(clerk: Actor, firm: Firm) -> None:
    make_subscriber(firm, "+905321234500")
    people = [
        make_subscriber(firm, "+905321234501", "Ayşe"),
        make_subscriber(firm, "+905321234502", "Can", is_active=False),
        make_subscriber(firm, "+905321234503", "Ece", usage_places=["OTP"]),
        make_subscriber(firm, "+902121234567", "Sabit"),
        make_subscriber(firm, "+905321234505", "Kara"),
        make_subscriber(firm, "+905321234506", "Küs"),
    ]
    BlacklistEntry.objects.create(firm=firm, phone="+905321234505", reason="borçlu")
    BlacklistEntry.objects.create(
        firm=firm, phone="+905321234506", source="ALICI", reason="istemiyor"
    )
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, people)
    forecast = preflight.run(clerk, draft)
    expected = {
        Verdict.INACTIVE: 1,
        Verdict.NOT_FOR_SMS: 1,
        Verdict.NOT_MOBILE: 1,
        Verdict.FIRM_BLACKLIST: 1,
        Verdict.RECIPIENT_BLACKLIST: 1,
    }
    assert forecast.blocked == expected
    assert (forecast.total, forecast.sendable, forecast.credits) == (6, 1, 1)
    campaign = prepared(clerk, draft)
    rows = Message.objects.filter(campaign=campaign)
    blocked = rows.filter(state=MessageState.BLOCKED)
    assert Counter(blocked.values_list("verdict", flat=True)) == expected
    assert set(blocked.values_list("credits", flat=True)) == {0}
    kara = rows.get(phone="+905321234505")
    assert kara.evidence["reason"] == "borçlu"
    assert credits.balance(firm.pk, "SMS") == 9


@pytest.mark.requirement("L-067")
def test_a_person_in_two_groups_gets_one_message_and_the_doubles_are_shown(
    clerk: Actor, firm: Firm
) -> None:
    from messaging.models import Group, GroupMember

    ayse = make_subscriber(firm, "+905321234501", "Ayşe")
    groups = []
    for name in ("Bayiler", "İstanbul"):
        group = Group.objects.create(firm=firm, name=name)
        GroupMember.objects.create(firm=firm, group=group, subscriber=ayse)
        groups.append(group)
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, [ayse], groups=groups)
    assert preflight.run(clerk, draft).collapsed == 2
    campaign = prepared(clerk, draft)
    assert Message.objects.filter(campaign=campaign).count() == 1


def test_two_people_with_one_number_get_one_message_even_if_the_first_is_blocked(
    clerk: Actor, firm: Firm
) -> None:
    member = make_member(firm, Role.STAFF)
    people = [
        make_subscriber(firm, "+905321234501", "Kapalı", is_active=False),
        make_subscriber(firm, "+905321234501", "Açık", kind="SISTEM", member=member),
    ]
    load_credit(firm, 10)
    campaign = prepared(clerk, make_draft(clerk, TEXT, people))
    went = Message.objects.get(campaign=campaign, state=MessageState.PENDING)
    assert went.text.startswith("Sayın Açık")


@pytest.mark.requirement("L-073")
def test_a_credit_that_is_one_too_small_sends_nothing_and_says_how_many_lack(
    clerk: Actor, firm: Firm
) -> None:
    people = [make_subscriber(firm, f"+90532123450{n}") for n in range(3)]
    load_credit(firm, 2)
    draft = make_draft(clerk, TEXT, people)
    preflight.run(clerk, draft)
    with pytest.raises(InsufficientCredit) as refusal:
        campaigns.submit(clerk, draft)
    assert refusal.value.extra == {"kind": "SMS", "needed": 3, "balance": 2, "missing": 1}
    assert not Message.objects.exists()
    assert credits.balance(firm.pk, "SMS") == 2


def test_credit_spent_between_submit_and_preparing_brings_the_draft_back(
    clerk: Actor, firm: Firm
) -> None:
    people = [make_subscriber(firm, f"+90532123450{n}") for n in range(3)]
    load_credit(firm, 3)
    draft = make_draft(clerk, TEXT, people)
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    credits.spend(firm.pk, "SMS", 1, "elsewhere", "CAMPAIGN", clerk)
    preparing.prepare(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.problem_code) == (CampaignState.DRAFT, "insufficient_credit")
    assert "1" in draft.problem
    assert not Message.objects.exists()
    assert not Batch.objects.exists()
    assert credits.balance(firm.pk, "SMS") == 2


def test_an_audience_that_grew_after_the_confirmation_is_not_charged_by_surprise(
    clerk: Actor, firm: Firm
) -> None:
    people = [make_subscriber(firm, "+905321234501", "Ayşe")]
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, people, audience_filter={"q": "Mehmet"})
    preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    make_subscriber(firm, "+905321234502", "Mehmet")
    preparing.prepare(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.problem_code) == (CampaignState.DRAFT, "cost_grew")
    assert credits.balance(firm.pk, "SMS") == 10


def test_commercial_messages_fail_closed_without_a_consent_registry(
    clerk: Actor, firm: Firm
) -> None:
    people = [make_subscriber(firm, "+905321234501", "Ayşe")]
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, people, message_class="TICARI", brand=make_brand(firm, "1"))
    forecast = preflight.run(clerk, draft)
    assert forecast.blocked == {Verdict.CONSENT_NOT_VERIFIED: 1}
    with pytest.raises(Invalid) as refusal:
        campaigns.submit(clerk, draft)
    assert refusal.value.code == "nobody_to_send"


@pytest.mark.requirement("L-036")
def test_people_without_the_clerks_authority_code_are_not_reached_nor_counted(
    clerk: Actor, firm: Firm
) -> None:
    from messaging.models import Group, GroupMember
    from turkcell_hub.tenancy.models import AuthorityCode

    secret = AuthorityCode.objects.create(firm=firm, code="YONETIM")
    group = Group.objects.create(firm=firm, name="Herkes")
    for phone, code in (("+905321234501", None), ("+905321234502", secret)):
        person = make_subscriber(firm, phone, authority_code=code)
        GroupMember.objects.create(firm=firm, group=group, subscriber=person)
    load_credit(firm, 10)
    forecast = preflight.run(clerk, make_draft(clerk, TEXT, [], groups=[group]))
    assert (forecast.total, forecast.collapsed) == (1, 0)


def test_a_text_changed_after_the_pre_flight_needs_a_new_one(clerk: Actor, firm: Firm) -> None:
    people = [make_subscriber(firm, "+905321234501", "Ayşe")]
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, people)
    preflight.run(clerk, draft)
    drafts.change(clerk, draft, {"text": "Başka bir metin"})
    with pytest.raises(Conflict) as refusal:
        campaigns.submit(clerk, draft)
    assert refusal.value.code == "preflight_stale"


def test_preparing_twice_prepares_once(clerk: Actor, firm: Firm) -> None:
    people = [make_subscriber(firm, "+905321234501", "Ayşe")]
    load_credit(firm, 10)
    campaign = prepared(clerk, make_draft(clerk, TEXT, people))
    assert not preparing.prepare(campaign.pk)
    assert Message.objects.count() == 1
    assert credits.balance(firm.pk, "SMS") == 9


@pytest.mark.requirement("S-076")
def test_a_message_to_one_person_goes_ahead_of_campaigns(clerk: Actor, firm: Firm) -> None:
    load_credit(firm, 10)
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    campaign = prepared(clerk, make_draft(clerk, TEXT, [person]))
    assert campaign.kind == Campaign.Kind.SINGLE
    assert Batch.objects.get(subject_id=campaign.pk).priority == URGENT


def test_saving_the_same_values_again_keeps_the_pre_flight_and_other_ones_end_it(
    clerk: Actor, firm: Firm
) -> None:
    load_credit(firm, 10)
    draft = make_draft(clerk, TEXT, [make_subscriber(firm, "+905321234501", "Ayşe")])
    preflight.run(clerk, draft)
    same = drafts.change(clerk, draft, {"text": TEXT, "message_class": draft.message_class})
    assert preflight.stored(same) is not None
    more = [make_subscriber(firm, "+905321234502"), make_subscriber(firm, "+905321234503")]
    assert preflight.stored(drafts.change(clerk, draft, {"subscribers": more})) is None
