"""The books' invariants (docs/reliability.md, I1, I2), read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Finding:
    """``rule`` names the invariant; ``count`` rows break it, the first being ``example``."""

    rule: str
    count: int
    example: str


_RULES = {
    "I1: her cüzdanın hesapları toplamı 0 olmalı": """
        SELECT firm_id || '/' || kind FROM ledger_account
         GROUP BY firm_id, kind HAVING SUM(balance) <> 0""",
    "I1: her hesabın bakiyesi hareketlerinin toplamı olmalı": """
        SELECT a.firm_id || '/' || a.kind || '/' || a.role
          FROM ledger_account a
          LEFT JOIN (SELECT id, SUM(amount) AS amount FROM (
                SELECT credit_id AS id, amount FROM ledger_transfer
                UNION ALL SELECT debit_id, -amount FROM ledger_transfer) s GROUP BY id) m
            ON m.id = a.id
         WHERE a.balance <> COALESCE(m.amount, 0)""",
    "I1: kalan hiçbir zaman 0'ın altında olmamalı": """
        SELECT firm_id || '/' || kind FROM ledger_account
         WHERE role <> 'SOURCE' AND balance < 0""",
    "I1: hareketin hesapları kendi cüzdanından olmalı": """
        SELECT t.id::text FROM ledger_transfer t
          JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
         WHERE (d.firm_id, d.kind) <> (t.firm_id, t.kind)
            OR (c.firm_id, c.kind) <> (t.firm_id, t.kind)""",
    "I2: iadeler harcamayı aşmamalı ve harcamada yazılı olmalı": """
        SELECT s.id::text FROM ledger_transfer s
          LEFT JOIN (SELECT of_id, SUM(amount) AS amount FROM ledger_transfer
                      WHERE of_id IS NOT NULL GROUP BY of_id) r ON r.of_id = s.id
         WHERE s.refunded <> COALESCE(r.amount, 0) OR s.refunded > s.amount""",
    "I2: her iade kendi firmasının bir harcamasına bağlı olmalı": """
        SELECT r.id::text FROM ledger_transfer r JOIN ledger_transfer s ON s.id = r.of_id
         WHERE s.type <> 'SPEND' OR s.firm_id <> r.firm_id OR s.kind <> r.kind""",
}


def findings() -> list[Finding]:
    """What breaks an invariant; empty when the books are right."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            # One snapshot for all rules, so that movements meanwhile cannot look like faults.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for rule, sql in _RULES.items():
            cursor.execute(sql)
            rows = cursor.fetchall()
            if rows:
                found.append(Finding(rule, len(rows), rows[0][0]))
    return found
