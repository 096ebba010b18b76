"""Ends messages: state, counters and refund move together, in one transaction.

Every way a message can end (report, refusal, cancel, expiry, a block at the last moment)
comes through ``settle``, so credit comes back exactly once (S-065, I2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from messaging.models import Campaign, CampaignCount, MessageState
from messaging.states import REFUNDED, refund_reason
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services.refunds import RefundRow, refund_many


@dataclass(frozen=True)
class Ended:
    """A message row that has just been moved to its end. ``reason``: network error or
    verdict. ``taken``: what the operator says it took, None when it does not say."""

    message_id: int
    campaign_id: int
    state: int
    reason: int
    parts: int
    credits: int
    taken: int | None = None


def settle(firm_id: int, ended: Iterable[Ended]) -> None:
    """Counts and refunds messages whose rows were moved in this transaction."""
    rows = list(ended)
    if not rows:
        return
    _count(firm_id, rows)
    spends = dict(
        Campaign.objects.filter(
            pk__in={row.campaign_id for row in rows}, spend_id__isnull=False
        ).values_list("pk", "spend_id")
    )
    refunds = [
        RefundRow(
            spends[row.campaign_id],
            amount,
            f"message:{row.message_id}",
            Reason(refund_reason(MessageState(row.state))),
            "message",
            row.message_id,
        )
        for row in rows
        if row.campaign_id in spends and (amount := _back(row)) > 0
    ]
    if refunds:
        refund_many(firm_id, refunds)


def _back(row: Ended) -> int:
    """What comes back: all of a failed message; of one that went, what the operator did
    not take (his figure wins, contracts/operators.md 6)."""
    if row.state in REFUNDED or row.state == MessageState.BLOCKED:
        return row.credits
    if row.taken is not None and 0 < row.taken < row.credits:
        return row.credits - row.taken
    return 0


def _count(firm_id: int, rows: list[Ended]) -> None:
    sums: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        entry = sums[(row.campaign_id, row.state, row.reason)]
        entry[0] += 1
        entry[1] += row.parts
        entry[2] += row.credits
    # Sorted, so that two workers that count the same campaigns lock in the same order.
    values = [(firm_id, *key, *entry) for key, entry in sorted(sums.items())]
    columns = [list(column) for column in zip(*values, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {CampaignCount._meta.db_table} AS c"
            " (firm_id, campaign_id, state, reason, messages, parts, credits)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[],"
            " %s::int[], %s::int[])"
            " ON CONFLICT (campaign_id, state, reason) DO UPDATE SET"
            " messages = c.messages + excluded.messages, parts = c.parts + excluded.parts,"
            " credits = c.credits + excluded.credits",
            columns,
        )
