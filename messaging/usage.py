"""What billing is told of messaging: parts that arrived (A-003, A-004)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, Message, MessageState
from messaging.services.preparing import BATCH_KIND
from turkcell_hub.billing.spenders import Sent
from turkcell_hub.billing.usage import Usage
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor

_PARTS = "CASE WHEN m.operator_credits > 0 THEN m.operator_credits ELSE m.credits END"
_PAID = f"""
  FROM {Batch._meta.db_table} b
  JOIN {Campaign._meta.db_table} c ON c.id = b.subject_id AND c.firm_id = b.firm_id
  JOIN {Transfer._meta.db_table} t ON t.id = c.spend_id AND t.kind = %(kind)s
"""
_MESSAGES = f"""
  JOIN {Message._meta.db_table} m ON m.campaign_id = b.subject_id AND m.batch_no = b.number
   AND m.state = {int(MessageState.DELIVERED)}
"""
_OF_FIRM = f" WHERE b.firm_id = %(firm)s AND b.kind = '{BATCH_KIND}'"

_DELIVERED = (
    f"SELECT count(*), COALESCE(sum({_PARTS}), 0) {_PAID} {_MESSAGES} {_OF_FIRM}"
    " AND b.handed_over_at >= %(start)s AND b.handed_over_at < %(end)s"
)
_FIRST = f"SELECT min(b.handed_over_at) {_PAID} {_OF_FIRM}"
_BY_DAY = (
    "SELECT (m.ended_at AT TIME ZONE 'Europe/Istanbul')::date AS day, count(*),"
    f" sum({_PARTS}) {_PAID} {_MESSAGES} {_OF_FIRM}"
    " AND m.ended_at >= %(start)s AND m.ended_at < %(end)s GROUP BY day"
)


def sent(actor: Actor, spends: Collection[int]) -> dict[int, Sent]:
    """The campaigns that these movements paid."""
    rows = Campaign.objects.filter(spend_id__in=spends).select_related("account")
    seen = set(actor.visible(rows).values_list("pk", flat=True))
    found = {}
    for row in rows:
        place = reverse("campaigns-detail", args=[row.pk])
        shown = (row.name, place) if row.pk in seen else ("", "")
        found[row.spend_id] = Sent(row.account.name if row.account else "", *shown)
    return found


class SmsUsage:
    """``turkcell_hub.billing.usage.Source`` over message rows and their batches."""

    code = "sms"
    label = _("SMS")

    def delivered(self, firm_id: int, kind: str, start: dt.datetime, end: dt.datetime) -> Usage:
        rows = _rows(_DELIVERED, firm=firm_id, kind=kind, start=start, end=end)
        return Usage(int(rows[0][0]), int(rows[0][1]))

    def first_sent(self, firm_id: int, kind: str) -> dt.datetime | None:
        found: dt.datetime | None = _rows(_FIRST, firm=firm_id, kind=kind)[0][0]
        return found

    def delivered_by_day(
        self, firm_id: int, kind: str, start: dt.datetime, end: dt.datetime
    ) -> dict[dt.date, Usage]:
        rows = _rows(_BY_DAY, firm=firm_id, kind=kind, start=start, end=end)
        return {day: Usage(int(messages), int(parts)) for day, messages, parts in rows}


def _rows(sql: str, **params: object) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
