"""The live figures of one campaign: from counters and batches, never by counting messages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging import reasons
from messaging.models import (
    UNSENT,
    Campaign,
    CampaignCount,
    CampaignState,
    MessageClass,
    MessageState,
    RegistryCheck,
)
from messaging.services import windows
from messaging.services.preparing import BATCH_KIND
from messaging.states import FAILED, REACHED, REFUNDED
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.states import State
from turkcell_hub.outbox.words import trouble

_OPEN = (CampaignState.PREPARING, CampaignState.SENDING, CampaignState.PAUSED)
# Where a batch may be while the operator puts it off.
_PUT_OFF = (State.READY, State.CLAIMED, State.HANDING_OVER)
_WITH_OPERATOR = (State.HANDING_OVER, State.ACCEPTED, State.UNKNOWN, State.NEEDS_PERSON)


@dataclass(frozen=True)
class ReasonLine:
    """Why ``messages`` did not arrive. ``query`` finds them in the list of messages."""

    label: str
    text: str
    messages: int
    credits: int
    query: str
    level: str


@dataclass(frozen=True)
class Silence:
    """The operator puts ``messages`` off; ``since``: it first did so, or took the last batch after
    that. Nothing is stopped yet: they are tried again by themselves."""

    since: datetime
    messages: int
    why: str


@dataclass(frozen=True)
class Figures:
    """Everything that the live part of the page shows."""

    total: int = 0
    blocked: int = 0
    sendable: int = 0
    handed_over: int = 0
    accepted: int = 0
    reached: int = 0
    failed: int = 0
    cancelled: int = 0
    waiting: int = 0
    spent: int = 0
    refunded: int = 0
    balance: int = 0
    per_second: float | None = None
    is_open: bool = False
    unconfirmed: int = 0
    stopped: Lane | None = None  # the operator's line stands still until somebody opens it
    silence: Silence | None = None  # the operator does not take our batches for now
    registry: RegistryCheck | None = None  # İYS does not answer, and since when
    resumes_at: datetime | None = None  # naive, on the firm's clock
    reasons: list[ReasonLine] = field(default_factory=list)
    doubtful: list[Batch] = field(default_factory=list)

    @property
    def reached_percent(self) -> float:
        return round(100 * self.reached / self.sendable, 1) if self.sendable else 0


def figures(campaign: Campaign) -> Figures:
    """Cheap whatever the campaign's size: a few counter rows and the batches."""
    if campaign.prepared_at is None:
        return Figures(
            is_open=campaign.state in _OPEN,
            balance=wallets.spendable(campaign.firm_id).balance,
            registry=_registry(campaign),
        )
    counts = list(CampaignCount.objects.filter(campaign=campaign))
    by_batch = dict(
        Batch.objects.filter(kind=BATCH_KIND, subject_id=campaign.pk)
        .order_by()
        .values_list("state")
        .annotate(Sum("size"))
    )

    def ended(states: Any) -> int:
        return sum(c.messages for c in counts if c.state in states)

    blocked = ended({MessageState.BLOCKED})
    over = ended(REACHED) + ended(FAILED) + ended({MessageState.CANCELLED})
    stopped, resumes_at = _stopped(campaign), _resumes_at(campaign)
    return Figures(
        total=campaign.total,
        blocked=blocked,
        sendable=campaign.sendable,
        handed_over=sum(by_batch.get(state, 0) for state in _WITH_OPERATOR),
        accepted=by_batch.get(State.ACCEPTED, 0),
        reached=ended(REACHED),
        failed=ended(FAILED),
        cancelled=ended({MessageState.CANCELLED}),
        waiting=max(0, campaign.total - blocked - over),
        spent=campaign.credits,
        refunded=_refunded(campaign),
        balance=wallets.spendable(campaign.firm_id).balance,
        per_second=_speed(campaign),
        is_open=campaign.finished_at is None and campaign.state not in UNSENT,
        unconfirmed=ended({MessageState.SENT_UNCONFIRMED}),
        stopped=stopped,
        silence=None if stopped or resumes_at else _silence(campaign),
        registry=_registry(campaign),
        resumes_at=resumes_at,
        reasons=_reasons(counts),
        doubtful=_doubtful(campaign),
    )


def _stopped(campaign: Campaign) -> Lane | None:
    if campaign.state != CampaignState.SENDING or campaign.sender is None:
        return None
    return Lane.objects.filter(account=campaign.sender.account_id, paused=True).first()


def silence(campaign: Campaign) -> Silence | None:
    """How long the operator has been putting the campaign's messages off; None while he takes
    them, or while its line is stopped or the sending hours are waited for."""
    if _stopped(campaign) is not None or waits_until(campaign) is not None:
        return None
    return _silence(campaign)


def _silence(campaign: Campaign) -> Silence | None:
    """From what is kept with the batches that came back."""
    if campaign.state != CampaignState.SENDING or campaign.prepared_at is None:
        return None
    own = Batch.objects.filter(kind=BATCH_KIND, subject_id=campaign.pk)
    back = own.filter(state__in=_PUT_OFF).exclude(error_code="").order_by("number").first()
    if back is None:
        return None
    off = own.filter(state__in=_PUT_OFF).aggregate(size=Sum("size"), since=Min("put_off_since"))
    taken = own.aggregate(last=Max("accepted_at"))["last"]
    known = [moment for moment in (taken, off["since"], campaign.prepared_at) if moment]
    why = trouble(back.error_code, back.vendor_code, back.error_text)
    return Silence(max(known), off["size"] or 0, why)


def waits_until(campaign: Campaign) -> datetime | None:
    """When the campaign goes on, if its batches wait for the sending hours."""
    if campaign.state != CampaignState.SENDING or _registry(campaign) is not None:
        return None
    waiting = Batch.objects.filter(kind=BATCH_KIND, subject_id=campaign.pk, state=State.READY)
    first = waiting.aggregate(first=Min("due_at"))["first"]
    if first is None or first <= timezone.now() + timedelta(minutes=2):
        return None
    return None if _rests_until(campaign, first) else first


def _rests_until(campaign: Campaign, moment: datetime) -> bool:
    """Whether the operator has asked for quiet until then: no sending hours are waited for."""
    rests = Lane.objects.filter(account=campaign.account, backoff_until__gte=moment)
    return campaign.account is not None and rests.exists()


def _registry(campaign: Campaign) -> RegistryCheck | None:
    """Why a commercial campaign waits for İYS; None while it need not."""
    if campaign.message_class != MessageClass.COMMERCIAL or campaign.state not in _OPEN:
        return None
    return RegistryCheck.objects.filter(campaign=campaign, failing_since__isnull=False).first()


def _resumes_at(campaign: Campaign) -> datetime | None:
    until = waits_until(campaign)
    return windows.wall(campaign.firm_id, until) if until else None


def _refunded(campaign: Campaign) -> int:
    spend = Transfer.objects.filter(pk=campaign.spend_id).first() if campaign.spend_id else None
    return spend.refunded if spend else 0


def _speed(campaign: Campaign) -> float | None:
    """Messages a second from the first hand-over to the last one."""
    edges = Batch.objects.filter(
        kind=BATCH_KIND, subject_id=campaign.pk, accepted_at__isnull=False
    ).aggregate(first=Min("handed_over_at"), last=Max("accepted_at"), size=Sum("size"))
    if not edges["size"]:
        return None
    seconds = (edges["last"] - edges["first"]).total_seconds()
    return round(edges["size"] / max(seconds, 1), 1)


def _reasons(counts: list[CampaignCount]) -> list[ReasonLine]:
    failed = [c for c in counts if c.state in REFUNDED or c.state == MessageState.BLOCKED]
    alike = Counter((c.state, reasons.text_of(c.state, c.reason)) for c in failed)

    def label(count: CampaignCount) -> str:
        state = str(MessageState(count.state).label)
        if alike[count.state, reasons.text_of(count.state, count.reason)] == 1:
            return state
        return _("%(state)s, kod %(code)s") % {"state": state, "code": count.reason}

    return [
        ReasonLine(
            label=label(c),
            text=reasons.text_of(c.state, c.reason),
            messages=c.messages,
            credits=c.credits,
            query=_query(c),
            level="warning" if c.state == MessageState.BLOCKED else "danger",
        )
        for c in sorted(failed, key=lambda c: -c.messages)
    ]


def _query(count: CampaignCount) -> str:
    """Finds the messages behind a reason in the list of messages."""
    query = f"state={count.state}"
    if not count.reason:
        return query
    name = "verdict" if count.state == MessageState.BLOCKED else "network_error"
    return f"{query}&{name}={count.reason}"


def _doubtful(campaign: Campaign) -> list[Batch]:
    states = (State.UNKNOWN, State.NEEDS_PERSON)
    return list(
        Batch.objects.filter(kind=BATCH_KIND, subject_id=campaign.pk, state__in=states).order_by(
            "number"
        )[:20]
    )
