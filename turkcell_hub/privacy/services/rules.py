"""Saklama süreleri: the dated settings behind every hold."""

from __future__ import annotations

from django.utils import timezone

from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.privacy.models import PrivacyRules
from turkcell_hub.privacy.permissions import RULES_ADD

_YEARS = (1, 30)

RULES = DatedRules(
    PrivacyRules,
    RULES_ADD,
    ("answer_days", "consent_years", "message_years", "bill_years", "receipt_years"),
    added="privacy.rules.added",
    ranges={
        "answer_days": (1, 365),
        "consent_years": _YEARS,
        "message_years": _YEARS,
        "bill_years": _YEARS,
        "receipt_years": _YEARS,
    },
    today=lambda _firm_id: timezone.localdate(),
)
in_force, add = RULES.in_force, RULES.add
