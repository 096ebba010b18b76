"""From bills to ERP documents, as pure functions: no database, no Django (L-107 … L-114)."""

from invoices.matching.owed import totals_of
from invoices.matching.plan import plan
from invoices.matching.rebilling import rebill
from invoices.matching.shapes import (
    Card,
    Plan,
    PlanDocument,
    PlanLine,
    Problem,
    ProblemCode,
    Row,
    Source,
    Table,
    Unmatched,
    Why,
    by_currency,
)
from invoices.matching.units import Unit, units

__all__ = [
    "Card",
    "Plan",
    "PlanDocument",
    "PlanLine",
    "Problem",
    "ProblemCode",
    "Row",
    "Source",
    "Table",
    "Unit",
    "Unmatched",
    "Why",
    "by_currency",
    "plan",
    "rebill",
    "totals_of",
    "units",
]
