"""The chosen people of a campaign as a table that the planner knows.

From groups and filters it guesses a few hundred people whatever they are, and then fetches half
a million subscribers and consents one by one. Counted first, they are joined as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, transaction

from messaging.sql.audience import CHOSEN_TABLE, Audience, chosen_sql


@contextmanager
def gathered(audience: Audience) -> Iterator[Audience]:
    """The same audience, whose query reads its choices from a table of this transaction; it is
    gone afterwards. For campaigns: a message to one person is planned rightly without."""
    sql, params = chosen_sql(audience)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {CHOSEN_TABLE} ON COMMIT DROP AS"
            f" SELECT DISTINCT subscriber_id FROM ({sql}) c",
            params,
        )
        cursor.execute(f"ANALYZE {CHOSEN_TABLE}")
        yield replace(audience, is_gathered=True)
        cursor.execute(f"DROP TABLE {CHOSEN_TABLE}")
