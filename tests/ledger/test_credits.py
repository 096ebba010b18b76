"""Loading, spending, correcting and refunding credits."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, InsufficientCredit, Invalid, NotFound
from turkcell_hub.ledger import selectors
from turkcell_hub.ledger.models import Account, Kind, Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm, firm_scope


def load(actor: Actor, amount: int, key: str = "load", kind: str = Kind.SMS) -> Transfer:
    return credits.load(actor.firm_id, kind, amount, key, Reason.PURCHASE, actor)


def spend(actor: Actor, amount: int, key: str = "spend", kind: str = Kind.SMS) -> Transfer:
    return credits.spend(actor.firm_id, kind, amount, key, Reason.CAMPAIGN, actor)


def sums() -> set[int]:
    with every_firm():
        return {sum(Account.objects.values_list("balance", flat=True))}


@pytest.mark.requirement("A-007", "L-073")
def test_a_campaign_that_needs_101_of_100_credits_is_told_that_1_is_missing(actor: Actor) -> None:
    load(actor, 100)
    with pytest.raises(InsufficientCredit) as caught:
        spend(actor, 101)
    assert "101 gerekiyor, bakiye 100, 1 eksik" in str(caught.value.message)
    assert caught.value.extra == {"kind": "SMS", "needed": 101, "balance": 100, "missing": 1}
    assert credits.balance(actor.firm_id, Kind.SMS) == 100
    with firm_scope(actor.firm_id):
        assert not Transfer.objects.filter(key="spend").exists()


@pytest.mark.requirement("C-02")
def test_spending_one_kind_never_changes_another(actor: Actor) -> None:
    for kind in Kind:
        load(actor, 10, key=f"load {kind}", kind=kind)
    for number, kind in enumerate(Kind, start=1):
        spend(actor, number, key=f"spend {kind}", kind=kind)
    assert [credits.balance(actor.firm_id, kind) for kind in Kind] == [9, 8, 7, 6]


def test_the_whole_balance_can_be_spent_and_not_a_credit_more(actor: Actor) -> None:
    load(actor, 5)
    spend(actor, 5)
    with pytest.raises(InsufficientCredit):
        spend(actor, 1, key="one more")
    assert credits.balance(actor.firm_id, Kind.SMS) == 0


def test_the_same_key_twice_is_one_movement(actor: Actor) -> None:
    assert load(actor, 10).pk == load(actor, 10).pk
    assert spend(actor, 4).pk == spend(actor, 4).pk
    assert credits.balance(actor.firm_id, Kind.SMS) == 6


def test_a_repeated_spend_is_answered_even_when_the_wallet_is_empty_by_now(actor: Actor) -> None:
    load(actor, 4)
    first = spend(actor, 4)
    assert spend(actor, 4).pk == first.pk


def test_another_amount_under_a_known_key_is_a_conflict(actor: Actor) -> None:
    load(actor, 10)
    spend(actor, 4)
    with pytest.raises(Conflict):
        spend(actor, 5)
    with pytest.raises(Conflict):
        load(actor, 4, key="spend")


def test_two_firms_may_use_the_same_key(actor: Actor) -> None:
    other = system(Firm.objects.create(name="Diğer", slug="diger").pk, "Test")
    load(actor, 10)
    load(other, 7)
    assert credits.balance(actor.firm_id, Kind.SMS) == 10
    assert credits.balance(other.firm_id, Kind.SMS) == 7


@pytest.mark.parametrize("amount", [0, -1])
def test_amounts_below_one_are_refused(actor: Actor, amount: int) -> None:
    with pytest.raises(Invalid):
        load(actor, amount)


@pytest.mark.requirement("S-065")
def test_refunds_name_their_spend_and_happen_once_a_key(actor: Actor) -> None:
    load(actor, 10)
    spent = spend(actor, 10)
    rows = [credits.RefundRow(spent.pk, 2, f"message {n}", subject_id=n) for n in (1, 2)]
    assert credits.refund_many(actor.firm_id, rows) == {"message 1": 2, "message 2": 2}
    assert credits.refund_many(actor.firm_id, rows) == {}
    assert credits.balance(actor.firm_id, Kind.SMS) == 4
    with firm_scope(actor.firm_id):
        assert Transfer.objects.get(pk=spent.pk).refunded == 4
        assert set(Transfer.objects.filter(type="REFUND").values_list("of", "subject_id")) == {
            (spent.pk, 1),
            (spent.pk, 2),
        }


def test_a_key_that_comes_twice_in_one_call_is_refunded_once(actor: Actor) -> None:
    load(actor, 10)
    spent = spend(actor, 10)
    rows = [(spent.pk, 3, "same"), (spent.pk, 3, "same")]
    assert credits.refund_many(actor.firm_id, rows) == {"same": 3}


def test_refunds_together_never_exceed_their_spend(actor: Actor) -> None:
    load(actor, 20)
    spent, other = spend(actor, 5), spend(actor, 10, key="other")
    rows = [(spent.pk, 3, "a"), (other.pk, 9, "b"), (spent.pk, 3, "c"), (spent.pk, 3, "d")]
    assert credits.refund_many(actor.firm_id, rows) == {"a": 3, "b": 9, "c": 2}
    assert credits.refund(actor.firm_id, spent.pk, 1, "e", Reason.EXPIRED) is None
    assert credits.balance(actor.firm_id, Kind.SMS) == 19


def test_a_refund_of_several_kinds_goes_back_to_each_wallet(actor: Actor) -> None:
    rows = []
    for kind in (Kind.SMS, Kind.OTP):
        load(actor, 5, key=f"load {kind}", kind=kind)
        rows.append((spend(actor, 5, key=f"spend {kind}", kind=kind).pk, 2, f"back {kind}"))
    credits.refund_many(actor.firm_id, rows)
    assert [credits.balance(actor.firm_id, kind) for kind in (Kind.SMS, Kind.OTP)] == [2, 2]


def test_thousands_of_refunds_are_booked_in_one_go(
    actor: Actor, django_assert_max_num_queries: object
) -> None:
    load(actor, 5000)
    spent = spend(actor, 5000)
    rows = [(spent.pk, 1, f"message {n}") for n in range(5000)]
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        back = credits.refund_many(actor.firm_id, rows)
    assert sum(back.values()) == 5000
    assert selectors.summary(actor.firm_id, Kind.SMS) == selectors.Summary(5000, 0, 5000)


def test_another_firms_spend_cannot_be_refunded(actor: Actor) -> None:
    load(actor, 5)
    spent = spend(actor, 5)
    other = Firm.objects.create(name="Diğer", slug="diger")
    assert credits.refund_many(other.pk, [(spent.pk, 5, "theirs")]) == {}
    with pytest.raises(NotFound):
        credits.refund(other.pk, spent.pk, 5, "theirs", Reason.CANCELLED)
    assert credits.balance(actor.firm_id, Kind.SMS) == 0


def test_a_load_is_no_spend_and_cannot_be_refunded(actor: Actor) -> None:
    with pytest.raises(NotFound):
        credits.refund(actor.firm_id, load(actor, 5).pk, 5, "back", Reason.CANCELLED)


def test_a_correction_moves_the_balance_to_the_operators_figure(actor: Actor) -> None:
    load(actor, 10)
    for difference, key in ((-3, "down"), (5, "up"), (-3, "down")):
        credits.adjust(actor.firm_id, Kind.SMS, difference, key, Reason.OPERATOR_FIGURE, actor)
    assert credits.balance(actor.firm_id, Kind.SMS) == 12
    assert credits.adjust(actor.firm_id, Kind.SMS, 0, "no", Reason.MANUAL, actor) is None
    with pytest.raises(InsufficientCredit):
        credits.adjust(actor.firm_id, Kind.SMS, -13, "below", Reason.MANUAL, actor)


def test_loads_and_corrections_are_in_the_trail_once(actor: Actor) -> None:
    load(actor, 10)
    load(actor, 10)
    credits.adjust(actor.firm_id, Kind.SMS, -3, "down", Reason.MANUAL, actor)
    entries = AuditEntry.objects.filter(action__startswith="ledger.").order_by("seq")
    assert [(entry.action, entry.changes["change"]) for entry in entries] == [
        ("ledger.load", 10),
        ("ledger.adjust", -3),
    ]


@pytest.mark.requirement("L-073")
def test_remaining_is_always_total_minus_spent(actor: Actor) -> None:
    assert selectors.summary(actor.firm_id, Kind.SMS) == selectors.Summary(0, 0, 0)
    load(actor, 100)
    spent = spend(actor, 30)
    credits.refund(actor.firm_id, spent.pk, 10, "back", Reason.UNDELIVERED)
    credits.adjust(actor.firm_id, Kind.SMS, -5, "fix", Reason.MANUAL, actor)
    assert selectors.summary(actor.firm_id, Kind.SMS) == selectors.Summary(95, 20, 75)
    assert sums() == {0}


def test_a_spend_that_is_rolled_back_leaves_nothing(actor: Actor) -> None:
    load(actor, 10)
    with transaction.atomic():
        spend(actor, 4)
        transaction.set_rollback(True)
    assert credits.balance(actor.firm_id, Kind.SMS) == 10
    assert spend(actor, 6).amount == 6


def test_movements_cannot_be_changed_or_deleted(actor: Actor) -> None:
    load(actor, 10)
    with firm_scope(actor.firm_id):
        for change in (
            lambda rows: rows.update(amount=99),
            lambda rows: rows.update(refunded=-1),
            lambda rows: rows._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(Transfer.objects.all())


def test_the_database_itself_refuses_a_balance_below_zero(actor: Actor) -> None:
    load(actor, 1)
    with (
        firm_scope(actor.firm_id),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Account.objects.filter(role=Account.Role.AVAILABLE).update(balance=-1)
