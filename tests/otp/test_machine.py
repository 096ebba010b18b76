"""Any order of asking, guessing, changing, waiting and using keeps a code to its promise
(hypothesis against a plain model): one person, one exact content, one approval, one execution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count, F, Max, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from otp.dispatch import CodeHandler
from otp.models import Challenge, CodeSend, Meter, OtpRules, Receipt
from otp.services import challenges, phone_changes, rules
from otp.services.sending import KIND
from tests.otp.burst import said
from tests.otp.conftest import Drawer
from tests.otp.world import set_up
from tests.support.fake_operator import ControlClient
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope

TRIES = 3


@dataclass
class Asked:
    """What the model knows of the newest challenge. ``state`` as the person would be told."""

    pk: int
    amount: int
    state: str = "open"
    tries: int = 0
    code: str = ""
    late: bool = False

    @property
    def lives(self) -> bool:
        return self.state == "open" and not self.late


class Approving(RuleBasedStateMachine):
    operator: ControlClient
    drawer: Drawer

    def __init__(self) -> None:
        super().__init__()
        firm = make_firm()
        self.scope = firm_scope(firm.pk)
        self.scope.__enter__()
        self.boss = make_member(firm, "YONETICI", phone="+905321234501")
        self.actor = actor_for(self.boss)
        set_up(firm, self.operator, people=(self.boss,), credit=1000)
        OtpRules.objects.create(
            firm=firm, valid_from=rules.today(firm.pk), tries=TRIES, number_sends=20,
            challenge_sends=20, pause_seconds=0, member_sends_a_day=1000, member_tries_a_day=1000,
            used_floor_percent=0, phone_hold_hours=0,
        )  # fmt: skip
        self.amount: int | None = 10
        self.drawer.put(7, amount=10)
        self.asked: Asked | None = None
        self.unused: set[int] = set()  # amounts that are approved and not executed
        self.approved = self.executed = 0

    def teardown(self) -> None:
        self.scope.__exit__(None, None, None)

    def _arrive(self) -> str:
        """The newest code reaches the phone; as the dispatcher does it, without the network."""
        row = CodeSend.objects.latest("pk")
        batch = Batch.objects.get(kind=KIND, subject_id=row.pk)
        prepared = CodeHandler().load(batch)
        return prepared.text[:6] if prepared else ""

    @initialize(approves=st.booleans())
    def begin(self, approves: bool) -> None:
        self.ask()
        if approves:
            self.type_in(True)

    @precondition(lambda self: self.amount is not None)
    @rule()
    def ask(self) -> None:
        """Görevi Gerçekle."""
        assert self.amount is not None
        Meter.objects.all().delete()
        challenge = challenges.start(self.actor, self.drawer.put(7, amount=self.amount))
        known = self.asked
        if known and known.lives and known.amount == self.amount:
            assert challenge.pk == known.pk, "a second click is no second code"
            return
        assert known is None or challenge.pk != known.pk
        self.asked = Asked(challenge.pk, self.amount, code=self._arrive())
        assert self.asked.code

    @precondition(lambda self: self.asked is not None)
    @rule()
    def ask_again(self) -> None:
        """Yeni kod gönder."""
        known = self.asked
        assert known is not None
        Meter.objects.all().delete()
        answer = said(self.actor, lambda: self._resend(known))
        gone = self.amount is None or known.state == "used"
        assert answer == ("otp_nothing" if gone else "yes")

    def _resend(self, known: Asked) -> None:
        challenge = challenges.resend(self.actor, known.pk)
        if challenge.pk == known.pk:
            known.late, known.code = False, self._arrive()
        else:
            assert self.amount is not None
            self.asked = Asked(challenge.pk, self.amount, code=self._arrive())

    @precondition(lambda self: self.asked is not None)
    @rule(right=st.booleans())
    def type_in(self, right: bool) -> None:
        known = self.asked
        assert known is not None
        wrong = f"{(int(known.code) + 500_000) % 1_000_000:06d}"
        code = known.code if right else wrong
        answer = said(self.actor, lambda: challenges.verify(self.actor, known.pk, code))
        assert answer == self._expected(known, right)

    def _expected(self, known: Asked, right: bool) -> str:
        if known.state == "open" and known.amount != self.amount:
            known.state = "void"
            return "otp_void"
        if not known.lives:
            return "otp_expired" if known.state == "open" else f"otp_{known.state}"
        known.tries += 1
        if right:
            known.state = "used"
            self.approved += 1
            self.unused.add(known.amount)
            return "yes"
        if known.tries < TRIES:
            return "otp_wrong"
        known.state = "locked"
        return "otp_locked"

    @rule(amount=st.sampled_from([10, 10, 20, None]))
    def change_the_document(self, amount: int | None) -> None:
        self.amount = amount
        if amount is None:
            self.drawer.contents.pop(7, None)
        else:
            self.drawer.put(7, amount=amount)

    @precondition(lambda self: self.asked and self.asked.lives)
    @rule()
    def time_passes(self) -> None:
        step = timedelta(minutes=4)
        Challenge.objects.update(expires_at=F("expires_at") - step)
        if self.asked:
            self.asked.late = True

    @precondition(lambda self: self.asked and self.asked.lives)
    @rule(by_phone=st.booleans())
    def it_is_taken_away(self, by_phone: bool) -> None:
        """By a change of the phone, or of the record by its own room."""
        if by_phone:
            self._change_phone()
        else:
            challenges.void("drawer", 7, "cancelled")
        assert self.asked is not None
        self.asked.state = "void"

    def _change_phone(self) -> None:
        old = self.boss.phone
        self.boss.phone = f"+9053212345{(int(old[-2:]) + 1) % 100:02d}"
        Membership.objects.filter(pk=self.boss.pk).update(phone=self.boss.phone)
        phone_changes.follow(self.boss, old)

    @precondition(lambda self: self.amount in self.unused or self.executed)
    @rule()
    def carry_out(self) -> None:
        if self.amount is None:
            return
        subject = self.drawer.put(7, amount=self.amount)
        answer = said(self.actor, lambda: challenges.execute(self.actor, subject))
        approved = self.amount in self.unused
        assert answer == ("yes" if approved else "otp_not_approved")
        if approved:
            self.executed += 1
            if self._left(self.amount) == 0:
                self.unused.discard(self.amount)

    def _left(self, amount: int) -> int:
        subject = self.drawer.put(7, amount=amount)
        return Receipt.objects.filter(subject_digest=subject.digest, executed_at=None).count()

    @invariant()
    def no_more_than_was_approved(self) -> None:
        mine = Receipt.objects.filter(member=self.boss)
        receipts = mine.aggregate(all=Count("pk"), executed=Count("executed_at"))
        assert receipts == {"all": self.approved, "executed": self.executed}
        assert self.executed <= self.approved
        asked = Challenge.objects.filter(member=self.boss).aggregate(
            tries=Max("tries", default=0), open=Count("pk", filter=Q(state="OPEN"))
        )
        assert asked["tries"] <= TRIES
        assert asked["open"] <= 1


@pytest.mark.requirement("L-083", "L-085", "L-086", "L-087")
def test_a_code_keeps_its_promise_in_any_order_of_events(
    db: None, operator: ControlClient, drawer: Drawer
) -> None:
    machine: Any = type("Machine", (Approving,), {"operator": operator, "drawer": drawer})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
