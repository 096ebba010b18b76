"""Which numbers of the regulation hold for a firm today."""

from __future__ import annotations

from iys_consent.rules import DateRules


def in_force(firm_id: int) -> DateRules:
    """The firm's rules of today (K-027, contracts/iys.md 4.5)."""
    return DateRules()
