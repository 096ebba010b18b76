"""The state table of a message: which outcomes are final, which give the credit back by default
(a firm's dated rules stand above it: ``turkcell_hub.billing.selectors.refunds``).

Source: the operators' words and numbers (gateways/sms/outcomes.py), S-065, S-066.
"""

from __future__ import annotations

from messaging.models.messages import MessageState
from turkcell_hub.billing.refund_table import FinalState
from turkcell_hub.gateways.sms.contract import Outcome

S = MessageState

# What the operator says of a message -> our final state; what is missing is not final.
BY_OUTCOME: dict[Outcome, MessageState] = {
    Outcome.DELIVERED: S.DELIVERED,
    Outcome.SENT_UNCONFIRMED: S.SENT_UNCONFIRMED,
    Outcome.UNDELIVERED: S.UNDELIVERED,
    Outcome.EXPIRED: S.EXPIRED,
    Outcome.INVALID_NUMBER: S.INVALID_NUMBER,
    Outcome.REJECTED_BY_OPERATOR: S.REJECTED_BY_OPERATOR,
    Outcome.DUPLICATE: S.DUPLICATE,
    Outcome.BLACKLISTED: S.BLACKLISTED,
    Outcome.IYS_REJECTED: S.IYS_REJECTED,
    Outcome.IYS_CHECK_FAILED: S.IYS_CHECK_FAILED,
    Outcome.NO_CREDIT: S.NO_CREDIT,
    Outcome.NOT_COVERED: S.NOT_COVERED,
    Outcome.NOT_SUBSCRIBER: S.NOT_SUBSCRIBER,
    Outcome.CANCELLED: S.CANCELLED,
}

# Ended without having reached the person: the credit comes back and "başarısızları yeniden
# gönder" offers them.
FAILED = frozenset(
    {
        S.UNDELIVERED,
        S.EXPIRED,
        S.INVALID_NUMBER,
        S.REJECTED_BY_OPERATOR,
        S.DUPLICATE,
        S.BLACKLISTED,
        S.IYS_REJECTED,
        S.IYS_CHECK_FAILED,
        S.NO_CREDIT,
        S.NOT_COVERED,
        S.NOT_SUBSCRIBER,
        S.REFUSED,
    }
)
REACHED = frozenset({S.DELIVERED, S.SENT_UNCONFIRMED})
REFUNDED = FAILED | {S.CANCELLED}

# The ledger's reason of a refund.
REFUND_REASON: dict[MessageState, str] = {
    S.UNDELIVERED: "UNDELIVERED",
    S.EXPIRED: "EXPIRED",
    S.INVALID_NUMBER: "INVALID_NUMBER",
    S.CANCELLED: "CANCELLED",
    S.BLACKLISTED: "REJECTED",
    S.IYS_REJECTED: "NO_CONSENT",
    S.BLOCKED: "NO_CONSENT",
    S.REFUSED: "NOT_SENT",
}


# Ended before the operator had them: no rule can keep their credit.
NEVER_HANDED_OVER = frozenset({S.BLOCKED, S.CANCELLED, S.REFUSED})
SERVICE = "sms"


def refund_states() -> list[FinalState]:
    """The table's rows for billing: every final state with its default (S-066)."""
    return [
        FinalState(
            code=state.name,
            label=state.label,
            refunds=state in REFUNDED or state == S.BLOCKED,
            fixed=state in NEVER_HANDED_OVER,
        )
        for state in S
        if state != S.PENDING
    ]


def refund_reason(state: MessageState) -> str:
    return REFUND_REASON.get(state, "REJECTED")
