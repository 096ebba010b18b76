"""A code's way: limits, credit, the operator, the phone, the look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import CampaignRecipient
from otp.models import Challenge, CodeSend, ConnectionUser, Meter, OtpRules
from otp.selectors.codes import sending_of
from otp.services import challenges, sent
from otp.services.refusals import CodeRefused, TooMany
from tests.otp.conftest import Drawer
from tests.otp.world import Otp, set_up
from tests.support.fake_operator import ControlClient
from tests.support.firms import actor_for, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.billing.selectors import status
from turkcell_hub.billing.spenders import Sent
from turkcell_hub.errors import Conflict, InsufficientCredit
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import checkpoints, doubts, recovery
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import URGENT, Batch, Lane
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.services import people


def rest(seconds: int = 61) -> None:
    """As if so much time had passed since the codes were asked for."""
    for meter in Meter.objects.all():
        meter.times = [moment - timedelta(seconds=seconds) for moment in meter.times]
        meter.save()


def other_than(code: str) -> str:
    return f"{(int(code) + 500_000) % 1_000_000:06d}"


@pytest.mark.parametrize("adapter", ["netgsm_otp", "camara_otp"])
@pytest.mark.requirement("L-083", "L-085", "L-088", "S-076")
def test_the_code_on_the_phone_approves(
    firm: Firm, boss: Membership, actor: Actor, operator: ControlClient, drawer: Drawer,
    adapter: str,
) -> None:  # fmt: skip
    otp = set_up(firm, operator, adapter, (boss,))
    challenge = challenges.start(actor, drawer.put(7))
    assert Batch.objects.get().priority == URGENT
    assert otp.hand_over() == 1
    (text,) = otp.texts()
    assert "F-7, Ege Tekstil, 1250.00 TL" in text, "the SMS says what is approved"
    assert credits.balance(firm.pk, "OTP") == 19
    with pytest.raises(CodeRefused):
        challenges.verify(actor, challenge.pk, other_than(otp.code()))
    assert challenges.verify(actor, challenge.pk, otp.code()).method == "SMS"
    assert drawer.approved == [7]


def test_no_code_stands_in_the_database(actor: Actor, otp: Otp, drawer: Drawer) -> None:
    challenges.start(actor, drawer.put(7))
    otp.hand_over()
    code = otp.code()
    row = CodeSend.objects.get()
    assert "{{code}}" in row.text
    assert code not in row.text
    assert row.ticket
    assert code not in " ".join(str(value) for value in vars(row).values() if value is not None)
    assert code not in str(Batch.objects.values().get()["operator_ids"])


@pytest.mark.requirement("L-123")
def test_what_a_code_cost_names_the_operator_account_and_nobody(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    challenges.start(actor, drawer.put(7))
    otp.hand_over()
    shown = status.of_firm(firm.pk, "OTP")
    status.tell_last(actor, shown)
    account = CodeSend.objects.get().account
    (spend,) = shown[0].last
    assert spend.sent == Sent(account.name)


@pytest.mark.requirement("L-085")
def test_a_second_click_in_the_pause_sends_no_second_code(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    subject = drawer.put(7)
    first = challenges.start(actor, subject)
    assert challenges.start(actor, subject).pk == first.pk
    with pytest.raises(TooMany) as refusal:
        challenges.resend(actor, first.pk)
    assert 55 <= refusal.value.extra["retry_after"] <= 61
    otp.hand_over()
    assert len(otp.texts()) == 1
    assert credits.balance(firm.pk, "OTP") == 19


def test_a_new_code_kills_the_one_before(actor: Actor, otp: Otp, drawer: Drawer) -> None:
    challenge = challenges.start(actor, drawer.put(7))
    otp.hand_over()
    old = otp.code()
    rest()
    challenges.resend(actor, challenge.pk)
    otp.hand_over()
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, old)
    assert refusal.value.code == "otp_wrong"
    assert challenges.verify(actor, challenge.pk, otp.code())


def test_three_codes_in_ten_minutes_for_a_number(actor: Actor, otp: Otp, drawer: Drawer) -> None:
    challenge = challenges.start(actor, drawer.put(7))
    for _ in range(2):
        rest()
        challenges.resend(actor, challenge.pk)
    rest()
    with pytest.raises(TooMany) as refusal:
        challenges.resend(actor, challenge.pk)
    assert refusal.value.code == "otp_limit_number"
    assert CodeSend.objects.count() == 3
    rest(600)
    challenges.resend(actor, challenge.pk)


def test_without_credit_nothing_is_begun(
    firm: Firm, boss: Membership, actor: Actor, operator: ControlClient, drawer: Drawer
) -> None:
    set_up(firm, operator, people=(boss,), credit=0)
    with pytest.raises(InsufficientCredit):
        challenges.start(actor, drawer.put(7))
    assert not Challenge.objects.exists()
    assert not Meter.objects.exists(), "what was not sent counts for no limit"


def test_a_code_that_waited_longer_than_its_life_is_never_sent(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    challenges.start(actor, drawer.put(7))
    Batch.objects.update(expires_at=NOW - timedelta(seconds=1))
    otp.hand_over()
    assert otp.texts() == []
    assert CodeSend.objects.get().state == "EXPIRED"
    assert credits.balance(firm.pk, "OTP") == 20


def test_a_record_that_changes_takes_its_unsent_code_back(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    challenges.start(actor, drawer.put(7))
    challenges.void("drawer", 7)
    otp.hand_over()
    assert otp.texts() == []
    assert credits.balance(firm.pk, "OTP") == 20


@pytest.mark.parametrize("adapter", ["netgsm_otp", "camara_otp"])
def test_a_hand_over_without_an_answer_is_not_repeated(
    firm: Firm, boss: Membership, actor: Actor, operator: ControlClient, drawer: Drawer,
    adapter: str,
) -> None:  # fmt: skip
    otp = set_up(firm, operator, adapter, (boss,))
    challenge = challenges.start(actor, drawer.put(7))
    otp.script(do="drop_after")
    otp.hand_over()
    doubts.resolve(otp.account.pk)
    otp.hand_over()
    assert len(otp.texts()) == 1
    assert Batch.objects.get().state == "NEEDS_PERSON"
    said = sending_of(challenge)
    assert said is not None
    hope = "ulaşmış olabilir" if adapter == "netgsm_otp" else "gelse de geçmez"
    assert hope in said.text, "only a code that can be checked is worth waiting for"
    lost = otp.code()
    if adapter == "camara_otp":
        for _ in range(6):
            with pytest.raises(CodeRefused) as refusal:
                challenges.verify(actor, challenge.pk, lost)
            assert refusal.value.code == "otp_not_sent"
        challenge.refresh_from_db()
        assert (challenge.tries, challenge.state) == (0, "OPEN"), "it was no try, nothing locks"
        assert not challenges.standing(actor, challenge.pk).takes_codes
    rest()
    challenges.resend(actor, challenge.pk)
    otp.hand_over()
    with pytest.raises(CodeRefused):
        challenges.verify(actor, challenge.pk, lost)
    assert challenges.standing(actor, challenge.pk).takes_codes
    assert challenges.verify(actor, challenge.pk, otp.code())


def test_a_code_that_the_operator_refused_to_send_takes_no_tries(
    actor: Actor, otp: Otp, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7))
    CodeSend.objects.update(state="REFUSED", ticket="x.y.z")
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, "123456")
    challenge.refresh_from_db()
    assert (refusal.value.code, challenge.tries) == ("otp_not_sent", 0)


def test_a_code_whose_answer_was_lost_can_be_used_where_we_made_it(
    actor: Actor, otp: Otp, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7))
    otp.script(do="drop_after")
    otp.hand_over()
    assert challenges.verify(actor, challenge.pk, otp.code())


def test_a_code_that_did_not_arrive_gives_its_credit_back_once(
    firm: Firm, operator: ControlClient, drawer: Drawer
) -> None:
    boss = make_member(firm, "YONETICI", phone="+905321234502")  # …02: not delivered
    otp = set_up(firm, operator, people=(boss,))
    challenges.start(actor_for(boss), drawer.put(7))
    otp.hand_over()
    assert CodeSend.objects.get().state == "SENT"
    for _ in range(2):
        CodeSend.objects.filter(state="SENT").update(next_poll_at=NOW)
        sent.ask_reports()
    assert CodeSend.objects.get().state == "UNDELIVERED"
    assert credits.balance(firm.pk, "OTP") == 20


def test_what_the_operator_refuses_is_said_and_costs_nothing(
    firm: Firm, operator: ControlClient, drawer: Drawer
) -> None:
    boss = make_member(firm, "YONETICI", phone="+905321234505")  # …05: blocked
    otp = set_up(firm, operator, "camara_otp", (boss,))
    challenges.start(actor_for(boss), drawer.put(7))
    otp.hand_over()
    row = CodeSend.objects.get()
    assert (row.state, row.error_code) == ("REFUSED", "NUMBER_BLOCKED")
    assert credits.balance(firm.pk, "OTP") == 20


def test_an_operator_that_counts_more_strictly_locks(
    firm: Firm, boss: Membership, actor: Actor, operator: ControlClient, drawer: Drawer
) -> None:
    otp = set_up(firm, operator, "camara_otp", (boss,))
    challenge = challenges.start(actor, drawer.put(7))
    otp.hand_over()
    said = []
    for _ in range(3):
        with pytest.raises(CodeRefused) as refusal:
            challenges.verify(actor, challenge.pk, other_than(otp.code()))
        said.append(refusal.value.code)
    assert said == ["otp_wrong", "otp_wrong", "otp_locked"]


def test_a_number_that_has_just_been_changed_gets_no_code(
    actor: Actor, boss: Membership, otp: Otp, drawer: Drawer
) -> None:
    boss.phone_changed_at = timezone.now() - timedelta(hours=23)
    boss.save()
    with pytest.raises(Conflict) as refusal:
        challenges.start(actor, drawer.put(7))
    assert refusal.value.code == "otp_phone_hold"
    boss.phone_changed_at = timezone.now() - timedelta(hours=25)
    boss.save()
    assert challenges.start(actor, drawer.put(7))


def test_a_changed_number_is_told_to_both_and_kills_the_open_code(
    actor: Actor, boss: Membership, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    challenge = challenges.start(actor, drawer.put(7))
    otp.hand_over()
    admin = actor_for(make_member(firm, "ADMIN"))
    people.change(admin, boss, {"phone": "0532 123 45 11"})
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, otp.code())
    assert refusal.value.code == "otp_void"
    told = CampaignRecipient.objects.values_list("phone", flat=True)
    assert sorted(told) == ["+905321234501", "+905321234511"]
    with pytest.raises(Conflict) as hold:
        challenges.start(actor, drawer.put(8))
    assert hold.value.code == "otp_phone_hold"


STAGES = (
    "claim.inside", "claim.committed", "load.inside", "hand_over.committed", "settle.before",
    "settle.inside", "settle.committed",
)  # fmt: skip


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("stage", STAGES)
def test_a_dispatcher_that_dies_anywhere_sends_a_code_once_at_most(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer, stage: str
) -> None:
    challenge = challenges.start(actor, drawer.put(7))

    def die(name: str) -> None:
        if name == stage:
            raise Killed

    checkpoints.install(die)
    try:
        with pytest.raises(Killed):
            otp.hand_over()
    finally:
        checkpoints.install(None)
    past = {"lease_until": NOW - timedelta(seconds=1)}
    Batch.objects.filter(lease_until__isnull=False).update(**past)
    Lane.objects.filter(lease_until__isnull=False).update(**past)
    recovery.sweep()
    otp.hand_over()
    doubts.resolve(otp.account.pk)
    assert len(otp.texts()) <= 1
    assert credits.balance(firm.pk, "OTP") == 19
    if otp.texts():
        assert challenges.verify(actor, challenge.pk, otp.code()), "a code that came is good"
    else:
        rest()
        challenges.resend(actor, challenge.pk)
        otp.hand_over()
        assert challenges.verify(actor, challenge.pk, otp.code())


@pytest.mark.requirement("L-017")
def test_a_user_without_a_connection_is_told_why(actor: Actor, otp: Otp, drawer: Drawer) -> None:
    ConnectionUser.objects.all().delete()
    with pytest.raises(Conflict) as refusal:
        challenges.start(actor, drawer.put(7))
    assert refusal.value.extra["step"] == "link"
    assert "Nermin Şahin" in str(refusal.value.message)


def test_dated_rules_change_the_life_of_a_code(
    actor: Actor, firm: Firm, otp: Otp, drawer: Drawer
) -> None:
    OtpRules.objects.create(firm=firm, valid_from=timezone.localdate(), life_seconds=60)
    challenge = challenges.start(actor, drawer.put(7))
    assert 50 < challenges.standing(actor, challenge.pk).seconds_left <= 60
