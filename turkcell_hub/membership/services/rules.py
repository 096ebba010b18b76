"""Üyelik kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.lib.papers import Limits
from turkcell_hub.membership import permissions
from turkcell_hub.membership.models import MembershipRules


def _tidy(values: dict[str, Any]) -> None:
    """Left empty, the address stays as it is, like everything else."""
    if not str(values.get("iys_address", "")).strip():
        values.pop("iys_address", None)


RULES = DatedRules(
    MembershipRules,
    permissions.RULES_CHANGE,
    ("supplier", "supplier_address", "iys_office", "iys_email", "iys_address", "most_megabytes",
     "most_megapixels", "most_files", "identity_days", "draft_days"),
    added="membership.rules.add",
    author="by_label",
    tidy=_tidy,
    today=lambda _firm_id: timezone.localdate(),
)  # fmt: skip
in_force, add = RULES.in_force, RULES.add


def limits(rules: MembershipRules) -> Limits:
    return Limits(rules.most_megabytes * 1024 * 1024, rules.most_megapixels * 1_000_000)
