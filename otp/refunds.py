"""Which ends of a code's SMS give its credit back; the firm's dated rules stand above it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otp.models import CodeSend, SendState
from turkcell_hub.billing import calendar, refund_table
from turkcell_hub.billing.refund_table import FinalState
from turkcell_hub.billing.selectors import refunds

SERVICE = "OTP"


def register() -> None:
    refund_table.register(
        SERVICE,
        _("OTP"),
        (
            FinalState(SendState.UNDELIVERED, SendState.UNDELIVERED.label, True),
            FinalState(SendState.REFUSED, SendState.REFUSED.label, True),
            FinalState(SendState.EXPIRED, SendState.EXPIRED.label, True, fixed=True),
            FinalState(SendState.CANCELLED, SendState.CANCELLED.label, True, fixed=True),
        ),
    )


def gives_back(row: CodeSend, state: str) -> bool:
    """By the table of the day on which the code was paid."""
    day = calendar.today(row.created_at)
    return state in refunds.refunded(SERVICE, [day])[day]
