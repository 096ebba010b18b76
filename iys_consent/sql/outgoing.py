"""The statements of the queue towards İYS."""

from __future__ import annotations

from iys_consent.models import ConsentMovement, ConsentReceipt, ConsentTask

_TASKS = ConsentTask._meta.db_table
_MOVEMENTS = ConsentMovement._meta.db_table
_RECEIPTS = ConsentReceipt._meta.db_table
_SAME_KEY = (
    "{0}.firm_id = {1}.firm_id AND {0}.brand_id = {1}.brand_id AND {0}.recipient = {1}.recipient"
    " AND {0}.channel = {1}.channel AND {0}.recipient_type = {1}.recipient_type"
)

# Refusals first, then what is due first. Of one key only its oldest open change, and not within
# two seconds of the last one: two of a second would share a transaction.
NEXT = f"""
SELECT t.id FROM {_TASKS} t
 WHERE t.firm_id = %s AND t.brand_id = %s AND t.state = 'WAITING' AND t.sent_in_id IS NULL
   AND (t.not_before IS NULL OR t.not_before <= clock_timestamp())
   AND NOT EXISTS (
       SELECT FROM {_TASKS} e
        WHERE {_SAME_KEY.format("e", "t")} AND e.id <> t.id
          AND ((e.seq < t.seq AND e.state IN ('WAITING', 'HELD', 'SENT'))
            OR (e.state = 'STORED' AND e.settled_at > clock_timestamp() - interval '2 seconds')))
 ORDER BY t.status = 'RET' DESC, t.due_at, t.id
 LIMIT %s FOR UPDATE OF t SKIP LOCKED
"""

# An approval that was not sent before its giver refused is not told any more: the registry
# must never show a consent that has been taken back.
REFUSED_SINCE = f"""
UPDATE {_TASKS} t
   SET state = 'DROPPED', code = 'refused_since', text = %s, settled_at = clock_timestamp()
 WHERE t.firm_id = %s AND t.brand_id = %s AND t.status = 'ONAY' AND t.sent_in_id IS NULL
   AND t.state IN ('WAITING', 'HELD')
   AND EXISTS (SELECT FROM {_TASKS} n
                WHERE {_SAME_KEY.format("n", "t")} AND n.seq > t.seq AND n.status = 'RET'
                  AND n.state IN ('WAITING', 'HELD'))
"""

# The newest movement of each key that the registry is known to hold.
AT_REGISTRY = f"""
SELECT DISTINCT ON (t.id) t.id, m.status, m.consented_at, COALESCE(r.registry_created_at,
       m.registry_created_at, r.created_at, m.received_at)
  FROM {_TASKS} t
  JOIN {_MOVEMENTS} m ON {_SAME_KEY.format("m", "t")}
  LEFT JOIN {_RECEIPTS} r ON r.movement_id = m.id
 WHERE t.id = ANY (%s) AND m.id <> t.movement_id AND (m.transaction_id <> '' OR r.id IS NOT NULL)
 ORDER BY t.id, COALESCE(m.consented_at, m.registry_created_at, r.registry_created_at,
       m.received_at) DESC, m.seq DESC
"""
