"""How long a campaign takes to reach the operator if it is sent now (Ön uçuş)."""

from __future__ import annotations

import math
from statistics import median

from django.db.models import Count, Sum
from django.utils import timezone

from messaging.batches import MAX_BATCH
from messaging.models import Campaign
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount

_LATEST = 20
# Of an account that nothing was handed over to yet.
_CALL_SECONDS = 1.0
_AHEAD = (State.READY, State.CLAIMED, State.HANDING_OVER)


def seconds(campaign: Campaign, sendable: int) -> int | None:
    """Until the last of ``sendable`` messages is with the operator, behind what waits for the
    same account now. None where nothing would go. Without a pace it is told from how long the
    account's latest hand-overs took."""
    account = campaign.account
    if account is None or not sendable:
        return None
    ahead = Batch.objects.filter(
        account=account, state__in=_AHEAD, due_at__lte=timezone.now()
    ).aggregate(calls=Count("pk"), messages=Sum("size"))
    if account.pace_per_second:
        return math.ceil(((ahead["messages"] or 0) + sendable) / account.pace_per_second)
    calls = ahead["calls"] + math.ceil(sendable / MAX_BATCH)
    return max(1, math.ceil(calls * _call_seconds(account)))


def _call_seconds(account: GatewayAccount) -> float:
    rows = Batch.objects.filter(
        account=account, state=State.ACCEPTED, handed_over_at__isnull=False
    ).order_by("-pk")[:_LATEST]
    took = [
        (accepted - begun).total_seconds()
        for begun, accepted in rows.values_list("handed_over_at", "accepted_at")
        if accepted is not None and accepted >= begun
    ]
    return median(took) if took else _CALL_SECONDS
