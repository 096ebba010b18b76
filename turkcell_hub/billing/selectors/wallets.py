"""Which wallet a firm spends from, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from turkcell_hub.billing.models import BillingProfile
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.scope import every_firm


@dataclass(frozen=True)
class Wallet:
    kind: str
    balance: int

    @property
    def is_limit(self) -> bool:
        return self.kind == Kind.LIMIT


def profile_of(firm_id: int) -> BillingProfile:
    """The firm's profile; an unsaved prepaid one where nothing was ever set."""
    found: list[BillingProfile] = _profiles().rows(firm=firm_id)
    return found[0] if found else BillingProfile(firm_id=firm_id)


@cache
def _profiles() -> Statement:
    """Made once: whatever spends asks for it."""
    firm = Given("firm", BillingProfile._meta.get_field("firm").target_field)
    with every_firm():
        return Statement(BillingProfile.objects.filter(firm_id=firm).order_by("pk")[:1])


def kind_of(firm_id: int) -> str:
    """The kind that sending SMS spends: credits of a prepaid firm, the limit of a postpaid one."""
    return Kind.LIMIT.value if profile_of(firm_id).is_postpaid else Kind.SMS.value


def spendable(firm_id: int) -> Wallet:
    """What SMS can be sent from now."""
    kind = kind_of(firm_id)
    return Wallet(kind, credits.balance(firm_id, kind))


def kinds_of(firm_id: int) -> list[str]:
    """The wallets that the firm can have, what pays its SMS first. Credit that a postpaid firm has
    left from before is one of them; a prepaid firm has no limit. The caller is in the firm's
    scope."""
    first = kind_of(firm_id)
    found = [first, Kind.OTP.value, Kind.IYS.value]
    if first != Kind.SMS and credits.balance(firm_id, Kind.SMS):
        found.append(Kind.SMS.value)
    return found
