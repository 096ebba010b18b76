"""Asking for reports that did not come by themselves: pushes stop after the operator's third
retry, a quarter of an hour later (contracts/operators.md 8.1)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from messaging.models import Message, MessageState, ReportPoll
from messaging.services import campaigns, reports
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.services import account_health, connections

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
    try:
        touched |= _read_pages(turn)
    except GatewayError as error:
        account_health.note_failure(turn.batch.account, error)
        _plan(turn, after=_pause(error))
    else:
        _plan(turn)
    for campaign_id in sorted(touched):
        campaigns.finish_if_done(campaign_id)
    return True


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


def _plan(turn: ReportPoll, after: timedelta | None = None) -> None:
    """The next question after 2, 4, 8 … minutes, at most hourly; none when all have ended."""
    if not _pending(turn.batch):
        turn.delete()
        return
    turn.tries += 1
    after = after or timedelta(minutes=min(60, 2 ** min(turn.tries, 6)))
    turn.next_at = timezone.now() + after
    turn.save(update_fields=["tries", "next_at", "cursor"])


def _pending(batch: Batch) -> bool:
    rows = Message.objects.filter(campaign_id=batch.subject_id, batch_no=batch.number)
    return rows.filter(state=MessageState.PENDING).exists()
