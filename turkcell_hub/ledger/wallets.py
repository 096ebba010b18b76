"""A wallet: the three accounts of one firm and kind, locked before anything moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.db import connection

from turkcell_hub.ledger.models import Account
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.scope import every_firm

_ROLES = tuple(Account.Role)


@dataclass(frozen=True)
class Wallet:
    """Ids of the accounts, and the available balance at the time of the lock."""

    source: int
    available: int
    spent: int
    balance: int


def lock(firm_id: int, kind: str) -> Wallet:
    """The wallet with its AVAILABLE row locked until the transaction ends.

    Every movement takes this lock first, so movements of one wallet come one after the
    other and cannot deadlock among themselves. Makes the accounts at first use.
    """
    rows = _locked(firm_id, kind)
    if len(rows) < len(_ROLES):
        with connection.cursor() as cursor:
            cursor.execute(_FIRST, [firm_id, kind, [str(role) for role in _ROLES]])
        rows = _locked(firm_id, kind)
    available = rows[Account.Role.AVAILABLE]
    return Wallet(
        source=rows[Account.Role.SOURCE].pk,
        available=available.pk,
        spent=rows[Account.Role.SPENT].pk,
        balance=available.balance,
    )


# One statement for many refunds a second: in the order in which ``lock`` takes several kinds.
_LOCK_OF = """
SELECT FROM ledger_account
 WHERE firm_id = %s AND kind IN (
       SELECT kind FROM ledger_transfer WHERE firm_id = %s AND id = ANY(%s))
 ORDER BY kind, role FOR NO KEY UPDATE
"""


def lock_of(firm_id: int, transfer_ids: Collection[int]) -> None:
    """Locks, as ``lock`` does, the wallets that these movements of the firm belong to."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OF, [firm_id, firm_id, list(transfer_ids)])


_FIRST = """
INSERT INTO ledger_account (firm_id, kind, role, balance)
SELECT %s, %s, role, 0 FROM unnest(%s::text[]) role ON CONFLICT DO NOTHING
"""


def _locked(firm_id: int, kind: str) -> dict[str, Account]:
    return {account.role: account for account in _accounts().rows(firm=firm_id, kind=kind)}


@cache
def _accounts() -> Statement:
    """Made once: every movement locks its wallet. AVAILABLE comes first; one order for all."""
    fields = Account._meta.get_field
    with every_firm():
        rows = Account.objects.select_for_update(no_key=True).filter(
            firm_id=Given("firm", fields("firm").target_field), kind=Given("kind", fields("kind"))
        )
        return Statement(rows.order_by("role"))
