"""What must hold of a firm's books, with SQL of its own (I8): each bill of the operator is in them
once, and the sums are equal to the kuruş."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from tests.faults._bills_stage import Desk, Wanted
from tests.faults.checker import Report
from turkcell_hub.audit.services.verification import verify
from turkcell_hub.tenancy.scope import firm_scope

_COUNTED = (
    "SELECT number, ettn, amount FROM invoices_bill WHERE firm_id = %s AND state <> 'CONFLICT'"
    " AND issue_date >= '2026-01-01'"
)
_CONFLICTS = (
    "SELECT number, ettn, amount FROM invoices_bill WHERE firm_id = %s AND state = 'CONFLICT'"
    " AND issue_date >= '2026-01-01'"
)
_RACED = """
SELECT issue_date, count(*) FILTER (WHERE state <> 'CONFLICT'),
       count(*) FILTER (WHERE state = 'CONFLICT')
  FROM invoices_bill WHERE firm_id = %s AND issue_date < '2026-01-01' GROUP BY issue_date
"""
_OWED = (
    "SELECT COALESCE(SUM(amount), 0), count(*) FROM invoices_bill"
    " WHERE firm_id = %s AND state <> 'CONFLICT' AND type_code <> 'IADE'"
)
_BOOKED = (
    "SELECT COALESCE(SUM(total), 0), count(*) FROM erp_document"
    " WHERE firm_id = %s AND state <> 'CANCELLED'"
)
_KDV_OWED = """
SELECT COALESCE(SUM((tax->>'amount')::numeric), 0)
  FROM invoices_bill, jsonb_array_elements(taxes) tax
 WHERE firm_id = %s AND state <> 'CONFLICT' AND type_code <> 'IADE' AND tax->>'code' = '0015'
"""
_KDV_BOOKED = """
SELECT COALESCE(SUM(l.vat), 0) FROM erp_documentline l JOIN erp_document d ON d.id = l.document_id
 WHERE d.firm_id = %s AND d.state <> 'CANCELLED'
"""
_LINES = """
SELECT d.id, d.total, SUM(l.net + l.vat) FROM erp_document d
  JOIN erp_documentline l ON l.document_id = d.id
 WHERE d.firm_id = %s AND d.state <> 'CANCELLED' GROUP BY d.id, d.total
HAVING d.total <> SUM(l.net + l.vat)
"""
_TWICE = """
SELECT bill_id, number FROM invoices_taking WHERE firm_id = %s AND released_at IS NULL
 GROUP BY bill_id, side, number HAVING count(*) > 1
"""
_UNTAKEN = """
SELECT b.number, n.number FROM invoices_bill b JOIN invoices_billnumber n ON n.bill_id = b.id
 WHERE b.firm_id = %s AND b.state <> 'CONFLICT' AND b.type_code <> 'IADE'
   AND NOT EXISTS (SELECT FROM invoices_taking t WHERE t.bill_id = b.id AND t.number = n.number
                      AND t.released_at IS NULL)
"""
_RETURNS_BOOKED = """
SELECT b.number FROM invoices_bill b JOIN invoices_taking t ON t.bill_id = b.id
 WHERE b.firm_id = %s AND (b.type_code = 'IADE' OR b.state = 'CONFLICT')
"""
# Connected by their parts, documents and bills are worth the same: not merged, each bill alone.
_BY_BILL = """
SELECT b.number, b.amount, SUM(d.total)
  FROM invoices_bill b
  JOIN (SELECT DISTINCT bill_id, document_id FROM invoices_taking
         WHERE firm_id = %s AND released_at IS NULL AND document_id IS NOT NULL) t
    ON t.bill_id = b.id
  JOIN erp_document d ON d.id = t.document_id
 GROUP BY b.id, b.number, b.amount HAVING b.amount <> SUM(d.total)
"""
_RUNS = "SELECT COALESCE(SUM(total), 0), COALESCE(SUM(documents), 0) FROM invoices_transfer" \
    " WHERE firm_id = %s AND state <> 'UNDONE'"  # fmt: skip


def truth(bills: list[Wanted]) -> set[tuple[str, str, Decimal]]:
    """(number, ETTN, amount) of each bill, as its printer knows them."""
    sheets = [one.sheet() for one in bills]
    return {(one.number, one.ettn, one.amount) for one in sheets}


def check(desk: Desk, originals: list[Wanted], corrections: list[Wanted], pairs: int) -> Report:
    report = Report()
    with firm_scope(desk.firm.pk), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _bills(report, desk, originals, corrections, pairs)
        _books(report, desk)
        _once(report, desk)
        broken = verify(desk.firm.pk)
    report.rule("I9 the trail is whole", 1, broken)
    looks = desk.done["looks at the operator's marks"]
    report.rule("I8 nothing is told as taken that is not here", looks, desk.marked_too_early)
    offered = [one["id"] for one in desk.at_operator() if one["is_new"]]
    report.rule("I8 the operator offers nothing that is here", len(originals), offered)
    return report


def _bills(
    report: Report, desk: Desk, originals: list[Wanted], corrections: list[Wanted], pairs: int
) -> None:
    wanted = truth(originals)
    found = {tuple(row) for row in _rows(_COUNTED, desk)}
    report.rule("I8 every bill counts, once, as printed", len(wanted), wanted ^ found)
    wanted = truth(corrections)
    found = {tuple(row) for row in _rows(_CONFLICTS, desk)}
    report.rule("I8 every correction waits for a person", len(wanted), wanted ^ found)
    raced = _rows(_RACED, desk)
    wrong = [row for row in raced if row[1:] != (1, 1)]
    if len(raced) != pairs:
        wrong.append((f"{len(raced)} of {pairs} pairs",))
    report.rule("I8 of a bill and its correction at once one counts", pairs, wrong)


def _books(report: Report, desk: Desk) -> None:
    (owed, bills), (booked, _count) = _rows(_OWED, desk)[0], _rows(_BOOKED, desk)[0]
    report.rule("I8 documents are worth the bills", bills, [f"{owed} {booked}"][owed == booked :])
    (kdv,), (vat,) = _rows(_KDV_OWED, desk)[0], _rows(_KDV_BOOKED, desk)[0]
    report.rule("I8 their KDV is the bills'", bills, [f"{kdv} {vat}"][kdv == vat :])
    report.rule("I8 lines make their document", _count, _rows(_LINES, desk))
    (told, documents) = _rows(_RUNS, desk)[0]
    wrong = [] if (told, documents) == (booked, _count) else [f"{told} of {documents}"]
    report.rule("I8 the runs tell what they booked", 1, wrong)
    if not desk.merge:
        report.rule("I8 each bill is worth its documents", bills, _rows(_BY_BILL, desk))


def _once(report: Report, desk: Desk) -> None:
    report.rule("I4 no part is booked twice", 1, _rows(_TWICE, desk))
    report.rule("I3 every number of a bill is taken", 1, _rows(_UNTAKEN, desk))
    report.rule("returns and conflicts are not booked", 1, _rows(_RETURNS_BOOKED, desk))


def _rows(sql: str, desk: Desk) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [desk.firm.pk])
        return cursor.fetchall()
