"""Phones and points by the million, for P8 to P10."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tests.benchmarks.support.measure import sql
from tests.support.firms import make_firm, make_member
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

_PHONES = """
INSERT INTO fieldteams_fieldphone (firm_id, phone, description, special_code, device_id, work_days,
    off_days, is_active, state, state_note, search_key, sort_key, created_at)
SELECT %s, '+9053' || lpad(n::text, 8, '0'), 'Kişi ' || n, '', '', '{1,2,3,4,5,6,7}', '{}', true,
    'ONAYLANDI', '', 'kisi ' || n, lpad(n::text, 8, '0'), now() FROM generate_series(1, %s) n
"""
# Each phone's points follow each other in time, as they do in life: they lie among all others'.
_POINTS = """
INSERT INTO fieldteams_position (firm_id, phone_id, at, latitude, longitude, accuracy, speed,
    heading, source, stored_at)
SELECT %s, p.id, %s::timestamptz + make_interval(secs => n * %s), 38.3 + random() * 0.3,
    27.0 + random() * 0.4, 20, 30, 90, 'OPERATOR', now()
FROM generate_series(1, %s) n
CROSS JOIN (SELECT id FROM fieldteams_fieldphone WHERE firm_id = %s) p ORDER BY n
"""
_LATEST = """
INSERT INTO fieldteams_latestposition (firm_id, phone_id, at, latitude, longitude, accuracy, source,
    stored_at)
SELECT firm_id, id, now(), 36 + random() * 6, 26 + random() * 18, 20, 'OPERATOR', now()
FROM fieldteams_fieldphone WHERE firm_id = %s
"""
START = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def make_fleet(phones: int, points: int, seconds: int = 300) -> tuple[Firm, Actor]:
    """A firm of its own with so many phones and ``points`` points of each."""
    firm = make_firm()
    with firm_scope(firm.pk):
        actor = of_membership(make_member(firm, Role.ADMIN))
    sql(_PHONES, firm.pk, phones)
    if points:
        sql(_POINTS, firm.pk, START, seconds, points, firm.pk)
    sql(_LATEST, firm.pk)
    for table in ("fieldphone", "position", "latestposition"):
        sql(f"VACUUM ANALYZE fieldteams_{table}")
    connection.commit()
    return firm, actor
