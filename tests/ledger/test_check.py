"""check_ledger bites: each planted fault is found."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor


@pytest.fixture
def books(actor: Actor) -> None:
    credits.load(actor.firm_id, Kind.SMS, 100, "load", Reason.PURCHASE, actor)
    spent = credits.spend(actor.firm_id, Kind.SMS, 40, "spend", Reason.CAMPAIGN, actor)
    credits.refund(actor.firm_id, spent.pk, 10, "back", Reason.UNDELIVERED)


def test_books_that_balance_pass(books: None) -> None:
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "tutuyor" in out.getvalue()


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("UPDATE ledger_account SET balance = balance + 1 WHERE role = 'AVAILABLE'", "I1"),
        ("UPDATE ledger_transfer SET amount = 41 WHERE type = 'SPEND'", "I1"),
        ("UPDATE ledger_transfer SET refunded = 0 WHERE type = 'SPEND'", "I2"),
        ("DELETE FROM ledger_transfer WHERE type = 'REFUND'", "I2"),
    ],
)
def test_a_fault_in_the_books_is_found(books: None, fault: str, rule: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(fault)
        cursor.execute("SET LOCAL session_replication_role = origin")
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_ledger", stderr=err)
    assert caught.value.returncode == 1
    assert f"{rule}:" in err.getvalue()
