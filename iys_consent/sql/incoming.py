"""The statements of what comes from İYS."""

from __future__ import annotations

from iys_consent.models import (
    ConsentAddress,
    ConsentMovement,
    ConsentReceipt,
    ConsentRecord,
)

_MOVEMENTS = ConsentMovement._meta.db_table
_RECEIPTS = ConsentReceipt._meta.db_table

# What the registry says of many keys, each at its own time; an older word replaces none. The
# registry's times are whole seconds: within one a refusal is believed.
NOTES = f"""
INSERT INTO {ConsentRecord._meta.db_table} AS r
       (firm_id, address_id, brand_id, recipient_type, channel, recipient, status, source,
        registry_status, registry_at, registry_ref, retailer_codes)
SELECT a.firm_id, a.id, a.brand_id, n.recipient_type, n.channel, n.recipient, '', '',
       n.status, n.at, n.ref, '{{}}'::int[]
  FROM (SELECT DISTINCT ON (u.recipient_type, u.channel, u.recipient) u.*
          FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
                      %s::text[]) AS u(recipient_type, channel, recipient, status, at, ref)
         ORDER BY u.recipient_type, u.channel, u.recipient, u.at DESC,
                  u.status = 'RET' DESC) n
  JOIN {ConsentAddress._meta.db_table} a ON a.firm_id = %s AND a.brand_id = %s
       AND a.recipient_type = n.recipient_type AND a.address = n.recipient
    ON CONFLICT (firm_id, brand_id, channel, recipient_type, recipient) DO UPDATE
   SET registry_status = EXCLUDED.registry_status, registry_at = EXCLUDED.registry_at,
       registry_ref = EXCLUDED.registry_ref
 WHERE r.registry_at IS NULL OR r.registry_at <= EXCLUDED.registry_at
    OR (EXCLUDED.registry_status = 'RET'
        AND date_trunc('second', r.registry_at) <= EXCLUDED.registry_at)
"""

# Our movements that an echo of the registry may be about: not proven yet, same key and state.
UNPROVEN = f"""
SELECT m.id, m.recipient_type, m.channel, m.recipient, m.status,
       date_trunc('second', m.consented_at)
  FROM {_MOVEMENTS} m
 WHERE m.firm_id = %s AND m.brand_id = %s AND m.recipient = ANY (%s) AND m.transaction_id = ''
   AND NOT EXISTS (SELECT FROM {_RECEIPTS} r WHERE r.movement_id = m.id
                      AND r.transaction_id <> '')
 ORDER BY m.seq
"""

# Every movement of which we know that the registry holds it, with the registry's own times.
KNOWN_OF_DAY = f"""
SELECT * FROM (
    SELECT COALESCE(r.registry_created_at, m.registry_created_at) AS created,
           COALESCE(r.transaction_id, m.transaction_id) AS transaction_id,
           m.recipient, m.recipient_type, m.channel, m.status, m.consented_at, m.source
      FROM {_MOVEMENTS} m LEFT JOIN {_RECEIPTS} r ON r.movement_id = m.id
     WHERE m.firm_id = %s AND m.brand_id = %s AND (m.transaction_id <> '' OR r.id IS NOT NULL)
) known WHERE created >= %s AND created < %s
"""
