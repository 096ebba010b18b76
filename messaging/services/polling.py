"""Asking for reports that did not come by themselves: pushes stop after the operator's third
retry, a quarter of an hour later.

Some never come. When the validity and the firm's grace are over, what is still open has been
sent without a report: SENT_UNCONFIRMED, no refund (decisions.md "Refund by final state").
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from messaging.models import Campaign, Message, MessageState, ReportPoll
from messaging.services import campaigns, reports, rules
from messaging.services.endings import Ended, settle
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.services import account_health, connections

_CONCLUDE = f"""
UPDATE {Message._meta.db_table} SET state = %s, ended_at = now()
 WHERE campaign_id = %s AND batch_no = %s AND state = {int(MessageState.PENDING)}
RETURNING id, campaign_id, state, 0, parts, credits
"""
_FORGET = f"""
DELETE FROM {ReportPoll._meta.db_table} p
 WHERE p.batch_id IN (
       SELECT due.batch_id
         FROM {ReportPoll._meta.db_table} due JOIN {Batch._meta.db_table} b ON b.id = due.batch_id
        WHERE due.next_at <= now() AND NOT EXISTS (
              SELECT 1 FROM {Message._meta.db_table} m
               WHERE m.campaign_id = b.subject_id AND m.batch_no = b.number
                 AND m.state = {int(MessageState.PENDING)})
        ORDER BY due.next_at LIMIT %s)
"""
# How long an operator that cannot be asked is waited for beyond the end.
DEAF = timedelta(days=7)
# While one worker asks, no other does; a killed one's turn comes again after this.
TURN = timedelta(minutes=5)


def poll(batch_id: int) -> bool:
    """Asks for the reports of one batch and plans the next question. False when it is not
    due (any more). A refused login is noted, so that no machine tries it a second time (T8)."""
    now = timezone.now()
    mine = ReportPoll.objects.filter(batch_id=batch_id, next_at__lte=now)
    if not mine.update(next_at=now + TURN):
        return False
    turn = ReportPoll.objects.select_related("batch__account").get(batch_id=batch_id)
    touched = {turn.batch.subject_id}
    turn.ends_at = turn.ends_at or awaited_until(turn.batch)
    if not connections.capabilities(turn.batch.account).dlr_pull:
        # Nobody to ask: what comes by itself has time until the end.
        _plan(turn, after=max(turn.ends_at - now, TURN), is_over=now >= turn.ends_at)
        campaigns.finish_if_done(turn.batch.subject_id)
        return True
    try:
        touched |= _read_pages(turn)
    except GatewayError as error:
        account_health.note_failure(turn.batch.account, error)
        # Silence of an operator that cannot be asked is no answer, for a week.
        is_over = now >= turn.ends_at + DEAF
        _plan(turn, after=_pause(error), is_over=is_over)
    else:
        _plan(turn, is_over=now >= turn.ends_at)
    for campaign_id in sorted(touched):
        campaigns.finish_if_done(campaign_id)
    return True


def forget_ended(limit: int = 5000) -> int:
    """Due questions about batches whose messages have all ended are not asked; one statement,
    because some operators take a batch for each message. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [limit])
        return int(cursor.rowcount)


def _read_pages(turn: ReportPoll) -> set[int]:
    """Applies page after page; ``turn.cursor`` is where an interrupted reading goes on."""
    touched: set[int] = set()
    with connections.gateway(turn.batch.account) as gateway:
        while True:
            page = gateway.pull_reports(turn.batch.packet_id, turn.cursor)
            _result, seen = reports.apply(turn.batch.account, page.reports, None)
            touched |= seen
            turn.cursor = page.cursor
            if page.cursor is None:
                return touched


def _pause(error: GatewayError) -> timedelta | None:
    if isinstance(error, Busy) and error.retry_after:
        return timedelta(seconds=error.retry_after)
    return None


def awaited_until(batch: Batch) -> datetime:
    """From its hand-over: the validity, and what the firm's rules of that day grant on top."""
    since = batch.accepted_at or batch.handed_over_at or timezone.now()
    campaign = Campaign.objects.get(pk=batch.subject_id)
    day = firm_clock.day_of(batch.firm_id, since)
    grace = rules.in_force(batch.firm_id, day).report_grace_hours
    return since + campaign.validity + timedelta(hours=grace)


def conclude(turn: ReportPoll) -> int:
    """Ends what is still open as sent without a report; returns how many. The operator's
    status stays empty: a report that comes after all moves them on (``reports.apply``)."""
    batch = turn.batch
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                _CONCLUDE,
                [int(MessageState.SENT_UNCONFIRMED), batch.subject_id, batch.number],
            )
            ended = [Ended.one(*row) for row in cursor.fetchall()]
        settle(batch.firm_id, ended)
        turn.delete()
    return len(ended)


def _plan(turn: ReportPoll, after: timedelta | None = None, *, is_over: bool = False) -> None:
    """The next question after 2, 4, 8 … minutes, at most hourly, the last one when the reports
    are overdue; none when all have ended."""
    if is_over:
        conclude(turn)
        return
    if not _pending(turn.batch):
        turn.delete()
        return
    turn.tries += 1
    after = after or timedelta(minutes=min(60, 2 ** min(turn.tries, 6)))
    turn.next_at = timezone.now() + after
    turn.save(update_fields=["tries", "next_at", "cursor", "ends_at"])


def _pending(batch: Batch) -> bool:
    rows = Message.objects.filter(campaign_id=batch.subject_id, batch_no=batch.number)
    return rows.filter(state=MessageState.PENDING).exists()
