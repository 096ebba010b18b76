"""Any order of movements keeps the books (hypothesis against a plain model)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.support.firms import make_firm
from turkcell_hub.errors import Conflict, InsufficientCredit
from turkcell_hub.ledger import checks, selectors
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import system

AMOUNTS = st.integers(1, 40)
KEYS = st.integers(0, 12)


class Books(RuleBasedStateMachine):
    spends: Bundle[Any] = Bundle("spends")

    def __init__(self) -> None:
        super().__init__()
        self.actor = system(make_firm().pk, "Test")
        self.balance = 0
        self.known: dict[str, tuple[str, int]] = {}
        self.left: dict[int, int] = {}

    def _expect(self, type_: str, key: str, amount: int) -> str:
        if key in self.known:
            return "same" if self.known[key] == (type_, amount) else "conflict"
        return "short" if type_ == "SPEND" and amount > self.balance else "new"

    @rule(amount=AMOUNTS, key=KEYS)
    def load(self, amount: int, key: int) -> None:
        expected = self._expect("LOAD", f"k{key}", amount)
        try:
            credits.load(
                self.actor.firm_id, Kind.SMS, amount, f"k{key}", Reason.PURCHASE, self.actor
            )
        except Conflict:
            assert expected == "conflict"
            return
        assert expected in ("new", "same")
        if expected == "new":
            self.known[f"k{key}"] = ("LOAD", amount)
            self.balance += amount

    @rule(target=spends, amount=AMOUNTS, key=KEYS)
    def spend(self, amount: int, key: int) -> Any:
        expected = self._expect("SPEND", f"k{key}", amount)
        try:
            done = credits.spend(
                self.actor.firm_id, Kind.SMS, amount, f"k{key}", Reason.SINGLE, self.actor
            )
        except Conflict:
            assert expected == "conflict"
            return None
        except InsufficientCredit:
            assert expected == "short"
            return None
        assert expected in ("new", "same")
        if expected == "new":
            self.known[f"k{key}"] = ("SPEND", amount)
            self.balance -= amount
            self.left[done.pk] = amount
        return done.pk

    @rule(spent=spends, parts=st.lists(st.tuples(AMOUNTS, st.integers(0, 30)), max_size=4))
    def refund(self, spent: int | None, parts: list[tuple[int, int]]) -> None:
        if spent is None:
            return
        back = credits.refund_many(
            self.actor.firm_id, [(spent, amount, f"r{key}") for amount, key in parts]
        )
        expected: dict[str, int] = {}
        for amount, key in parts:
            name = f"r{key}"
            given = min(amount, self.left[spent])
            if name not in self.known and given:
                self.known[name] = ("REFUND", given)
                self.left[spent] -= given
                self.balance += given
                expected[name] = given
        assert back == expected

    @rule(difference=st.integers(-20, 20), key=st.integers(100, 110))
    def adjust(self, difference: int, key: int) -> None:
        if difference == 0 or f"k{key}" in self.known or self.balance + difference < 0:
            return
        credits.adjust(
            self.actor.firm_id, Kind.SMS, difference, f"k{key}", Reason.MANUAL, self.actor
        )
        self.known[f"k{key}"] = ("ADJUST", abs(difference))
        self.balance += difference

    @invariant()
    def the_books_balance(self) -> None:
        summary = selectors.summary(self.actor.firm_id, Kind.SMS)
        assert summary.remaining == self.balance == summary.total - summary.spent
        assert self.balance >= 0

    def teardown(self) -> None:
        assert checks.findings() == []


@pytest.mark.django_db
def test_any_order_of_movements_keeps_the_books() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
