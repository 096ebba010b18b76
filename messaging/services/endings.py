"""Ends messages: state, counters and refund move together, in one transaction.

Every way a message can end (report, refusal, cancel, expiry, a block at the last moment)
comes through ``settle``, so credit comes back exactly once (S-065, I2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from messaging.models import Campaign, CampaignCount, MessageState
from messaging.states import REFUNDED, refund_reason
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services.refunds import RefundRow, refund_many


class Ended(NamedTuple):
    """Messages whose rows have just been moved to their end, alike: each of them has these
    ``parts`` and ``credits``. ``reason``: network error or verdict. ``taken``: what the operator
    says it took, None when it does not say. ``before``: the state that a late report has moved
    them out of (they were counted there, with reason 0)."""

    message_ids: Sequence[int]
    campaign_id: int
    state: int
    reason: int
    parts: int
    credits: int
    taken: int | None = None
    before: int = int(MessageState.PENDING)

    @classmethod
    def one(cls, message_id: int, *more: int) -> Ended:
        """A single message, e.g. a row of a statement's RETURNING."""
        return cls((message_id,), *more)


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
    refunds: list[RefundRow] = []
    for row in rows:
        if row.campaign_id in spends and (amount := _back(row)) > 0:
            spend, reason = spends[row.campaign_id], Reason(refund_reason(MessageState(row.state)))
            refunds += [
                RefundRow(spend, amount, f"message:{pk}", reason, "message", pk)
                for pk in row.message_ids
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
