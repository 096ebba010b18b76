"""The one statement chain behind every single movement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from turkcell_hub.ledger.models import Transfer

# The balance is checked by the UPDATE that takes from it; when it is too small nothing
# else of the chain happens and no row comes back.
_MOVE = """
WITH taken AS (
    UPDATE ledger_account SET balance = balance - %(amount)s
     WHERE id = %(debit)s AND (role = 'SOURCE' OR balance >= %(amount)s) RETURNING id
), given AS (
    UPDATE ledger_account SET balance = balance + %(amount)s
     WHERE id = %(credit)s AND EXISTS (SELECT FROM taken) RETURNING id
)
INSERT INTO ledger_transfer (firm_id, kind, type, reason, debit_id, credit_id, amount, key,
                             refunded, at, actor, subject_type, subject_id)
SELECT %(firm_id)s, %(kind)s, %(type)s, %(reason)s, %(debit)s, %(credit)s, %(amount)s, %(key)s,
       0, clock_timestamp(), %(actor)s, %(subject_type)s, %(subject_id)s
  FROM given
RETURNING {columns}
"""
_FIELDS = Transfer._meta.concrete_fields
_MOVE = _MOVE.format(columns=", ".join(field.column for field in _FIELDS))


@dataclass(frozen=True)
class Move:
    """What shall move. ``debit`` and ``credit`` are account ids of a locked wallet."""

    firm_id: int
    kind: str
    type: str
    reason: str
    debit: int
    credit: int
    amount: int
    key: str
    actor: str
    subject_type: str = ""
    subject_id: int | None = None


def run(move: Move) -> Transfer | None:
    """Books the move; None when the debit account holds too little (nothing moved)."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, vars(move))
        row = cursor.fetchone()
    names = [field.attname for field in _FIELDS]
    return Transfer.from_db(connection.alias, names, row) if row else None
