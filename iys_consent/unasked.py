"""Whom the registry must be asked about before the gate can answer (S-018, article 11)."""

from __future__ import annotations

from dataclasses import dataclass

from iys_consent.gate import RECORDS, Question


@dataclass(frozen=True)
class Unasked:
    """``condition``: boolean SQL expression over the recipient ``r``; ``joins`` and ``params``:
    what it needs joined, and the parameters of that."""

    condition: str
    joins: str
    params: tuple[object, ...]


def in_bulk(question: Question) -> Unasked:
    """Recipients without an answer that is young enough.

    Who has refused in our own ledger needs no question. What the bulk answer cannot tell anew
    (that somebody refused, that a merchant has no record) holds for the longer time.
    """
    return Unasked(_IN_BULK, _JOINS, _params(question))


def one_by_one(question: Question) -> Unasked:
    """Merchants whom the bulk answer did not name: only the single question tells a refusal
    from no record."""
    return Unasked(_ONE_BY_ONE, _JOINS, _params(question))


def _params(question: Question) -> tuple[object, ...]:
    recheck = question.recheck_after or question.fresh_for
    return question.fresh_for, recheck, question.firm_id, question.brand_id, question.channel


_JOINS = (
    " CROSS JOIN (SELECT clock_timestamp() - %s::interval AS fresh_after,"
    " clock_timestamp() - %s::interval AS recheck_after) q" + RECORDS
)
_LASTS = "c.registry_status = 'RET' OR (r.recipient_type = 'TACIR' AND c.registry_status = 'YOK')"
_IN_BULK = (
    "(c.id IS NULL OR (c.status <> 'RET' AND (c.registry_at IS NULL"
    " OR c.registry_at < q.fresh_after"
    f" OR (c.registry_at < q.recheck_after AND NOT ({_LASTS})))))"
)
_ONE_BY_ONE = "(r.recipient_type = 'TACIR' AND c.registry_status = 'ONAYSIZ' AND c.status <> 'RET')"
