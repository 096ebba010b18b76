"""Ends messages: state, counters and refund move together, in one transaction.

Every way a message can end (report, refusal, cancel, expiry, a block at the last moment)
comes through ``settle``, so credit comes back exactly once (S-065, I2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from messaging.models import Campaign, CampaignCount, MessageState
from messaging.services import differences
from messaging.services.ended import Ended
from messaging.states import SERVICE, refund_reason
from turkcell_hub.billing import calendar
from turkcell_hub.billing.selectors import refunds as refund_rules
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services.refunds import RefundRow, refund_many

__all__ = ["Ended", "settle"]


def settle(firm_id: int, ended: Iterable[Ended]) -> None:
    """Counts and refunds messages whose rows were moved in this transaction."""
    rows = list(ended)
    if not rows:
        return
    _count(firm_id, rows)
    spends = _spends(rows)
    table = refund_rules.refunded(SERVICE, {day for _spend, day in spends.values()})
    refunds = []
    for row in rows:
        if row.campaign_id not in spends:
            continue
        spend_id, day = spends[row.campaign_id]
        amount = _back(row, MessageState(row.state).name in table[day])
        if amount > 0:
            reason = Reason(refund_reason(MessageState(row.state)))
            key = f"message:{row.message_id}"
            refunds.append(RefundRow(spend_id, amount, key, reason, "message", row.message_id))
    if refunds:
        refund_many(firm_id, refunds)
    differences.note(firm_id, rows)


def _spends(rows: list[Ended]) -> dict[int, tuple[int, date]]:
    """The spend of each campaign and the day it was paid on: that day's table holds (S-066)."""
    found = Campaign.objects.filter(
        pk__in={row.campaign_id for row in rows}, spend_id__isnull=False
    ).values_list("pk", "spend_id")
    at = dict(
        Transfer.objects.filter(pk__in={spend for _pk, spend in found}).values_list("pk", "at")
    )
    return {pk: (spend, calendar.today(at[spend])) for pk, spend in found}


def _back(row: Ended, refunded: bool) -> int:
    """What comes back: all of a message whose end gives credit back; of one that went, what
    the operator did not take (his figure wins, contracts/operators.md 6)."""
    if refunded:
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
