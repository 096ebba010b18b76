"""What the ledger booked back, by anything that a campaign has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from turkcell_hub.ledger.models import Kind, Transfer

_LEDGER = Transfer._meta.db_table
BY_PART = "c.part"
BY_DAY = "(t.at AT TIME ZONE %s)::date"

# A prepaid firm pays with SMS credits, a postpaid one with its limit.
_PAID_WITH = [Kind.SMS.value, Kind.LIMIT.value]

# From a refund to the spend that it names, and from there to the campaign that was paid by it.
_REFUNDS = f"""
SELECT {{by}}, sum(t.amount)::bigint
  FROM {_LEDGER} t
  JOIN {_LEDGER} s ON s.id = t.of_id AND s.subject_type = 'campaign'
  JOIN ({{campaigns}}) AS c(id, part) ON c.id = s.subject_id
 WHERE t.firm_id = %s AND t.kind = ANY(%s) AND t.type = %s AND t.at >= %s AND t.at < %s
 GROUP BY 1
"""


def refunds(
    firm_id: int, by: tuple[str, list[Any]], campaigns: Any, edges: tuple[datetime, datetime]
) -> dict[Any, int]:
    """Credits that came back from ``edges[0]`` until before ``edges[1]``. ``campaigns``: a
    queryset of (id, part); ``by``: ``BY_PART`` or ``BY_DAY`` with its parameters."""
    sql, params = campaigns.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            _REFUNDS.format(by=by[0], campaigns=sql),
            [*by[1], *params, firm_id, _PAID_WITH, Transfer.Type.REFUND.value, *edges],
        )
        return dict(cursor.fetchall())
