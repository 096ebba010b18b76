"""Fatura kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from invoices.models import InvoiceRules
from invoices.permissions import RULES_ADD
from turkcell_hub.dated_rules import DatedRules


def _tidy(values: dict[str, Any]) -> None:
    if "warning_days" in values:
        values["warning_days"] = sorted(set(values["warning_days"]), reverse=True)


RULES = DatedRules(
    InvoiceRules,
    RULES_ADD,
    ("password_days", "warning_days", "wrong_tries", "requests_a_day", "jump_percent",
     "jump_least"),
    added="invoices.rules.added",
    ranges={"wrong_tries": (1, 10)},
    tidy=_tidy,
    today=lambda _firm_id: timezone.localdate(),
)  # fmt: skip
in_force, add = RULES.in_force, RULES.add
