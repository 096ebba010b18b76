"""Applies delivery reports; late, double, forged and early ones are harmless.

A report counts only for a message that this very account has handed over (its batch is
with the operator), and only once: the first final word of the operator stays. A message of
which we only supposed that it went (``polling.conclude``: no report came; it has no word of the
operator) still follows a report that comes late, with its counter and its refund.

Some operators name a message by their own id alone. Such a report may be understood before the
answer that told us the id is booked: it waits a moment. And an id that no answer ever told
belongs to a hand-over whose answer was lost: the one message in doubt to that number has gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from messaging.models import (
    Message,
    MessageState,
)
from messaging.services.endings import Ended, settle
from messaging.services.preparing import BATCH_KIND
from messaging.sql import speed
from messaging.states import BY_OUTCOME
from turkcell_hub.gateways.sms.contract import DeliveryReport
from turkcell_hub.lib import arrays
from turkcell_hub.outbox import settling
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import GatewayAccount

# A batch in these states is with the operator (or may be): its reports are true.
HANDED_OVER = (State.HANDING_OVER, State.ACCEPTED, State.UNKNOWN, State.NEEDS_PERSON)
_STATES = {outcome: int(state) for outcome, state in BY_OUTCOME.items()}
IN_DOUBT = (State.UNKNOWN.value, State.NEEDS_PERSON.value)
CHUNK = 5000  # so many messages are moved by one commit


# The change itself is the lock: a row that another worker has just moved is looked at again and
# left alone. The ids come sorted, so two workers meet in one order; should they ever not, one is
# rolled back whole and its push read again. Rows that moved alike come back as one.
def _apply_to(state: MessageState, *and_only: str) -> str:
    where = " AND ".join((f"m.state = {int(state)}", *and_only))
    return f"""
WITH moved AS (
UPDATE {Message._meta.db_table} m
   SET state = told.state, network_error = told.error, vendor_status = told.status,
       operator_credits = told.taken, report_id = told.report,
       ended_at = COALESCE(LEAST(told.done, now()), now())
  FROM unnest(%(ids)s::bigint[], %(states)s::smallint[], %(errors)s::int[], %(statuses)s::text[],
              %(taken)s::smallint[], %(done)s::timestamptz[], %(reports)s::bigint[])
       AS told(id, state, error, status, taken, done, report), {Batch._meta.db_table} b
 WHERE m.firm_id = %(firm)s AND b.account_id = %(account)s AND m.id = told.id AND {where}
   AND b.firm_id = m.firm_id AND b.kind = '{BATCH_KIND}' AND b.subject_id = m.campaign_id
   AND b.number = m.batch_no AND b.state = ANY(%(handed)s)
RETURNING m.id, m.campaign_id, m.state, COALESCE(m.network_error, 0) AS reason, m.parts, m.credits,
    m.operator_credits AS taken, {int(state)} AS before, b.id AS batch_id, b.state AS batch_state,
    m.firm_id, {speed.BUCKET} AS bucket
), {speed.COUNT}
SELECT array_agg(id), campaign_id, state, reason, parts, credits, taken, before,
       batch_id, batch_state
  FROM moved GROUP BY campaign_id, state, reason, parts, credits, taken, before,
       batch_id, batch_state
"""


_APPLY = _apply_to(MessageState.PENDING)
_APPLY_LATE = _apply_to(MessageState.SENT_UNCONFIRMED, "m.vendor_status IS NULL")


@dataclass(frozen=True)
class Applied:
    """``ignored``: repeated, foreign, not final or too early to be true; ``strangers`` of them
    name a message that nobody knows (yet)."""

    applied: int
    ignored: int
    strangers: int = 0


def apply(
    account: GatewayAccount, reports: Sequence[DeliveryReport], report_id: int | None
) -> tuple[Applied, set[int]]:
    """Applies final reports; returns the figures and the campaigns that were touched."""
    results, touched = apply_all(account, [(report_id, reports)])
    return results[0], touched


def apply_all(
    account: GatewayAccount, told: Sequence[tuple[int | None, Sequence[DeliveryReport]]]
) -> tuple[list[Applied], set[int]]:
    """``told``: bodies (their ids) with their reports; the figures are of each body."""
    reports = [report for _body, ours in told for report in ours]
    bodies = [place for place, (_body, ours) in enumerate(told) for _report in ours]
    final = [index for index, report in enumerate(reports) if report.outcome in _STATES]
    found = message_ids(account, [reports[index] for index in final])
    word: dict[int, int] = {}
    for place, message_id in found.items():
        word.setdefault(message_id, final[place])
    applied, strangers = Counter[int](), Counter[int]()
    for place, index in enumerate(final):
        if place not in found:
            strangers[bodies[index]] += 1
    touched: set[int] = set()
    ids = sorted(word)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        with transaction.atomic():
            ended, batches = _move(
                account,
                chunk,
                {message_id: reports[word[message_id]] for message_id in chunk},
                [told[bodies[word[message_id]]][0] for message_id in chunk],
            )
            settle(account.firm_id, ended)
            # The operator reports a batch whose answer we never got: he has it.
            for batch_id, packet_id in batches.items():
                settling.accepted(Batch.objects.get(pk=batch_id), Taken(packet_id))
        for alike in ended:
            applied.update([bodies[word[message_id]] for message_id in alike.message_ids])
        touched.update(alike.campaign_id for alike in ended)
    figures = [
        Applied(applied[place], len(ours) - applied[place], strangers[place])
        for place, (_body, ours) in enumerate(told)
    ]
    return figures, touched


def message_ids(account: GatewayAccount, reports: Sequence[DeliveryReport]) -> dict[int, int]:
    """Index of a report -> id of its message: by our own reference, else by the packet
    and the operator's id or the number."""
    found: dict[int, int] = {}
    others: dict[str, list[int]] = {}
    for index, report in enumerate(reports):
        if report.reference.isascii() and report.reference.isdigit() and len(report.reference) < 19:
            found[index] = int(report.reference)
        elif report.packet_id:
            others.setdefault(report.packet_id, []).append(index)
    for packet_id, indexes in others.items():
        found.update(_by_packet(account, packet_id, indexes, reports))
    return found


def _by_packet(
    account: GatewayAccount, packet_id: str, indexes: list[int], reports: Sequence[DeliveryReport]
) -> dict[int, int]:
    batch = Batch.objects.filter(account=account, kind=BATCH_KIND, packet_id=packet_id).first()
    if batch is None:
        return _in_doubt(account, indexes, reports)
    rows = list(
        Message.objects.filter(campaign_id=batch.subject_id, batch_no=batch.number)
        .exclude(state=MessageState.BLOCKED)
        .order_by("seq")
        .values_list("pk", "phone", "tckn")
    )
    by_address = {tckn or phone: pk for pk, phone, tckn in rows}
    by_operator_id: dict[str, int] = {}
    if len(batch.operator_ids) == len(rows):
        pks = (pk for pk, _phone, _tckn in rows)
        by_operator_id = dict(zip(batch.operator_ids, pks, strict=True))
    result = {}
    for index in indexes:
        report = reports[index]
        message_id = by_operator_id.get(report.operator_id) or by_address.get(report.to)
        if message_id is not None:
            result[index] = message_id
    return result


def _in_doubt(
    account: GatewayAccount, indexes: list[int], reports: Sequence[DeliveryReport]
) -> dict[int, int]:
    """The one message in doubt to the report's number, of hand-overs of a single message; none
    when there are several."""
    doubts = Batch.objects.filter(
        account=account, kind=BATCH_KIND, state__in=IN_DOUBT, packet_id="", size=1
    )
    places = set(doubts.values_list("subject_id", "number")[:CHUNK])
    if not places:
        return {}
    rows = Message.objects.filter(
        campaign_id__in={subject for subject, _number in places},
        phone__in={reports[index].to for index in indexes},
        state=MessageState.PENDING,
    ).values_list("pk", "phone", "campaign_id", "batch_no")
    by_phone: dict[str, list[int]] = {}
    for pk, phone, campaign_id, batch_no in rows:
        if (campaign_id, batch_no) in places:
            by_phone.setdefault(phone, []).append(pk)
    alone = {phone: pks[0] for phone, pks in by_phone.items() if len(pks) == 1}
    return {index: alone[reports[index].to] for index in indexes if reports[index].to in alone}


def _move(
    account: GatewayAccount,
    ids: list[int],
    of: Mapping[int, DeliveryReport],
    bodies: Sequence[int | None],
) -> tuple[list[Ended], dict[int, str]]:
    """What was moved, and the packet id of each batch that was in doubt until now."""
    told = [of[message_id] for message_id in ids]
    params = {
        "ids": arrays.of_numbers(ids),
        "states": arrays.of_numbers(_STATES[report.outcome] for report in told),
        "errors": arrays.of_numbers(report.network_error for report in told),
        "statuses": arrays.of_texts(report.vendor_status[:40] for report in told),
        "taken": arrays.of_numbers(report.credits for report in told),
        "done": arrays.of_times(report.done_at for report in told),
        "reports": arrays.of_numbers(bodies),
        "firm": account.firm_id,
        "account": account.pk,
        "handed": [state.value for state in HANDED_OVER],
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, params)
        moved = cursor.fetchall()
        if sum(len(row[0]) for row in moved) < len(ids):
            cursor.execute(_APPLY_LATE, params)
            moved += cursor.fetchall()
    in_doubt = {row[8]: of[row[0][0]].packet_id for row in moved if row[9] in IN_DOUBT}
    return [Ended(*row[:8]) for row in moved], in_doubt
