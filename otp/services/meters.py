"""Limits that hold under any concurrency: counted by the statement that checks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils.crypto import salted_hmac

# The row's lock puts parallel takers in one line; each sees what the one before it has written.
_TAKE = """
INSERT INTO otp_meter AS m (firm_id, scope, key, times)
VALUES (%(firm)s, %(scope)s, %(key)s, ARRAY[clock_timestamp()])
ON CONFLICT (firm_id, scope, key) DO UPDATE SET times = ARRAY(
        SELECT t FROM unnest(m.times) t
         WHERE t > clock_timestamp() - %(window)s ORDER BY t) || clock_timestamp()
 WHERE (SELECT count(*) FROM unnest(m.times) t
         WHERE t > clock_timestamp() - %(window)s) < %(limit)s
   AND NOT EXISTS (SELECT FROM unnest(m.times) t WHERE t > clock_timestamp() - %(pause)s)
RETURNING 1
"""
# The moment from which the limit lets one more through, and the one at which the pause ends.
_WAIT = """
SELECT extract(epoch FROM greatest(
           max(t) + %(pause)s,
           CASE WHEN count(*) FILTER (WHERE t > clock_timestamp() - %(window)s) >= %(limit)s
                THEN (array_agg(t ORDER BY t DESC))[%(limit)s] + %(window)s END
       ) - clock_timestamp())
  FROM otp_meter m, unnest(m.times) t
 WHERE m.firm_id = %(firm)s AND m.scope = %(scope)s AND m.key = %(key)s
"""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` takings in ``window``, with ``pause`` between two."""

    scope: str
    key: str
    most: int
    window: timedelta
    pause: timedelta = timedelta(0)


def take(firm_id: int, limit: Limit) -> int | None:
    """One taking, in the caller's transaction: None, or the seconds (at least 1) to wait."""
    values = _values(firm_id, limit)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if cursor.fetchone() is not None:
            return None
        return max(1, _wait(cursor, values))


def wait_for(firm_id: int, limit: Limit) -> int:
    """The seconds until one more would be let through, 0 for now; nothing is taken."""
    with connection.cursor() as cursor:
        return _wait(cursor, _values(firm_id, limit))


def _wait(cursor: CursorWrapper, values: Mapping[str, Any]) -> int:
    cursor.execute(_WAIT, values)
    seconds = cursor.fetchone()[0] or 0
    return int(seconds) + 1 if seconds > 0 else 0


def _values(firm_id: int, limit: Limit) -> dict[str, Any]:
    return {
        "firm": firm_id,
        "scope": limit.scope,
        "key": limit.key,
        "limit": limit.most,
        "window": limit.window,
        "pause": limit.pause,
    }


def number_key(phone: str) -> str:
    """A phone number as a key that does not tell it."""
    return salted_hmac("otp.meter", phone, algorithm="sha256").hexdigest()
