"""What an approval is about in figures, as people read it."""

from __future__ import annotations

from otp.models import Process
from turkcell_hub import approvals
from turkcell_hub.lib.money import format_amount
from turkcell_hub.portal import cells


def shown(row: Process) -> str:
    """ "1.234,50 TL"; "2.000 SMS" where the amount is no money; "" without one."""
    if row.amount is None:
        return ""
    if row.currency:
        return format_amount(row.amount, row.currency)
    kind = approvals.kind_of(row.kind)
    return f"{cells.number(row.amount)} {kind.unit if kind else ''}".rstrip()
