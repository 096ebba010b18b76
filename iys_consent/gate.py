"""The consent gate: may a message of this class go to this person now?

Every path that sends asks here, once when a campaign is prepared and once more right before
hand-over. The answer is an SQL expression, so a million recipients are decided in one
statement. Without an answer of the registry the gate fails closed for commercial messages
(S-011, S-013, S-038); informational messages need no consent (S-023, S-051).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from iys_consent.decision import FIRST_BLOCK, Verdict, commercial_sql
from iys_consent.exemptions import ExemptSender
from iys_consent.models import ConsentRecord
from iys_consent.sql.access import OF_DEALER

COMMERCIAL = "TICARI"
INFORMATIONAL = "BILGILENDIRME"
# How old the registry's answer may be: a day when the campaign is planned, minutes when it
# is handed over (the intermediary asks once more itself).
FRESH_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Question:
    """What the campaign says of itself.

    ``exempt_when``: for an exempt sender (S-052, S-059 … S-063) the SQL condition over ``r``
    that says who falls under the exemption ("TRUE" where it has no limit), else "".
    ``dealer_id``: the dealer in whose name it is sent (S-055): his contract has to hold today,
    at the registry too, and in this brand; ``retailer_code``: the same where his code alone is
    known.
    """

    message_class: str
    firm_id: int
    brand_id: int | None = None
    channel: str = "MESAJ"
    exempt_when: str = ""
    exempt_sender: str = ""  # which exemption (``exemptions.ExemptSender``): the evidence
    retailer_code: int | None = None
    dealer_id: int | None = None
    fresh_for: timedelta = FRESH_FOR
    # Right before hand-over an approval must be younger than that; None: ``fresh_for`` holds.
    recheck_after: timedelta | None = None


@dataclass(frozen=True)
class GateSql:
    """``verdict``: int SQL expression over the alias ``r`` of a recipient (columns ``phone``,
    ``recipient_type``), a value of ``decision.Verdict``; ``joins``: what it needs joined;
    ``params``: those of ``joins``; ``evidence``: jsonb SQL expression."""

    verdict: str
    joins: str = ""
    evidence: str = "NULL::jsonb"
    params: tuple[object, ...] = field(default=())

    @property
    def allowed(self) -> str:
        """Boolean SQL expression."""
        return f"({self.verdict}) < {FIRST_BLOCK}"


def consent(question: Question) -> GateSql:
    """The gate for one question. Raises ``ValueError`` for an unknown class."""
    if question.message_class == INFORMATIONAL:
        return GateSql(str(Verdict.EXEMPT_CONTENT.value))
    if question.message_class != COMMERCIAL:
        raise ValueError(f"unknown message class: {question.message_class!r}")
    if question.exempt_when:
        within, outside = Verdict.EXEMPT_SENDER.value, Verdict.OUTSIDE_EXEMPTION.value
        known = ExemptSender(question.exempt_sender).value if question.exempt_sender else ""
        return GateSql(
            f"CASE WHEN {question.exempt_when} THEN {within} ELSE {outside} END",
            evidence=f"jsonb_build_object('exempt_sender', '{known}')" if known else "NULL::jsonb",
        )
    if question.brand_id is None:
        return GateSql(str(Verdict.NO_BRAND.value))
    return GateSql(
        verdict=commercial_sql(),
        joins=(_JOINS if question.dealer_id is None else OF_DEALER) + RECORDS,
        evidence=_EVIDENCE,
        params=_params(question),
    )


def _params(question: Question) -> tuple[object, ...]:
    asks: tuple[object, ...] = question.retailer_code, question.fresh_for
    if question.dealer_id is not None:
        asks = question.fresh_for, question.dealer_id, question.firm_id, question.brand_id
    return (
        *asks,
        question.firm_id,
        question.brand_id,
        question.channel,
    )


# The record of a recipient ``r``; its parameters are firm, brand and channel.
RECORDS = (
    f" LEFT JOIN {ConsentRecord._meta.db_table} c ON c.firm_id = %s AND c.brand_id = %s"
    " AND c.channel = %s AND c.recipient_type = r.recipient_type AND c.recipient = r.phone"
)
_JOINS = (
    " CROSS JOIN (SELECT %s::int AS retailer, FALSE AS dealer_closed,"
    " clock_timestamp() - %s::interval AS fresh_after) q"
)
# Frozen with the message: what held at that minute, and by which answer (idea 1, S-018).
_EVIDENCE = (
    "CASE WHEN c.id IS NULL THEN NULL ELSE jsonb_strip_nulls(jsonb_build_object("
    "'record', c.id, 'status', NULLIF(c.status, ''), 'source', NULLIF(c.source, ''),"
    " 'consented_at', c.consented_at, 'movement', c.movement_seq,"
    " 'registry', NULLIF(c.registry_status, ''), 'registry_at', c.registry_at,"
    " 'registry_ref', NULLIF(c.registry_ref, ''), 'dealer', q.retailer)) END"
)
