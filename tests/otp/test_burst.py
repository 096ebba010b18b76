"""Parallel guesses, clicks and right answers (G6 i, ii): limits hold under any concurrency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from otp.models import Challenge, CodeSend, OtpRules, Receipt
from otp.services import challenges, rules
from tests.otp.burst import at_once, burst, sequence
from tests.otp.conftest import Drawer
from tests.otp.world import Otp, set_up
from tests.support.fake_operator import ControlClient
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.errors import HubError
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def boss(transactional_db: None) -> Iterator[Membership]:
    firm = make_firm()
    with firm_scope(firm.pk):
        yield make_member(firm, "YONETICI", name="Nermin Şahin", phone="+905321234501")


@pytest.fixture
def actor(boss: Membership) -> Actor:
    return actor_for(boss)


@pytest.fixture
def otp(boss: Membership, operator: ControlClient) -> Otp:
    return set_up(boss.firm, operator, people=(boss,))


def test_bursts_pass_no_limit(actor: Actor, otp: Otp, drawer: Drawer) -> None:
    def click(_: str) -> str:
        try:
            with firm_scope(actor.firm_id):
                return str(challenges.start(actor, drawer.current(7)).pk)
        except HubError as refusal:
            return refusal.code

    drawer.put(7)
    started = set(at_once(click, ["tık"] * 24, threads=8))
    assert len(started) == 1, "many clicks, one challenge"
    assert CodeSend.objects.count() == 1
    otp.hand_over()
    guesses = burst(actor, int(started.pop()), sequence(otp.code(), 50))
    assert guesses["otp_wrong"] + guesses["otp_locked"] + guesses["otp_limit_tries"] == 50
    assert Challenge.objects.get().tries == 5, "never more than five are looked at"
    assert not Receipt.objects.exists()

    Challenge.objects.update(state="OPEN", tries=0, expires_at=NOW + timedelta(minutes=3))
    row = Challenge.objects.get()
    OtpRules.objects.create(
        firm_id=actor.firm_id, valid_from=rules.today(actor.firm_id), tries=10,
        member_tries_a_day=100,
    )  # fmt: skip
    answers = burst(actor, row.pk, [otp.code()] * 10)
    assert answers["yes"] == 1, answers
    assert Receipt.objects.count() == 1
