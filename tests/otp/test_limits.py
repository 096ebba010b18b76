"""Every limit on codes holds by itself, says which it is and when it ends (G6, SMS pumping)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otp.models import Challenge, CodeSend, ConnectionUser, OtpRules
from otp.services import challenges, rules
from otp.services.refusals import CodeRefused, TooMany
from tests.otp.conftest import Drawer
from tests.otp.test_sending import other_than, rest
from tests.otp.world import Otp
from tests.support.firms import actor_for, make_member
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership

HOUR, DAY = 3600, 86_400


def _rules(firm: Firm, **limits: int) -> None:
    """All as wide as they go but for those given."""
    wide = {"number_sends": 20, "pause_seconds": 0, "challenge_sends": 20,
            "member_sends_a_day": 1000, "member_tries_a_day": 100, "prefix_sends_an_hour": 10_000,
            "firm_sends_an_hour": 10_000, "used_floor_percent": 0}  # fmt: skip
    OtpRules.objects.create(firm=firm, valid_from=rules.today(firm.pk), **{**wide, **limits})


@pytest.mark.parametrize(
    ("limit", "code", "phones", "window"),
    [
        ("member_sends_a_day", "otp_limit_member", ["+905321234501"] * 3, DAY),
        ("prefix_sends_an_hour", "otp_limit_prefix",
         ["+905321234501", "+905321234503", "+905321234504"], HOUR),
        ("firm_sends_an_hour", "otp_limit_firm",
         ["+905321234501", "+905421234503", "+905551234504"], HOUR),
    ],
)  # fmt: skip
def test_sends_of_a_person_a_prefix_and_a_firm(
    firm: Firm, boss: Membership, otp: Otp, drawer: Drawer,
    limit: str, code: str, phones: list[str], window: int,
) -> None:  # fmt: skip
    _rules(firm, **{limit: 2})
    people = {boss.phone: boss}
    for phone in phones:
        if phone not in people:
            people[phone] = person = make_member(firm, "YONETICI", phone=phone)
            ConnectionUser.objects.create(firm=firm, member=person, connection=otp.connection)
    for number, phone in enumerate(phones[:2]):
        challenges.start(actor_for(people[phone]), drawer.put(number))
    last = actor_for(people[phones[2]])
    with pytest.raises(TooMany) as refusal:
        challenges.start(last, drawer.put(9))
    assert refusal.value.code == code
    assert window - 30 <= refusal.value.extra["retry_after"] <= window + 1
    assert (CodeSend.objects.count(), credits.balance(firm.pk, "OTP")) == (2, 18)
    rest(window + 1)
    assert challenges.start(last, drawer.put(9)), "the limit ends with its window"


def test_codes_of_one_challenge(firm: Firm, actor: Actor, otp: Otp, drawer: Drawer) -> None:
    _rules(firm, challenge_sends=2)
    challenge = challenges.start(actor, drawer.put(7))
    challenges.resend(actor, challenge.pk)
    with pytest.raises(TooMany) as refusal:
        challenges.resend(actor, challenge.pk)
    assert refusal.value.code == "otp_limit_challenge"
    assert CodeSend.objects.count() == 2


def test_tries_of_a_person_in_a_day_over_all_his_challenges(
    firm: Firm, actor: Actor, otp: Otp, drawer: Drawer
) -> None:
    _rules(firm, member_tries_a_day=5)
    for number in (1, 2):
        challenge = challenges.start(actor, drawer.put(number))
        otp.hand_over()
        for _ in range(4 if number == 1 else 1):
            with pytest.raises(CodeRefused):
                challenges.verify(actor, challenge.pk, other_than(otp.code()))
    with pytest.raises(TooMany) as refusal:
        challenges.verify(actor, challenge.pk, otp.code())
    assert refusal.value.code == "otp_limit_tries", "the right code is not looked at either"
    assert Challenge.objects.get(pk=challenge.pk).tries == 1
    rest(DAY + 1)
    assert challenges.verify(actor, challenge.pk, otp.code())


def test_codes_that_nobody_types_stop_the_sending_to_their_prefix(
    firm: Firm, actor: Actor, boss: Membership, otp: Otp, drawer: Drawer
) -> None:
    """SMS pumping: who earns by the messages has no use for the codes."""
    _rules(firm, used_floor_percent=20, used_floor_from=5)
    for number in range(5):
        challenges.start(actor, drawer.put(number))
    challenges.start(actor, drawer.put(5))  # while they live nothing is known of them yet
    CodeSend.objects.update(expires_at=NOW - timedelta(seconds=1))
    with pytest.raises(TooMany) as refusal:
        challenges.start(actor, drawer.put(6))
    assert refusal.value.code == "otp_limit_use"
    assert CodeSend.objects.count() == 6
    elsewhere = make_member(firm, "YONETICI", phone="+905421234501")
    ConnectionUser.objects.create(firm=firm, member=elsewhere, connection=otp.connection)
    assert challenges.start(actor_for(elsewhere), drawer.put(7)), "other prefixes go on"
    Challenge.objects.filter(subject_id__in=(0, 1)).update(state="VERIFIED")
    assert challenges.start(actor, drawer.put(6)), "a third was used: these are people"
