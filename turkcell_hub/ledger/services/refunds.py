"""Credits back (S-065): each refund names its spend, happens once a key, and all refunds
of a spend together never exceed it (I2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.ledger import wallets
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.lib import arrays
from turkcell_hub.tenancy.scope import firm_scope


class RefundRow(NamedTuple):
    """``amount`` back from the spend ``transfer_id``; ``subject_id`` e.g. the message."""

    transfer_id: int
    amount: int
    key: str
    reason: str = Reason.UNDELIVERED
    subject_type: str = ""
    subject_id: int | None = None


# wanted -> those with a new key -> cut to what is left of the spend -> booked -> sums.
_REFUND = """
WITH wanted AS (
    SELECT DISTINCT ON (w.key) w.*
      FROM unnest(%(transfer_ids)s::bigint[], %(amounts)s::bigint[], %(keys)s::text[],
                  %(reasons)s::text[], %(subject_types)s::text[], %(subject_ids)s::bigint[])
           WITH ORDINALITY
           AS w(of_id, amount, key, reason, subject_type, subject_id, place)
     WHERE NOT EXISTS (SELECT FROM ledger_transfer t
                        WHERE t.firm_id = %(firm_id)s AND t.key = w.key)
     ORDER BY w.key, w.place
), cut AS (
    SELECT w.*, s.kind, s.debit_id, s.credit_id,
           LEAST(w.amount, GREATEST(0, s.amount - s.refunded - (
               SUM(w.amount) OVER (PARTITION BY w.of_id ORDER BY w.place) - w.amount))) AS back
      FROM wanted w
      JOIN ledger_transfer s ON s.id = w.of_id
     WHERE s.firm_id = %(firm_id)s AND s.type = 'SPEND' AND w.amount > 0
), booked AS (
    INSERT INTO ledger_transfer (firm_id, kind, type, reason, debit_id, credit_id, amount, key,
                                 of_id, refunded, at, actor, subject_type, subject_id)
    SELECT %(firm_id)s, kind, 'REFUND', reason, credit_id, debit_id, back, key,
           of_id, 0, clock_timestamp(), %(actor)s, subject_type, subject_id
      FROM cut WHERE back > 0
    RETURNING of_id, amount, key, debit_id, credit_id
), noted AS (
    UPDATE ledger_transfer s SET refunded = s.refunded + b.amount
      FROM (SELECT of_id, SUM(amount) AS amount FROM booked GROUP BY of_id) b
     WHERE s.id = b.of_id
), moved AS (
    UPDATE ledger_account a SET balance = a.balance + m.amount
      FROM (SELECT id, SUM(amount) AS amount FROM (
                SELECT credit_id AS id, amount FROM booked
                UNION ALL SELECT debit_id, -amount FROM booked) sides GROUP BY id) m
     WHERE a.id = m.id
)
SELECT key, amount FROM booked
"""


def refund_many(firm_id: int, rows: Iterable[RefundRow | tuple], actor: str = "") -> dict[str, int]:
    """Refunds thousands of rows in one statement; returns key -> what really came back.

    Keys that are known, spends of another firm and amounts below 1 are left out; a row that
    asks for more than is left of its spend gets what is left. Locks the wallets concerned.
    """
    wanted = [RefundRow(*row) for row in rows]
    if not wanted:
        return {}
    columns = list(zip(*wanted, strict=True))
    with transaction.atomic(savepoint=False):
        wallets.lock_of(firm_id, set(columns[0]))
        with connection.cursor() as cursor:
            cursor.execute(
                _REFUND,
                {
                    "firm_id": firm_id,
                    "actor": actor or _("Sistem"),
                    "transfer_ids": arrays.of_numbers(columns[0]),
                    "amounts": arrays.of_numbers(columns[1]),
                    "keys": arrays.of_texts(columns[2]),
                    "reasons": arrays.of_texts(columns[3]),
                    "subject_types": arrays.of_texts(columns[4]),
                    "subject_ids": arrays.of_numbers(columns[5]),
                },
            )
            return dict(cursor.fetchall())


def refund(
    firm_id: int, transfer_id: int, amount: int, key: str, reason: str, actor: str = ""
) -> Transfer | None:
    """One refund; the same key twice returns the first. None when nothing is left to refund.

    Raises ``NotFound`` when the firm has no such spend, ``Invalid`` for amounts below 1.
    """
    if amount < 1:
        raise Invalid(_("İade miktarı en az 1 olmalıdır."), field="amount")
    with transaction.atomic(), firm_scope(firm_id):
        if not Transfer.objects.filter(pk=transfer_id, type=Transfer.Type.SPEND).exists():
            raise NotFound(_("İade edilecek harcama bulunamadı."))
        refund_many(firm_id, [RefundRow(transfer_id, amount, key, reason)], actor)
        return Transfer.objects.filter(key=key, type=Transfer.Type.REFUND).first()
