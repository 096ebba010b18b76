"""The statements of who may use which consents."""

from __future__ import annotations

from iys_consent.models import ConsentRecord, Dealer, DealerAccess, DealerState, DealerStatus

_RECORDS = ConsentRecord._meta.db_table
_DEALERS = Dealer._meta.db_table
_ACCESS = DealerAccess._meta.db_table
_COLUMNS = (
    "(firm_id, brand_id, record_id, dealer_id, action, state, alone, code, text, actor_label,"
    " created_at)"
)

# Approvals of the dealer's brand that he may not use yet and that are not on their way.
GIVE = f"""
INSERT INTO {_ACCESS} {_COLUMNS}
SELECT c.firm_id, c.brand_id, c.id, d.id, 'VERILDI', 'BEKLIYOR', FALSE, '', '', %s,
       clock_timestamp()
  FROM {_RECORDS} c JOIN {_DEALERS} d ON d.id = %s AND d.firm_id = c.firm_id
       AND d.brand_id = c.brand_id
 WHERE c.firm_id = %s AND c.id = ANY (%s) AND COALESCE(NULLIF(c.status, ''),
       c.registry_status) = 'ONAY' AND NOT d.code = ANY (c.retailer_codes)
   AND NOT EXISTS (SELECT FROM {_ACCESS} a WHERE a.record_id = c.id AND a.dealer_id = d.id
                      AND a.action = 'VERILDI' AND a.state = 'GONDERILDI')
    ON CONFLICT DO NOTHING
"""

# What is taken leaves the gate at once; İYS is told where it may know of it. The rows are the
# consents that were taken, those too of which İYS had not heard.
TAKE = f"""
WITH of_dealer AS (SELECT id, code FROM {_DEALERS} WHERE id = %s AND firm_id = %s),
dropped AS (
    UPDATE {_ACCESS} a SET state = 'DUSTU', settled_at = clock_timestamp()
      FROM of_dealer d
     WHERE a.dealer_id = d.id AND a.record_id = ANY (%s) AND a.state = 'BEKLIYOR'
       AND a.action = 'VERILDI'
 RETURNING a.record_id
), closed AS (
    UPDATE {_RECORDS} c SET retailer_codes = array_remove(c.retailer_codes, d.code)
      FROM of_dealer d
     WHERE c.firm_id = %s AND c.id = ANY (%s) AND (d.code = ANY (c.retailer_codes)
        OR EXISTS (SELECT FROM {_ACCESS} s WHERE s.record_id = c.id AND s.dealer_id = d.id
                      AND s.action = 'VERILDI' AND s.state = 'GONDERILDI'))
 RETURNING c.firm_id, c.brand_id, c.id, d.id AS dealer_id
), told AS (
    INSERT INTO {_ACCESS} {_COLUMNS}
    SELECT firm_id, brand_id, id, dealer_id, 'ALINDI', 'BEKLIYOR', FALSE, '', '', %s,
           clock_timestamp()
      FROM closed
        ON CONFLICT DO NOTHING
    RETURNING record_id
)
SELECT record_id FROM dropped UNION SELECT record_id FROM told
"""

# A refusal has ended what dealers may use: there is nothing to tell of it.
ENDED = f"""
UPDATE {_ACCESS} a SET state = 'DUSTU', settled_at = clock_timestamp()
  FROM {_RECORDS} c
 WHERE c.id = a.record_id AND a.firm_id = %s AND a.brand_id = %s AND a.state = 'BEKLIYOR'
   AND (c.status = 'RET' OR c.registry_status = 'RET')
"""

# The oldest waiting rows with the whole set that their consent is to have at İYS. Of a consent
# that İYS does not hold yet (H401) nothing is told before it does; of one whose set is on its way
# nothing before that has ended.
NEXT = f"""
SELECT c.id, c.channel, c.recipient_type, bool_or(a.alone), array_agg(a.id),
       COALESCE((SELECT array_agg(DISTINCT one ORDER BY one)
                   FROM unnest(c.retailer_codes || array_agg(d.code) FILTER
                               (WHERE a.action = 'VERILDI')) AS one
                  WHERE NOT one = ANY (COALESCE(array_agg(d.code) FILTER
                               (WHERE a.action = 'ALINDI'), '{{}}'))), '{{}}')
  FROM (SELECT * FROM {_ACCESS}
         WHERE firm_id = %s AND brand_id = %s AND state = 'BEKLIYOR'
         ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) a
  JOIN {_DEALERS} d ON d.id = a.dealer_id
  JOIN {_RECORDS} c ON c.id = a.record_id AND c.registry_status = 'ONAY'
 WHERE NOT EXISTS (SELECT FROM {_ACCESS} s WHERE s.record_id = c.id AND s.state = 'GONDERILDI')
 GROUP BY c.id ORDER BY min(a.id)
"""

# İYS has the set: what was given enters the gate, but for what was taken again meanwhile.
OPENED = f"""
WITH told AS (
    UPDATE {_ACCESS} SET state = 'ISLENDI', settled_at = clock_timestamp()
     WHERE sent_in_id = %s AND state = 'GONDERILDI'
 RETURNING id, record_id, dealer_id, action
), given AS (
    SELECT t.record_id, array_agg(DISTINCT d.code) AS codes
      FROM told t JOIN {_DEALERS} d ON d.id = t.dealer_id
     WHERE t.action = 'VERILDI' AND NOT EXISTS (
           SELECT FROM {_ACCESS} l WHERE l.record_id = t.record_id AND l.dealer_id = t.dealer_id
              AND l.id > t.id AND l.action = 'ALINDI')
     GROUP BY 1
)
UPDATE {_RECORDS} c
   SET retailer_codes = c.retailer_codes || ARRAY(
           SELECT one FROM unnest(g.codes) AS one WHERE NOT one = ANY (c.retailer_codes))
  FROM given g WHERE c.id = g.record_id AND c.status <> 'RET'
"""

_TODAY = "(clock_timestamp() AT TIME ZONE 'Europe/Istanbul')::date"
# The gate's question in a dealer's name: one row, whether he may be sent for today or not. Its
# parameters are the age of an answer, dealer, firm and brand.
OF_DEALER = (
    " CROSS JOIN (SELECT max(d.code) AS retailer, count(d.id) = 0 AS dealer_closed,"
    " clock_timestamp() - %s::interval AS fresh_after"
    f" FROM {Dealer._meta.db_table} d WHERE d.id = %s AND d.firm_id = %s AND d.brand_id = %s"
    f" AND d.state = '{DealerState.LISTED.value}' AND d.status = '{DealerStatus.ACTIVE.value}'"
    f" AND COALESCE(d.contract_from <= {_TODAY}, TRUE)"
    f" AND COALESCE(d.contract_until >= {_TODAY}, TRUE)) q"
)
