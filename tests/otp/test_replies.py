"""Approval by SMS reply: whose word it is, when it counts, and what the person hears (idea 20)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Campaign, CampaignRecipient, InboundMessage, InboundRule
from messaging.services import routing
from otp import work_tasks as tasks
from otp.models import Decision, Notice, OtpRules, Substitute, Task, TaskAssignee
from otp.services import rules, substitutes
from tests.otp.slips import Card, Slips, ask, the_task
from tests.support.firms import actor_for, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role
from turkcell_hub.tenancy.services import people

pytestmark = pytest.mark.django_db
_places = itertools.count(1)


@pytest.fixture
def account(firm: Firm) -> GatewayAccount:
    load_credit(firm, 10)
    return make_account(firm)


@pytest.fixture
def task(
    account: GatewayAccount, card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> Task:
    """Murat is asked by SMS and may answer so; no rule leads answers anywhere."""
    card({"members": bosses[:1], "warns": ["SMS"], "allows_sms_reply": True})
    found = the_task(ask(clerk, slips.put(1)))
    tasks.run_workflows()
    return found


def figure(task: Task) -> str:
    return str(task.places.get().reply_number)


def receive(account: GatewayAccount, sender: str, text: str) -> InboundMessage:
    kept = InboundMessage.objects.create(
        firm=account.firm, account=account, operator_id=f"m{next(_places)}", sender=sender,
        recipient="8505550000", text=text, received_at=timezone.now(),
    )  # fmt: skip
    assert routing.route(kept.pk)
    kept.refresh_from_db()
    return kept


def answers() -> list[str]:
    """What the portal has answered, the first first."""
    rows = Campaign.objects.filter(name="İş akışı yanıtı").order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_the_sms_says_how_to_agree_and_to_refuse_and_where_to(
    task: Task, card: Card, firm: Firm, clerk: Membership, slips: Slips
) -> None:
    number = figure(task)
    said = f"Onay için EVET {number}, ret için HAYIR {number} yazıp yanıtlayın."
    assert Campaign.objects.get().text.endswith(said)
    assert number[0] != "0", "a figure is no short number of another question"
    InboundRule.objects.create(firm=firm, number="4605", handler="workflow")
    other = the_task(ask(clerk, slips.put(2)))
    tasks.run_workflows()
    text = Campaign.objects.latest("pk").text
    assert text.endswith(f"HAYIR {figure(other)} yazıp 4605 numarasına gönderin.")


@pytest.mark.parametrize(
    "spelling",
    ["EVET {n}", "evet{n}", "Evet: {a} {b}.", "B001 EVET {n}", "EVET {n} tamamdır", "“Evet” {n}!"],
)
def test_without_any_rule_a_yes_in_any_spelling_agrees_and_is_answered(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips, spelling: str
) -> None:
    number = figure(task)
    text = spelling.format(n=number, a=number[:3], b=number[3:])
    taken = receive(account, bosses[0].phone, text)
    assert (taken.route, taken.note) == ("workflow", "Ödeme F-1, 1000 TL: onaylandı"), spelling
    assert (slips.done, Decision.objects.get().door) == ([1], "SMS")
    assert answers() == ["Ödeme F-1, 1000 TL: onaylandı"]


@pytest.mark.parametrize(
    "spelling", ["EVET {n}7", "EVET", "EVET {a}", "hayır evet {n}", "olur {n}"]
)
def test_what_is_no_answer_decides_nothing(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips, spelling: str
) -> None:
    number = figure(task)
    taken = receive(account, bosses[0].phone, spelling.format(n=number, a=number[:5]))
    assert (taken.route, slips.done, answers()) == ("inbox", [], [])


def test_a_no_refuses(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips
) -> None:
    taken = receive(account, bosses[0].phone, f"Hayır {figure(task)}")
    assert (taken.route, slips.refused) == ("workflow", [(1, "SMS ile reddedildi.")])
    assert answers() == ["Ödeme F-1, 1000 TL: reddedildi"]


def test_a_figure_of_somebody_else_is_nobodys(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips
) -> None:
    assert receive(account, bosses[1].phone, f"EVET {figure(task)}").route == "inbox"
    assert slips.done == []


def test_who_comes_too_late_hears_why(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips
) -> None:
    slips.put(1, 1001)
    taken = receive(account, bosses[0].phone, f"EVET {figure(task)}")
    assert "değişti" in taken.note
    again = receive(account, bosses[0].phone, f"EVET {figure(task)}")
    assert "karar verilemez" in again.note
    assert (answers(), slips.done) == ([taken.note, again.note], [])


def test_without_credit_for_the_answer_the_decision_stands(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips
) -> None:
    GatewayAccount.objects.update(is_active=False)
    assert receive(account, bosses[0].phone, f"EVET {figure(task)}").route == "workflow"
    assert (slips.done, answers()) == ([1], [])


def test_a_number_that_was_changed_a_short_while_ago_answers_nothing(
    task: Task, account: GatewayAccount, bosses: list[Membership], slips: Slips
) -> None:
    """Whoever takes over a card would change the number first (reliability.md, hole 10)."""
    person = Membership.objects.filter(pk=bosses[0].pk)
    person.update(phone="+905321119999", phone_changed_at=timezone.now() - timedelta(hours=23))
    for word in ("EVET", "HAYIR"):
        taken = receive(account, "+905321119999", f"{word} {figure(task)}")
        assert "Telefon numaranız yeni değişti" in taken.note
    assert (slips.done, slips.refused) == ([], [])
    person.update(phone_changed_at=timezone.now() - timedelta(hours=25))
    receive(account, "+905321119999", f"EVET {figure(task)}")
    assert slips.done == [1]


def test_who_approves_by_replies_hears_of_a_changed_number_on_both(
    task: Task, admin: Membership, bosses: list[Membership]
) -> None:
    person = bosses[0]
    old = person.phone
    people.change(actor_for(admin), person, {"phone": "0532 111 99 99"})
    told = Campaign.objects.filter(name="Onay telefonu değişti")
    phones = CampaignRecipient.objects.filter(campaign__in=told).values_list("phone", flat=True)
    assert set(phones) == {old, "+905321119999"}
    assert "SMS yanıtıyla onay verilemez" in told[0].text


def test_who_has_lost_the_yetki_kodu_decides_no_more(
    account: GatewayAccount, card: Card, firm: Firm, clerk: Membership, slips: Slips
) -> None:
    phone = "+905321118888"
    holder = make_member(firm, Role.MANAGER, name="Pınar", codes=["SATIS"], phone=phone)
    card({"members": [holder], "warns": ["SMS"], "allows_sms_reply": True})
    task = the_task(ask(clerk, slips.put(1, code=holder.authority_codes.get().pk)))
    holder.authority_codes.clear()
    taken = receive(account, phone, f"EVET {figure(task)}")
    assert (taken.note, slips.done) == ("Görev bulunamadı.", [])


def test_figures_are_guessed_a_few_times_a_day_and_the_portal_stays_open(
    task: Task, account: GatewayAccount, firm: Firm, bosses: list[Membership], slips: Slips
) -> None:
    OtpRules.objects.create(firm=firm, valid_from=rules.today(firm.pk), member_tries_a_day=5)
    right = figure(task)
    for guess in range(5):
        wrong = str((int(right) + 1 + guess) % 900_000 + 100_000)
        assert receive(account, bosses[0].phone, f"EVET {wrong}").route == "inbox"
    taken = receive(account, bosses[0].phone, f"EVET {right}")
    assert (taken.route, slips.done) == ("inbox", []), "the sixth is not looked at, right or not"
    assert "portaldan" in taken.note
    assert TaskAssignee.objects.get().reply_number == right


def stand_in(absent: Membership, deputy: Membership) -> None:
    day = timezone.localdate()
    days = {"first_day": day, "last_day": day}
    substitutes.save(actor_for(absent), None, {"deputy": deputy, **days})


def deputys(task: Task, deputy: Membership) -> str:
    return str(Notice.objects.get(task=task, member=deputy, channel="SMS").reply_number)


def test_a_substitute_answers_by_a_figure_of_his_own_and_the_decision_says_for_whom(
    account: GatewayAccount, card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    absent, deputy, other = bosses
    stand_in(absent, deputy)
    card({"members": [absent], "warns": ["SMS"], "allows_sms_reply": True})
    task = the_task(ask(clerk, slips.put(1)))
    tasks.run_workflows()
    own = deputys(task, deputy)
    assert own != figure(task)
    told = {one.text.rpartition(" EVET ")[2][:6] for one in Campaign.objects.all()}
    assert told == {own, figure(task)}
    for sender, number in ((other.phone, own), (deputy.phone, figure(task)), (absent.phone, own)):
        assert receive(account, sender, f"EVET {number}").route == "inbox"
    assert slips.done == []
    assert receive(account, deputy.phone, f"EVET {own}").note.endswith("onaylandı")
    made = Decision.objects.get()
    assert (slips.done, made.by_member, made.for_member, made.door) == ([1], deputy, absent, "SMS")
    late = receive(account, absent.phone, f"EVET {figure(task)}")
    assert "karar verilemez" in late.note


def test_what_was_taken_from_a_substitute_holds_for_his_answers(
    account: GatewayAccount, card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    """His day or his amount: asked when the answer comes, as on the page."""
    absent, deputy, _other = bosses
    stand_in(absent, deputy)
    card({"members": [absent], "warns": ["SMS"], "allows_sms_reply": True})
    task = the_task(ask(clerk, slips.put(1)))
    Substitute.objects.update(max_amount=999)
    assert (
        receive(account, deputy.phone, f"EVET {deputys(task, deputy)}").note == "Görev bulunamadı."
    )
    Substitute.objects.all().delete()
    refused = receive(account, deputy.phone, f"HAYIR {deputys(task, deputy)}")
    assert refused.note == "Görev bulunamadı."
    assert (slips.done, slips.refused, Decision.objects.count()) == ([], [], 0)


def test_no_figure_goes_where_no_answer_is_taken(
    account: GatewayAccount, card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    stand_in(bosses[0], bosses[1])
    card({"members": bosses[:1], "warns": ["SMS"]})
    task = the_task(ask(clerk, slips.put(1)))
    tasks.run_workflows()
    assert deputys(task, bosses[1]) == ""
    assert not any("EVET" in one.text for one in Campaign.objects.all())
