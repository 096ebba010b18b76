"""Figures and stories behind campaigns and messages, read for the REST door."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from messaging import reasons
from messaging.models import Campaign, CampaignCount, Message, MessageState, ReportPush
from messaging.selectors import contents
from messaging.services import preflight
from messaging.services.preparing import BATCH_KIND
from messaging.states import FAILED
from messaging.verdicts import Verdict
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import OURS, State
from turkcell_hub.tenancy.actor import Actor

_DOUBT = (State.UNKNOWN, State.NEEDS_PERSON)
_WAITING = (*OURS, State.HANDING_OVER)
_EXAMPLES = 5
_EXAMPLES_OF_A_REASON = 3


def funnel(campaign: Campaign) -> dict[str, int]:
    """Where the campaign's messages are; the parts add up to ``total``."""
    ended = dict.fromkeys(MessageState, 0)
    for state, messages in _counts(campaign).values_list("state").annotate(n=Sum("messages")):
        ended[MessageState(state)] = messages
    batches = Batch.objects.filter(kind=BATCH_KIND, subject_id=campaign.pk).order_by()
    sizes = dict(batches.values_list("state").annotate(n=Sum("size")))
    pending = max(0, campaign.total - sum(ended.values()))
    waiting = min(pending, sum(sizes.get(state, 0) for state in _WAITING))
    in_doubt = min(pending - waiting, sum(sizes.get(state, 0) for state in _DOUBT))
    spend = Transfer.objects.filter(pk=campaign.spend_id).first() if campaign.spend_id else None
    return {
        "total": campaign.total,
        "blocked": ended[MessageState.BLOCKED],
        "waiting": waiting,
        "in_doubt": in_doubt,
        "awaiting_report": pending - waiting - in_doubt,
        "delivered": ended[MessageState.DELIVERED],
        "sent_unconfirmed": ended[MessageState.SENT_UNCONFIRMED],
        "failed": sum(ended[state] for state in FAILED),
        "cancelled": ended[MessageState.CANCELLED],
        "credits_spent": spend.amount if spend else 0,
        "credits_refunded": spend.refunded if spend else 0,
    }


def reasons_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Why messages did not go or did not arrive, most frequent first (S-068)."""
    told = (MessageState.BLOCKED, *FAILED)
    rows = _counts(campaign).filter(state__in=told).order_by("-messages", "state", "reason")
    return [
        {
            "state": MessageState(row.state).name,
            "code": reason_code(row.state, row.reason),
            "text": reasons.text_of(row.state, row.reason),
            "messages": row.messages,
        }
        for row in rows
    ]


def reason_code(state: int, reason: int) -> str:
    """Stable: the verdict's name of a blocked message, else the state's."""
    if state == MessageState.BLOCKED and reason in Verdict.values:
        return Verdict(reason).name
    return MessageState(state).name


def forecast(actor: Actor, campaign: Campaign) -> dict[str, Any]:
    """The pre-flight with its reasons in words and examples of people."""
    found = preflight.run(actor, campaign)
    return {
        "total": found.total,
        "sendable": found.sendable,
        "credits": found.credits,
        "balance": found.balance,
        "balance_after": found.balance_after,
        "missing": found.missing,
        "affordable_people": found.affordable_people,
        "affordable_credits": found.affordable_credits,
        "collapsed": found.collapsed,
        "unasked": found.unasked,
        "unasked_credits": found.unasked_credits,
        "parts": [{"parts": p, "people": n} for p, n in sorted(found.parts.items())],
        "blocked": [
            {
                "code": verdict.name,
                "text": str(verdict.label),
                "advice": str(verdict.advice),
                "people": people,
                "examples": preflight.people(
                    actor, campaign, verdict=verdict, limit=_EXAMPLES_OF_A_REASON
                ),
            }
            for verdict, people in found.reasons()
        ],
        "examples": preflight.people(actor, campaign, limit=_EXAMPLES),
        "finish_seconds": found.finish_seconds,
        "lint": contents.as_json(contents.panel(campaign)),
        "at": found.at,
    }


def story(message: Message) -> dict[str, Any]:
    """What was decided, who carried the message, what came back."""
    batch = Batch.objects.filter(
        kind=BATCH_KIND, subject_id=message.campaign_id, number=message.batch_no
    ).first()
    report = ReportPush.objects.filter(pk=message.report_id).first() if message.report_id else None
    refunds = Transfer.objects.filter(
        subject_type="message", subject_id=message.pk, type=Transfer.Type.REFUND
    ).order_by("pk")
    is_blocked = message.state == MessageState.BLOCKED
    return {
        "verdict": {
            "code": _verdict_name(message.verdict),
            "text": reasons.verdict_text(message.verdict),
            "goes": message.verdict < 100,
        },
        "evidence": message.evidence,
        "batch": None if batch is None or is_blocked else _batch(batch),
        "report": None
        if message.vendor_status is None
        else {
            "status": message.vendor_status,
            "network_error": message.network_error,
            "operator_credits": message.operator_credits,
            "received_at": report.received_at if report else None,
        },
        "refunds": [
            {"amount": row.amount, "reason": row.reason, "text": row.get_reason_display(),
             "at": row.at}
            for row in refunds
        ],
    }  # fmt: skip


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "number": batch.number,
        "state": batch.state,
        "state_text": str(State(batch.state).label),
        "reference": batch.reference,
        "packet_id": batch.packet_id or None,
        "attempt": batch.attempt,
        "handed_over_at": batch.handed_over_at,
        "accepted_at": batch.accepted_at,
        "error_code": batch.error_code or None,
        "error_text": batch.error_text or None,
    }


def _verdict_name(code: int) -> str:
    return Verdict(code).name if code in Verdict.values else str(code)


def _counts(campaign: Campaign) -> Any:
    return CampaignCount.objects.filter(campaign=campaign).order_by()
