"""Colours of states: green went well, yellow waits, red wants a look."""

from __future__ import annotations

from messaging.models import (
    BlacklistChange,
    CampaignState,
    MessageState,
    PastReport,
    RepeatRule,
    Thread,
)
from messaging.states import FAILED, REACHED
from turkcell_hub.outbox.states import State

_CAMPAIGN = {
    CampaignState.DRAFT: "secondary",
    CampaignState.SCHEDULED: "info",
    CampaignState.REPEATING: "info",
    CampaignState.NEEDS_PERSON: "danger",
    CampaignState.AWAITING: "warning",
    CampaignState.PREPARING: "info",
    CampaignState.SENDING: "info",
    CampaignState.PAUSED: "warning",
    CampaignState.CANCELLED: "secondary",
    CampaignState.DONE: "success",
}


def campaign(state: str) -> str:
    return _CAMPAIGN.get(CampaignState(state), "secondary")


def message(state: int) -> str:
    """Of a message's own state; a waiting one is neutral."""
    if state in REACHED:
        return "success"
    if state in FAILED:
        return "danger"
    return "warning" if state == MessageState.BLOCKED else "secondary"


def batch(state: str) -> str:
    """Of the batch that carries a waiting message."""
    if state in (State.NEEDS_PERSON, State.UNKNOWN, State.HELD):
        return "warning"
    return "info"


def blacklist_change(kind: str) -> str:
    return "success" if kind == BlacklistChange.Kind.REMOVED else "warning"


def past_report(state: str) -> str:
    return {PastReport.State.DELIVERED: "success", PastReport.State.FAILED: "danger"}.get(
        PastReport.State(state), "secondary"
    )


def repeat(state: str) -> str:
    return {RepeatRule.State.ACTIVE: "success", RepeatRule.State.PAUSED: "warning"}.get(
        RepeatRule.State(state), "secondary"
    )


def thread(state: str) -> str:
    return {Thread.State.OPEN: "warning", Thread.State.ANSWERED: "success"}.get(
        Thread.State(state), "secondary"
    )
