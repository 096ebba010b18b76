"""Reading the ledger: Toplam, Harcanan, Kalan, and the movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min, QuerySet, Sum
from django.utils import timezone

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


@dataclass(frozen=True)
class Outlook:
    """How long ``remaining`` lasts at the pace of the last ``days``: ``spent`` net of refunds.

    ``days_left`` None: nothing was spent, so nothing can be said."""

    remaining: int
    spent: int
    days: int

    @property
    def a_day(self) -> float:
        return self.spent / self.days

    @property
    def days_left(self) -> int | None:
        return int(self.remaining / self.a_day) if self.spent > 0 else None


def outlook(firm_id: int, kind: str, days: int = 30) -> Outlook:
    """The forecast and its basis; a firm that began later is measured from its first spend."""
    now = timezone.now()
    since = now - timedelta(days=days)
    with firm_scope(firm_id):
        spends = Transfer.objects.filter(kind=kind, type=Transfer.Type.SPEND)
        recent = spends.filter(at__gte=since)
        found = recent.aggregate(out=Sum("amount"), back=Sum("refunded"), first=Min("at"))
        began = None if spends.filter(at__lt=since).exists() else found["first"]
    measured = min(days, max(1, (now - began).days + 1)) if began else days
    spent = (found["out"] or 0) - (found["back"] or 0)
    return Outlook(summary(firm_id, kind).remaining, spent, measured)


def history(actor: Actor) -> QuerySet[Transfer]:
    """The firm's movements, newest first."""
    with firm_scope(actor.firm_id):
        return Transfer.objects.select_related("credit").order_by("-id")
