"""G19: an erased person leaves nothing; late, doubled and shuffled points are stored once."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection
from django.utils import timezone

from fieldteams.models import (
    FenceEvent,
    FieldJob,
    FieldPhone,
    JobOffer,
    OperatorFence,
    Position,
    Source,
    TheftWatch,
    TrackingRequest,
    ViewLog,
)
from fieldteams.services import intake, phones, requests, retention, stays, viewing, zones
from tests.support.messaging import make_account

NOW = timezone.now()


def live(firm, actor, phone: FieldPhone, account) -> None:
    """Something of everything that the room can know of a person."""
    way = [
        intake.Reading(phone.pk, NOW - dt.timedelta(minutes=n), 38.4 + n / 1e4, 27.1, accuracy=9)
        for n in range(1, 40)
    ]
    assert intake.take(firm.pk, way, Source.DEVICE).stored == 39
    intake.take(firm.pk, [intake.Reading(phone.pk, NOW - dt.timedelta(days=3), 38, 27)],
                Source.DEVICE)  # fmt: skip
    circle = {"shape": "DAIRE", "latitude": 38.4, "longitude": 27.1, "radius": 500}
    zone = zones.save(actor, None, {"name": f"Bölge {phone.pk}", **circle})
    stays.evaluate(phone.pk)
    viewing.look(actor, [phone.pk], ViewLog.What.MAP)
    job = FieldJob.objects.create(
        firm=firm, number=phone.pk, text="x", place="x", latitude=38, longitude=27, at_once=1,
        answer_minutes=1, rounds=1, asked_by="x", taken_by=phone, state="ALINDI",
    )  # fmt: skip
    JobOffer.objects.create(firm=firm, job=job, phone=phone, round=1, metres=1, fixed_at=NOW)
    TheftWatch.objects.create(
        firm=firm, phone=phone, reason="x", hours=1, asked_by="x", agree_until=NOW
    )
    OperatorFence.objects.create(
        firm=firm, account=account, zone=zone, phone=phone, direction="GIRIS", circle="x"
    )
    FenceEvent.objects.create(
        firm=firm, event_id=str(phone.pk), zone=zone, phone=phone, direction="GIRIS", at=NOW
    )


def everywhere(phone: FieldPhone) -> dict[str, int]:
    """How many rows of which table still point at the phone, asked of the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.confrelid = 'fieldteams_fieldphone'::regclass"
        )
        found = {}
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [phone.pk])
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def pair(ready, actor, make_phone) -> tuple[FieldPhone, FieldPhone]:
    account = make_account(ready, "traccar", name="T", service="location", is_default=False)
    made = make_phone(1, accepted=True), make_phone(2, accepted=True)
    for phone in made:
        live(ready, actor, phone, account)
    return made


def test_places_are_erased_and_the_consent_stays(actor, pair):
    gone, other = pair
    before = everywhere(other)
    assert retention.erase(actor, gone) == 39
    left = {table for table, count in everywhere(gone).items() if count}
    assert left == {"fieldteams_trackingrequest", "fieldteams_viewlog", "fieldteams_theftwatch",
                    "fieldteams_fieldjob"}  # fmt: skip
    assert everywhere(other) == before


def test_an_erased_person_is_in_no_table_and_the_other_one_still_in_all(actor, pair):
    gone, other = pair
    before = everywhere(other)
    pk = gone.pk
    requests.cancel(actor, gone)
    before = everywhere(other)
    phones.delete(actor, gone)
    gone.pk = pk
    assert not any(everywhere(gone).values())
    assert everywhere(other) == before
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'fieldteams%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',
                           [f"%{gone.phone}%"])  # fmt: skip
            assert cursor.fetchone()[0] == 0, table


def test_points_in_any_order_doubled_and_late_are_stored_once_each(firm, actor, make_phone):
    """G19 small: the same day in three shuffled deliveries, a third of it twice."""
    phone = make_phone(1, accepted=True)
    day = [intake.Reading(phone.pk, NOW - dt.timedelta(minutes=3 * n), 38.4, 27.1)
           for n in range(470)]  # fmt: skip
    chance = random.Random(19)
    sent = day + chance.sample(day, 150)
    chance.shuffle(sent)
    stored = 0
    for part in (sent[:200], sent[200:420], sent[420:]):
        stored += intake.take(firm.pk, part, Source.REST).stored
    assert stored == Position.objects.count() == 470
    assert TrackingRequest.objects.get().state == "ONAYLANDI"
