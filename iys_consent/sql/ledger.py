"""The set-based statements of the consent ledger."""

from __future__ import annotations

from iys_consent.models import ConsentAddress, ConsentRecord, RegistryStatus

# An address is made once; a name that is given fills an empty one and replaces none.
ADDRESSES = f"""
INSERT INTO {ConsentAddress._meta.db_table} AS a
       (firm_id, brand_id, recipient_type, address, kind, first_name, last_name, search_key,
        sort_key, created_at)
SELECT %s, n.*, now()
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
              %s::text[], %s::text[])
       AS n(brand_id, recipient_type, address, kind, first_name, last_name, search_key, sort_key)
    ON CONFLICT (firm_id, brand_id, recipient_type, address) DO UPDATE
   SET first_name = EXCLUDED.first_name, last_name = EXCLUDED.last_name,
       search_key = EXCLUDED.search_key, sort_key = EXCLUDED.sort_key
 WHERE a.first_name = '' AND a.last_name = ''
   AND (EXCLUDED.first_name <> '' OR EXCLUDED.last_name <> '')
"""

# Of several movements of one key in one list the deciding one is carried; it replaces what
# stands when it is later, or of the same moment and a refusal (iys_consent.standing). An
# approval that is said again keeps its dealers; a refusal ends what they may use.
RECORDS = f"""
WITH n AS (
    SELECT DISTINCT ON (brand_id, channel, recipient_type, recipient) *
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                  %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::int[])
           AS n(brand_id, recipient_type, channel, recipient, status, source, consented_at,
                effective_at, seq, retailer)
     ORDER BY brand_id, channel, recipient_type, recipient, effective_at DESC,
              status = 'RET' DESC, seq
)
INSERT INTO {ConsentRecord._meta.db_table} AS r
       (firm_id, address_id, brand_id, recipient_type, channel, recipient, status, source,
        consented_at, effective_at, movement_seq, registry_status, registry_ref, retailer_codes)
SELECT %s, a.id, n.brand_id, n.recipient_type, n.channel, n.recipient, n.status, n.source,
       n.consented_at, n.effective_at, n.seq, '{RegistryStatus.UNASKED.value}', '',
       array_remove(ARRAY[n.retailer], NULL)
  FROM n
  JOIN {ConsentAddress._meta.db_table} a ON a.firm_id = %s AND a.brand_id = n.brand_id
       AND a.recipient_type = n.recipient_type AND a.address = n.recipient
    ON CONFLICT (firm_id, brand_id, channel, recipient_type, recipient) DO UPDATE
   SET status = EXCLUDED.status, source = EXCLUDED.source, consented_at = EXCLUDED.consented_at,
       effective_at = EXCLUDED.effective_at, movement_seq = EXCLUDED.movement_seq,
       retailer_codes = CASE
           WHEN EXCLUDED.status = 'ONAY' AND r.status = 'ONAY'
                AND NOT EXCLUDED.retailer_codes <@ r.retailer_codes
           THEN r.retailer_codes || EXCLUDED.retailer_codes
           WHEN EXCLUDED.status = 'ONAY' AND r.status = 'ONAY' THEN r.retailer_codes
           WHEN EXCLUDED.status = 'ONAY' THEN EXCLUDED.retailer_codes
           ELSE '{{}}'::int[] END
 WHERE r.status = '' OR EXCLUDED.effective_at > r.effective_at
    OR (EXCLUDED.effective_at = r.effective_at
        AND EXCLUDED.status = 'RET' AND r.status = 'ONAY')
"""

KNOWN_ADDRESSES = f"""
INSERT INTO {ConsentAddress._meta.db_table}
       (firm_id, brand_id, recipient_type, address, kind, first_name, last_name, search_key,
        sort_key, created_at)
SELECT %s, %s, %s, n.address, n.kind, '', '', n.search_key, n.sort_key, now()
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
       AS n(address, kind, search_key, sort_key)
    ON CONFLICT (firm_id, brand_id, recipient_type, address) DO NOTHING
"""

# "Did not approve" says less than the refusal or the absence that is known already; but of a
# merchant without a record it does not say that he has not refused since, so the moment of
# that knowledge stays.
_KNOWN_BETTER = (
    f"(EXCLUDED.registry_status = '{RegistryStatus.NOT_APPROVED.value}' AND r.registry_status"
    f" IN ('{RegistryStatus.REFUSED.value}', '{RegistryStatus.ABSENT.value}'))"
)
REGISTRY_ANSWERS = f"""
INSERT INTO {ConsentRecord._meta.db_table} AS r
       (firm_id, address_id, brand_id, recipient_type, channel, recipient, status, source,
        registry_status, registry_at, registry_ref, retailer_codes)
SELECT q.firm_id, a.id, q.brand_id, q.recipient_type, q.channel, n.recipient, '', '',
       n.status, q.asked_at, n.ref, '{{}}'::int[]
  FROM (SELECT %s::bigint AS firm_id, %s::bigint AS brand_id, %s::text AS recipient_type,
               %s::text AS channel, %s::timestamptz AS asked_at) q
 CROSS JOIN unnest(%s::text[], %s::text[], %s::text[]) AS n(recipient, status, ref)
  JOIN {ConsentAddress._meta.db_table} a ON a.firm_id = %s AND a.brand_id = %s
       AND a.recipient_type = %s AND a.address = n.recipient
    ON CONFLICT (firm_id, brand_id, channel, recipient_type, recipient) DO UPDATE
   SET registry_status = CASE WHEN {_KNOWN_BETTER} THEN r.registry_status
                              ELSE EXCLUDED.registry_status END,
       registry_at = CASE WHEN {_KNOWN_BETTER} AND r.recipient_type = 'TACIR'
                           AND r.registry_status = '{RegistryStatus.ABSENT.value}'
                          THEN r.registry_at ELSE EXCLUDED.registry_at END,
       registry_ref = CASE WHEN {_KNOWN_BETTER} THEN r.registry_ref
                           ELSE EXCLUDED.registry_ref END
 WHERE r.registry_at IS NULL OR r.registry_at <= EXCLUDED.registry_at
"""
