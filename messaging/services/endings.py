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
    """Counts messages whose rows were moved in this transaction, gives back what is no longer
    owed for them and takes what is owed again.

    What a message costs depends on its state and the operator's figure alone, and only the
    change against the state before is booked: the books end the same whether a report comes
    in time, late (after the message was ended without one) or among others.
    """
    rows = list(ended)
    if not rows:
        return
    _count(firm_id, rows)
    spends = _spends(rows)
    table = refund_rules.refunded(SERVICE, {day for _spend, day in spends.values()})
    refunds: list[RefundRow] = []
    dearer: dict[int, int] = {}
    for row in rows:
        if row.campaign_id not in spends:
            continue
        spend, day = spends[row.campaign_id]
        change = _cost(row, table[day]) - _paid(row, table[day])
        if change < 0:
            reason = Reason(refund_reason(MessageState(row.state)))
            refunds += [
                RefundRow(spend, -change, f"message:{pk}", reason, "message", pk)
                for pk in row.message_ids
            ]
        elif change > 0:
            dearer.update(dict.fromkeys(row.message_ids, change))
    if refunds:
        refund_many(firm_id, refunds)
    differences.note(firm_id, rows, dearer)


def _spends(rows: list[Ended]) -> dict[int, tuple[int, date]]:
    """The spend of each campaign and the day it was paid on: that day's table holds (S-066)."""
    found = Campaign.objects.filter(
        pk__in={row.campaign_id for row in rows}, spend_id__isnull=False
    ).values_list("pk", "spend_id")
    at = dict(
        Transfer.objects.filter(pk__in={spend for _pk, spend in found}).values_list("pk", "at")
    )
    return {pk: (spend, calendar.today(at[spend])) for pk, spend in found}


def _cost(row: Ended, refunded: frozenset[str]) -> int:
    """Nothing where the end gives credit back; else what the operator took, where he says it."""
    if MessageState(row.state).name in refunded:
        return 0
    return row.taken or row.credits


def _paid(row: Ended, refunded: frozenset[str]) -> int:
    """What the state before has left with us; no figure of the operator was known there."""
    return 0 if MessageState(row.before).name in refunded else row.credits


def _count(firm_id: int, rows: list[Ended]) -> None:
    gained: Sums = defaultdict(lambda: [0, 0, 0])
    lost: Sums = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        _add(gained[row.campaign_id, row.state, row.reason], row)
        if row.before != MessageState.PENDING:
            _add(lost[row.campaign_id, row.before, 0], row)
    if lost:
        # First every row that will move, in one order and by one statement: two workers that
        # move counts in opposite directions must not wait for each other.
        _upsert(firm_id, dict.fromkeys((*gained, *lost), [0, 0, 0]))
    _upsert(firm_id, gained)
    if lost:
        _take_away(lost)


Sums = dict[tuple[int, int, int], list[int]]
_TABLE = CampaignCount._meta.db_table


def _add(entry: list[int], row: Ended) -> None:
    messages = len(row.message_ids)
    entry[0] += messages
    entry[1] += messages * row.parts
    entry[2] += messages * row.credits


def _columns(sums: Sums) -> list[list[int]]:
    """Sorted, so that two workers that count the same campaigns lock in the same order."""
    values = [(*key, *entry) for key, entry in sorted(sums.items())]
    return [list(column) for column in zip(*values, strict=True)]


def _upsert(firm_id: int, sums: Sums) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} AS c"
            " (firm_id, campaign_id, state, reason, messages, parts, credits)"
            " SELECT %s::bigint, * FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[],"
            " %s::int[], %s::int[])"
            " ON CONFLICT (campaign_id, state, reason) DO UPDATE SET"
            " messages = c.messages + excluded.messages, parts = c.parts + excluded.parts,"
            " credits = c.credits + excluded.credits",
            [firm_id, *_columns(sums)],
        )


def _take_away(sums: Sums) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} c SET messages = c.messages - l.messages,"
            " parts = c.parts - l.parts, credits = c.credits - l.credits"
            " FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[])"
            " AS l(campaign_id, state, reason, messages, parts, credits)"
            " WHERE c.campaign_id = l.campaign_id AND c.state = l.state AND c.reason = l.reason",
            _columns(sums),
        )
