"""The statements of a batch's ordinary way, written out: looked at, claimed, handed over, taken.

Each runs once for every batch of every campaign. As querysets they were built anew each time,
which cost a dispatcher more than all its other work. Everything rarer stays with the ORM. What
they promise is said where they are used: ``claims``, ``handover`` and ``settling``.

Rows are found by a primary key that came out of the firm's scope, or by the account, whose firm's
scope the dispatcher has opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.states import State

_BATCH, _LANE = Batch._meta.db_table, Lane._meta.db_table
_FIELDS = [field.attname for field in Batch._meta.concrete_fields]
_COLUMNS = ", ".join(f'"{field.column}"' for field in Batch._meta.concrete_fields)
# Real time, also inside a transaction (``outbox.clock``).
_NOW = "clock_timestamp()"

_UPCOMING = f"""
SELECT {_COLUMNS}, COALESCE(expires_at <= {_NOW}, FALSE)
  FROM {_BATCH}
 WHERE account_id = %(account)s AND state = '{State.READY}' AND due_at <= {_NOW}
   AND priority < %(below)s
 ORDER BY priority, turn, id LIMIT 1
"""

# Locks the lane's row and notes the pace at once.
NOTE_PACE = f"""
UPDATE {_LANE}
   SET turn = GREATEST(turn, %(turn)s), "window" = COALESCE(%(window)s::jsonb, "window"),
       next_slot_at = COALESCE(to_timestamp(%(next_slot)s), next_slot_at)
 WHERE account_id = %(account)s AND holder = %(holder)s AND lease_until > {_NOW}
   AND (backoff_until IS NULL OR backoff_until <= {_NOW})
   AND (NOT paused OR pause_reason = '{PauseReason.UNREACHABLE}')
"""

CLAIM = f"""
UPDATE {_BATCH}
   SET state = '{State.CLAIMED}', claim_token = %(token)s, attempt = %(attempt)s + 1,
       lease_until = {_NOW} + %(lease)s
 WHERE id = (SELECT id FROM {_BATCH}
              WHERE id = %(id)s AND attempt = %(attempt)s AND state = '{State.READY}'
                AND due_at <= {_NOW} FOR UPDATE SKIP LOCKED)
"""

HAND_OVER = f"""
UPDATE {_BATCH}
   SET state = '{State.HANDING_OVER}', handed_over_at = {_NOW}
 WHERE id = %(id)s AND state = '{State.CLAIMED}' AND claim_token = %(token)s
   AND lease_until > {_NOW}
"""

# The ids travel as one JSON text: a list of a thousand parameters costs ten times as much.
ACCEPT = f"""
UPDATE {_BATCH}
   SET state = '{State.ACCEPTED}', accepted_at = {_NOW}, lease_until = NULL, next_check_at = NULL,
       packet_id = %(packet_id)s, error_code = '', error_text = '', vendor_code = '',
       operator_ids = ARRAY(SELECT json_array_elements_text(%(operator_ids)s))
 WHERE id = %(id)s AND state = ANY(%(sources)s)
   AND (%(token)s::uuid IS NULL OR claim_token = %(token)s)
"""


def upcoming(account_id: int, below: int) -> Batch | None:
    """The next due batch of a priority number under ``below``, with ``late`` set."""
    with connection.cursor() as cursor:
        cursor.execute(_UPCOMING, {"account": account_id, "below": below})
        row = cursor.fetchone()
    if row is None:
        return None
    batch: Batch = Batch.from_db(connection.alias, _FIELDS, row[:-1])
    batch.late = row[-1]
    return batch


def touched(statement: str, params: Mapping[str, Any]) -> bool:
    """Runs one of the updates; False when its row was not (any more) as it names it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount > 0
