"""load_credits: how a firm gets what it has paid for."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm


def load(firm: Firm, amount: int, key: str = "fatura-17", **options: Any) -> str:
    out = StringIO()
    call_command("load_credits", firm.slug, amount, key=key, by="Muhasebe", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def owner(actor: Actor) -> Firm:
    return Firm.objects.get(pk=actor.firm_id)


def test_a_purchase_can_be_spent(owner: Firm) -> None:
    assert "1500" in load(owner, 1500)
    assert credits.balance(owner.pk, "SMS") == 1500


def test_the_same_purchase_again_moves_nothing(owner: Firm) -> None:
    load(owner, 1500)
    load(owner, 1500)
    assert credits.balance(owner.pk, "SMS") == 1500


def test_a_correction_may_take_credits_away_but_never_below_zero(owner: Firm) -> None:
    load(owner, 100)
    load(owner, -40, key="duzeltme-1", correct=True)
    assert credits.balance(owner.pk, "SMS") == 60
    with pytest.raises(CommandError):
        load(owner, -61, key="duzeltme-2", correct=True)
    assert credits.balance(owner.pk, "SMS") == 60


def test_an_unknown_firm_is_refused_with_the_known_ones(owner: Firm) -> None:
    with pytest.raises(CommandError, match=owner.slug):
        call_command("load_credits", "boyle-bir-firma-yok", 1, key="a", by="Muhasebe")
