"""The statements through which every position passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turkcell_hub.lib import arrays

# Whose address it is and whose device calls there.
DEVICE = """
SELECT a.firm_id, p.id
  FROM tenancy_gatewayaccount a
  JOIN tenancy_firm f ON f.id = a.firm_id AND f.is_active
  LEFT JOIN fieldteams_fieldphone p
         ON p.firm_id = a.firm_id AND p.device_id = %(device)s AND p.device_id <> ''
 WHERE a.push_token = %(token)s AND a.service = %(service)s AND a.is_active
"""

# Two statements in one round trip: the second one begins when the phones are locked, so that it
# sees what whoever held them has committed (read committed takes a snapshot a statement).
WINDOWS = """
SELECT 1 FROM fieldteams_fieldphone
 WHERE firm_id = %(firm)s AND id = ANY(%(phones)s::bigint[]) ORDER BY id FOR NO KEY UPDATE;
SELECT p.id, f.time_zone,
       COALESCE((SELECT r.late_hours FROM fieldteams_trackingrules r
                  WHERE r.firm_id = f.id AND r.valid_from <= %(today)s
                  ORDER BY r.valid_from DESC LIMIT 1), %(late)s),
       p.state, p.is_active, p.work_days, p.work_from, p.work_until, p.off_days,
       c.answered_at, c.valid_until, t.starts, t.stops
  FROM fieldteams_fieldphone p
  JOIN tenancy_firm f ON f.id = p.firm_id
  LEFT JOIN fieldteams_trackingrequest c
         ON c.firm_id = p.firm_id AND c.phone_id = p.id AND c.state = %(accepted)s
  LEFT JOIN LATERAL (
       SELECT array_agg(w.opened_at ORDER BY w.id) AS starts,
              array_agg(LEAST(w.ends_at, w.closed_at) ORDER BY w.id) AS stops
         FROM fieldteams_theftwatch w
        WHERE w.firm_id = p.firm_id AND w.phone_id = p.id AND w.ends_at IS NOT NULL) t ON true
 WHERE p.firm_id = %(firm)s AND p.id = ANY(%(phones)s::bigint[])
"""

# One statement: the history (a point is taken once), the latest of each phone, and the place from
# which its zones must be looked at again. Answers what is new.
STORE = """
WITH given AS (
  SELECT * FROM unnest(%(phones)s::bigint[], %(ats)s::timestamptz[], %(lats)s::float8[],
                       %(lons)s::float8[], %(accuracies)s::float8[], %(speeds)s::float8[],
                       %(headings)s::float8[])
         AS g(phone_id, at, latitude, longitude, accuracy, speed, heading)
), stored AS (
  INSERT INTO fieldteams_position
         (firm_id, phone_id, at, latitude, longitude, accuracy, speed, heading, source, stored_at)
  SELECT %(firm)s, phone_id, at, latitude, longitude, accuracy, speed, heading, %(source)s, now()
    FROM given
      ON CONFLICT (firm_id, phone_id, at) DO NOTHING
  RETURNING phone_id, at, latitude, longitude, accuracy, speed, heading
), newest AS (
  SELECT DISTINCT ON (phone_id) * FROM stored WHERE latitude IS NOT NULL
   ORDER BY phone_id, at DESC
), latest AS (
  INSERT INTO fieldteams_latestposition AS l
         (firm_id, phone_id, at, latitude, longitude, accuracy, speed, heading, source, stored_at,
          missed_at)
  SELECT %(firm)s, phone_id, at, latitude, longitude, accuracy, speed, heading, %(source)s, now(),
         (SELECT max(s.at) FROM stored s
           WHERE s.phone_id = newest.phone_id AND s.latitude IS NULL)
    FROM newest
      ON CONFLICT (phone_id) DO UPDATE
         SET at = excluded.at, latitude = excluded.latitude, longitude = excluded.longitude,
             accuracy = excluded.accuracy, speed = excluded.speed, heading = excluded.heading,
             source = excluded.source, stored_at = excluded.stored_at,
             missed_at = GREATEST(l.missed_at, excluded.missed_at)
       WHERE excluded.at > l.at
), missed AS (
  UPDATE fieldteams_latestposition l SET missed_at = m.at
    FROM (SELECT phone_id, max(at) AS at FROM stored
           WHERE latitude IS NULL AND phone_id NOT IN (SELECT phone_id FROM newest)
           GROUP BY phone_id) m
   WHERE l.phone_id = m.phone_id AND (l.missed_at IS NULL OR l.missed_at < m.at)
), behind AS (
  INSERT INTO fieldteams_zonecursor AS c (firm_id, phone_id, at, is_behind)
  SELECT %(firm)s, phone_id, min(at) - interval '1 microsecond', true
    FROM stored WHERE latitude IS NOT NULL GROUP BY phone_id
      ON CONFLICT (phone_id) DO UPDATE
         SET at = LEAST(c.at, excluded.at), is_behind = true
)
SELECT phone_id FROM stored
"""

COUNT_DROPPED = """
INSERT INTO fieldteams_droppedpositions AS d (firm_id, phone_id, day, reason, count)
VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (firm_id, phone_id, day, reason) DO UPDATE SET count = d.count + excluded.count
"""

LOOKED = """
INSERT INTO fieldteams_viewlog AS v (firm_id, phone_id, viewer, what, day, first_at, last_at, times)
SELECT %(firm)s, phone_id, %(viewer)s, %(what)s, %(day)s, now(), now(), 1
  FROM unnest(%(phones)s::bigint[]) AS p(phone_id) ORDER BY phone_id
    ON CONFLICT (firm_id, phone_id, viewer, what, day) DO UPDATE
       SET last_at = now(), times = v.times + 1
"""


def columns(firm_id: int, rows: Sequence[Any], source: str) -> dict[str, Any]:
    """The parameters of ``STORE`` for readings."""
    return {
        "firm": firm_id,
        "source": str(source),
        "phones": arrays.of_numbers([row.phone_id for row in rows]),
        "ats": arrays.of_times([row.at for row in rows]),
        "lats": _floats(row.latitude for row in rows),
        "lons": _floats(row.longitude for row in rows),
        "accuracies": _floats(row.accuracy for row in rows),
        "speeds": _floats(row.speed for row in rows),
        "headings": _floats(row.heading for row in rows),
    }


def _floats(values: Any) -> str:
    return "{" + ",".join("NULL" if value is None else repr(float(value)) for value in values) + "}"
