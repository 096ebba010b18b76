"""The set-based statements over a staged list. ``{cell}``-like holes are column names."""

from __future__ import annotations

from iys_consent.models import ConsentRecord, UploadRow

ROWS, RECORDS = UploadRow._meta.db_table, ConsentRecord._meta.db_table
# Channel → (address column, status column, verdict column).
CELLS = {
    "ARAMA": ("phone", "call", "call_verdict"),
    "MESAJ": ("phone", "message", "message_verdict"),
    "EPOSTA": ("email", "mail", "mail_verdict"),
}


def _likely(address: str) -> str:
    """Hashes of addresses that may stand in the list twice. Numbers are grouped in a fraction of
    the time that texts take, and mostly there is none."""
    return f"""
SELECT hashtextextended({address}, 0) AS hash FROM {ROWS}
 WHERE upload_id = %s AND {address} <> '' GROUP BY 1 HAVING count(*) > 1"""


def any_repeats(address: str) -> str:
    """Whether ``repeats`` of this address can find anything."""
    return f"SELECT EXISTS ({_likely(address)})"


def repeats(channel: str) -> str:
    """Of one key in one list the first row counts; where its statuses differ, none does."""
    address, status, verdict = CELLS[channel]
    return f"""
WITH likely AS MATERIALIZED ({_likely(address)}
), twice AS (
    SELECT recipient_type, {address} AS address, min({status}) <> max({status}) AS differ
      FROM {ROWS}
     WHERE upload_id = %s AND {verdict} IN ('N', 'L') AND {address} <> ''
       AND hashtextextended({address}, 0) IN (SELECT hash FROM likely)
     GROUP BY 1, 2 HAVING count(*) > 1
), ranked AS (
    SELECT r.id, t.differ,
           row_number() OVER (PARTITION BY r.recipient_type, r.{address} ORDER BY r.number) AS n
      FROM {ROWS} r JOIN twice t ON t.recipient_type = r.recipient_type
           AND t.address = r.{address}
     WHERE r.upload_id = %s AND r.{verdict} IN ('N', 'L')
)
UPDATE {ROWS} r
   SET {verdict} = CASE WHEN k.differ THEN 'E' ELSE 'S' END,
       level = CASE WHEN k.differ THEN 2 ELSE GREATEST(r.level, 1) END,
       notes = concat_ws(';',
               NULLIF(replace(r.notes, '{channel}:first_is_refusal', ''), ''), '{channel}:' ||
               CASE WHEN k.differ THEN 'contradicts' ELSE 'repeated' END)
  FROM ranked k WHERE k.id = r.id AND (k.differ OR k.n > 1)
"""


def known(channel: str) -> str:
    """Cells of a range of rows whose key has a record: what was read and what stands."""
    address, status, verdict = CELLS[channel]
    return f"""
SELECT r.id, r.recipient_type, r.{address}, r.{status}, r.source, r.consented_at,
       r.{verdict}, r.notes, c.status, c.registry_status, c.consented_at
  FROM {ROWS} r
  JOIN {RECORDS} c ON c.firm_id = %s AND c.brand_id = %s AND c.channel = '{channel}'
       AND c.recipient_type = r.recipient_type AND c.recipient = r.{address}
 WHERE r.upload_id = %s AND r.number > %s AND r.number <= %s AND r.{verdict} IN ('N', 'L')
"""


def rejudge(channel: str) -> str:
    verdict = CELLS[channel][2]
    return f"""
UPDATE {ROWS} r SET {verdict} = n.verdict, notes = n.notes
  FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS n(id, verdict, notes) WHERE r.id = n.id
"""


_LEVEL = """
CASE WHEN call_verdict IN ('E', 'L') OR message_verdict IN ('E', 'L')
          OR mail_verdict IN ('E', 'L') THEN 2
     WHEN notes <> '' AND call_verdict || message_verdict || mail_verdict = '' THEN 2
     WHEN notes <> '' OR kinds <> 0 THEN 1 ELSE 0 END
"""
# What a row is, from its cells; written only where the comparison has changed it.
LEVELS = f"UPDATE {ROWS} SET level = {_LEVEL} WHERE upload_id = %s AND level <> {_LEVEL}"


def _summary_of(channel: str, mask: str) -> str:
    _address, status, verdict = CELLS[channel]
    good = f"{verdict} IN ('N', 'U') AND kinds & ~%(accepted)s & {mask} = 0"
    return f"""
       count(*) FILTER (WHERE {status} = 'ONAY' AND {verdict} <> ''),
       count(*) FILTER (WHERE {status} = 'RET' AND {verdict} <> ''),
       count(*) FILTER (WHERE {good} AND {verdict} = 'N'),
       count(*) FILTER (WHERE {good} AND {verdict} = 'U'),
       count(*) FILTER (WHERE {verdict} = 'S'),
       count(*) FILTER (WHERE {verdict} = 'L'),
       count(*) FILTER (WHERE {verdict} <> '' AND {verdict} <> 'S' AND NOT ({good}))"""


SUMMARY = f"""
SELECT count(*), count(*) FILTER (WHERE level = 2 OR kinds & ~%(accepted)s <> 0),
       {_summary_of("ARAMA", "%(of_phone)s")},
       {_summary_of("MESAJ", "%(of_phone)s")},
       {_summary_of("EPOSTA", "%(of_email)s")}
  FROM {ROWS} WHERE upload_id = %(upload)s
"""
