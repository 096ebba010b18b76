"""A wallet: the three accounts of one firm and kind, locked before anything moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from turkcell_hub.ledger.models import Account

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
        Account.objects.bulk_create(
            [Account(firm_id=firm_id, kind=kind, role=role) for role in _ROLES],
            ignore_conflicts=True,
        )
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


def _locked(firm_id: int, kind: str) -> dict[str, Account]:
    accounts = (
        Account.objects.select_for_update(no_key=True)
        .filter(firm_id=firm_id, kind=kind)
        .order_by("role")  # AVAILABLE comes first; one order for everybody
    )
    return {account.role: account for account in accounts}
