"""Reading the ledger: Toplam, Harcanan, Kalan, and the movements."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from turkcell_hub.ledger.models import Account, Transfer
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.scope import firm_scope


@dataclass(frozen=True)
class Summary:
    """``remaining`` = ``total`` − ``spent`` always; ``total`` is what was loaded, corrected."""

    total: int
    spent: int
    remaining: int


def summary(firm_id: int, kind: str) -> Summary:
    """The three figures, read in one statement so that they belong together."""
    with firm_scope(firm_id):
        balances = dict(Account.objects.filter(kind=kind).values_list("role", "balance"))
    return Summary(
        total=-balances.get(Account.Role.SOURCE, 0),
        spent=balances.get(Account.Role.SPENT, 0),
        remaining=balances.get(Account.Role.AVAILABLE, 0),
    )


def history(actor: Actor) -> QuerySet[Transfer]:
    """The firm's movements, newest first."""
    with firm_scope(actor.firm_id):
        return Transfer.objects.select_related("credit").order_by("-id")
