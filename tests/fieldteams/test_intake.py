"""G19, I11: what is stored, what is dropped before storing, and that a point is taken once."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from fieldteams.models import (
    DroppedPositions,
    FieldPhone,
    LatestPosition,
    Position,
    Source,
    TrackingRequest,
    TrackingRules,
    ViewLog,
    ZoneCursor,
)
from fieldteams.selectors import reporting
from fieldteams.selectors.tracks import Range
from fieldteams.services import devices, intake, phones, requests, retention, rules, viewing
from fieldteams.services.intake import Reading
from tests.support.messaging import make_account
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.models import Firm, GatewayAccount

IZMIR = (38.4237, 27.1428)


def at(minutes: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes)


def point(phone: FieldPhone, minutes: float, **values: float) -> Reading:
    return Reading(phone.pk, at(minutes), *IZMIR, **values)


@pytest.mark.requirement("L-027")
def test_a_point_of_the_night_is_kept_and_shown_where_no_hours_are_set_and_taken_once(
    firm, actor, make_phone
):
    phone = make_phone(1, accepted=True)
    three = dt.datetime.now(ZoneInfo("Europe/Istanbul")).replace(hour=3, minute=0)
    three -= dt.timedelta(days=1) if three > timezone.now() else dt.timedelta(0)
    one = Reading(phone.pk, three, *IZMIR, accuracy=12.5)
    assert intake.take(firm.pk, [one, one], Source.DEVICE).to_record() == {
        "stored": 1, "repeated": 1, "dropped": {},
    }  # fmt: skip
    assert intake.take(firm.pk, [one], Source.DEVICE).repeated == 1
    row = Position.objects.get()
    assert (row.latitude, row.accuracy, row.at) == (IZMIR[0], 12.5, three)
    day = Range(three, three, dt.time(2), dt.time(4))
    assert [row[0] for row in reporting.positions(actor, [phone], day).rows] == ["Kişi 1"]


def test_a_late_point_is_history_and_not_the_latest_place(firm, make_phone):
    phone = make_phone(1, accepted=True)
    intake.take(firm.pk, [point(phone, 5)], Source.DEVICE)
    late = Reading(phone.pk, at(90), 39.0, 28.0)
    assert intake.take(firm.pk, [late], Source.DEVICE).stored == 1
    assert LatestPosition.objects.get().latitude == IZMIR[0]
    assert ZoneCursor.objects.get().at < late.at
    nowhere = Reading(phone.pk, at(1))
    assert intake.take(firm.pk, [nowhere], Source.OPERATOR).stored == 1
    latest = LatestPosition.objects.get()
    assert (latest.latitude, latest.missed_at) == (IZMIR[0], nowhere.at)


def test_what_may_not_be_stored_is_counted_and_kept_nowhere(firm, actor, make_phone):
    on = make_phone(1, accepted=True)
    never = make_phone(2)
    today = timezone.localdate()
    off = make_phone(3, accepted=True, off_days=[today, today - dt.timedelta(days=1)])
    given = [
        point(on, -30),  # half an hour ahead
        point(on, 60 * 30),  # older than a day
        Reading(on.pk, at(1), 91.0, 27.0),
        Reading(on.pk, at(1), None, 27.0),
        point(never, 1),
        point(off, 1),
    ]
    taken = intake.take(firm.pk, given, Source.DEVICE)
    assert taken.stored == taken.repeated == 0
    assert taken.dropped == {"GELECEK": 1, "GEC": 1, "BOZUK": 2, "ONAY_YOK": 1, "MESAI_DISI": 1}
    assert not Position.objects.exists()
    assert sum(DroppedPositions.objects.values_list("count", flat=True)) == 6
    intake.take(firm.pk, given[-1:], Source.DEVICE)
    assert DroppedPositions.objects.get(phone=off).count == 2


def test_from_the_yes_to_its_end_and_no_longer(ready, actor, phone):
    asked = requests.send(actor, phone)
    assert intake.take(ready.pk, [point(phone, 0)], Source.DEVICE).dropped == {"ONAY_YOK": 1}
    requests.answer(asked, True, None)
    before_the_yes = point(phone, 10)
    assert intake.take(ready.pk, [before_the_yes], Source.DEVICE).dropped == {"ONAY_YOK": 1}
    assert intake.take(ready.pk, [point(phone, 0)], Source.DEVICE).stored == 1
    TrackingRequest.objects.update(valid_until=at(1))
    assert intake.take(ready.pk, [point(phone, 0)], Source.DEVICE).dropped == {"ONAY_YOK": 1}
    TrackingRequest.objects.update(valid_until=at(-60))
    requests.withdraw(asked, None)
    captured_while_it_held = point(phone, 0)
    assert intake.take(ready.pk, [captured_while_it_held], Source.DEVICE).stored == 0


def test_the_hours_of_the_shift_are_read_on_the_firms_clock(firm, actor, make_phone):
    phone = make_phone(1, accepted=True)
    zone = ZoneInfo("Europe/Istanbul")
    moment = at(30).astimezone(zone)
    hour = moment.replace(minute=0, second=0, microsecond=0)
    begins, ends = hour.time(), (hour + dt.timedelta(hours=1)).time()
    phones.save(actor, phone, {"work_from": begins, "work_until": ends})
    inside = Reading(phone.pk, moment, *IZMIR)
    outside = Reading(phone.pk, hour - dt.timedelta(minutes=1), *IZMIR)
    taken = intake.take(firm.pk, [inside, outside], Source.DEVICE)
    assert (taken.stored, taken.dropped) == (1, {"MESAI_DISI": 1})


def test_a_tracker_sends_by_osmands_words_to_the_accounts_address(firm, actor, make_phone):
    phone = make_phone(1, accepted=True, device_id="cihaz-7")
    account = make_account(firm, "traccar", name="Takip", service="location", is_default=False)
    door = f"/hooks/osmand/{account.push_token}/"
    told = {"id": "cihaz-7", "lat": "38.42", "lon": "27.14", "speed": "10", "accuracy": "8",
            "timestamp": str(int(at(1).timestamp()))}  # fmt: skip
    assert Client().get(door, told).status_code == 200
    assert Client().post(door + "?" + "&".join(f"{k}={v}" for k, v in told.items())).status_code
    row = Position.objects.get()
    assert (row.phone_id, row.speed, row.source) == (phone.pk, pytest.approx(18.52), "CIHAZ")
    assert Client().get(door, {**told, "lat": "kuzey"}).status_code == 400
    assert Client().get(door, {**told, "id": "baska"}).status_code == 404
    assert Client().get("/hooks/osmand/" + "x" * 43 + "/", told).status_code == 404
    sms = make_account(firm)
    assert Client().get(f"/hooks/osmand/{sms.push_token}/", told).status_code == 404
    assert GatewayAccount.objects.get(pk=account.pk).sends is False


def test_a_program_names_only_phones_of_the_firm(firm, actor, make_phone):
    phone = make_phone(1, accepted=True)
    row = {"phone": "0532 200 00 01", "at": at(1), "latitude": 38.0, "longitude": 27.0}
    assert devices.take(actor, [row]).stored == 1
    with pytest.raises(Invalid, match="2. satır"):
        devices.take(actor, [row, {**row, "phone": "0533 999 99 99"}])
    assert Position.objects.filter(phone=phone).count() == 1


@pytest.mark.requirement("L-029")
def test_positions_live_as_long_as_the_firm_keeps_them_and_one_person_can_be_erased(
    firm, actor, make_phone
):
    first, second = make_phone(1, accepted=True), make_phone(2, accepted=True)
    intake.take(firm.pk, [point(first, 5), point(second, 5)], Source.DEVICE)
    old = timezone.now() - dt.timedelta(days=40)
    Position.objects.filter(phone=first).update(at=old)
    assert retention.forget(firm.pk) == 0
    rules.add(actor, {"retention_days": 30})
    assert retention.forget(firm.pk) == 1
    assert retention.erase(actor, second) == 1
    assert not Position.objects.exists()
    assert not LatestPosition.objects.filter(phone=second).exists()


def test_what_is_counted_by_days_goes_with_the_day_on_the_firms_wall(firm, actor, make_phone):
    """At 01.30 in Istanbul it is the day before in UTC."""
    phone = make_phone(1, accepted=True)
    TrackingRules.objects.create(firm=firm, valid_from=dt.date(2026, 1, 1), retention_days=30)
    night = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)
    with time_machine.travel(night):
        viewing.look(actor, [phone.pk], ViewLog.What.MAP)
        first = dt.date(2026, 10, 24)  # thirty days ago; of the day before nothing may be left
        for day in (first - dt.timedelta(days=1), first):
            intake.count(firm.pk, phone.pk, day, intake.DropReason.OFF_SHIFT)
            ViewLog.objects.create(
                firm=firm, phone=phone, viewer="x", what=ViewLog.What.MAP, day=day,
                first_at=night, last_at=night,
            )  # fmt: skip
        retention.forget(firm.pk)
    assert [one.day for one in DroppedPositions.objects.all()] == [first]
    looked = ViewLog.objects.order_by("day").values_list("day", flat=True)
    assert list(looked) == [first, dt.date(2026, 11, 23)]


def test_who_looked_is_noted_on_the_firms_day(firm, actor, make_phone):
    """An hour before midnight in Berlin it is tomorrow in the portal's own time zone."""
    Firm.objects.filter(pk=firm.pk).update(time_zone="Europe/Berlin")
    phone = make_phone(1, accepted=True)
    with time_machine.travel(dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)):
        viewing.look(actor, [phone.pk], ViewLog.What.MAP)
    assert ViewLog.objects.get().day == dt.date(2026, 11, 22)


def test_a_trackers_point_is_three_round_trips_and_its_rules_are_the_firms(
    firm, actor, make_phone, django_assert_num_queries
):
    phone = make_phone(1, accepted=True, device_id="cihaz-7")
    account = make_account(firm, "traccar", name="Takip", service="location", is_default=False)
    rules.add(actor, {"late_hours": 2})
    told = {"id": "cihaz-7", "lat": "38.42", "lon": "27.14", "timestamp": at(110).isoformat()}
    with django_assert_num_queries(5):  # two of them the test's own savepoint
        devices.take_from_device(account.push_token, told)
    late = {**told, "timestamp": at(130).isoformat()}
    assert devices.take_from_device(account.push_token, late).dropped == {"GEC": 1}
    assert Position.objects.get().phone_id == phone.pk
