"""May one address be written to now? The gate's own text, asked for a single recipient."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from iys_consent import gate
from iys_consent.decision import Verdict


@dataclass(frozen=True)
class Answer:
    """``evidence``: what the gate knew of the record; None when it knew nothing."""

    verdict: Verdict
    evidence: dict[str, Any] | None = None


def ask(question: gate.Question, address: str, recipient_type: str) -> Answer:
    """The gate's verdict on one address (E.164 or lower-case e-mail)."""
    consent = gate.consent(question)
    sql = (
        f"SELECT {consent.verdict}, ({consent.evidence})::text"
        f" FROM (SELECT %s::text AS phone, %s::text AS recipient_type) r {consent.joins}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [address, recipient_type, *consent.params])
        verdict, evidence = cursor.fetchone()
    return Answer(Verdict(verdict), json.loads(evidence) if evidence else None)
