"""L-030, L-045, L-046, S-074: reports of a range and of hours, with table, chart, map and file."""

from __future__ import annotations

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone
from python_calamine import CalamineWorkbook

from fieldteams import report_map
from fieldteams.models import Position, ZoneVisit
from fieldteams.range_form import RangeForm
from fieldteams.selectors import reporting, tracks
from fieldteams.services import intake, zones
from messaging.models import Campaign, InboundMessage, Message
from tests.support.firms import client_for
from tests.support.messaging import make_account
from turkcell_hub.tenancy.models import GatewayAccount

ZONE = ZoneInfo("Europe/Istanbul")
HERE = {"latitude": 38.4792, "longitude": 27.2399, "accuracy": 20.0, "source": "CIHAZ"}


def hourly(phone, first: dt.datetime, hours: int) -> None:
    Position.objects.bulk_create(
        Position(firm_id=phone.firm_id, phone=phone, at=first + dt.timedelta(hours=n), **HERE)
        for n in range(hours)
    )


def span(days: int = 3, **hours) -> tracks.Range:
    first = dt.datetime(2026, 11, 2, tzinfo=ZONE)
    last = first + dt.timedelta(days=days) - dt.timedelta(seconds=1)
    return tracks.Range(first, last, **hours, zone=ZONE)


@pytest.mark.requirement("L-045")
def test_the_hours_of_the_day_leave_the_nights_out(firm, actor, make_phone):
    phone = make_phone(1, accepted=True)
    hourly(phone, span().since, 72)
    day = span(from_clock=dt.time(9), until_clock=dt.time(18))
    found = reporting.positions(actor, [phone], day)
    assert len(found.rows) == 30
    assert {row[1].hour for row in found.rows} == set(range(9, 19))
    night = span(from_clock=dt.time(22), until_clock=dt.time(6))
    assert len(reporting.positions(actor, [phone], night).rows) == 27
    assert found.rows[0][2] == "Bornova, İzmir"


@pytest.mark.requirement("L-043", "L-045")
def test_an_end_without_a_clock_time_is_that_days_evening(actor):
    form = RangeForm(QueryDict("from=20.11.2026&to=20.11.2026"), actor=actor)
    assert form.is_valid()
    assert form.span().until - form.span().since == dt.timedelta(days=1, microseconds=-1)
    form = RangeForm(QueryDict("from=20.11.2026&to=20.11.2026 09:00"), actor=actor)
    assert form.is_valid()
    assert form.span().until.astimezone(form.zone).time() == dt.time(9, 0, 59, 999_999)


@pytest.mark.requirement("L-035")
def test_maps_and_reports_show_one_team_and_forms_offer_the_codes_in_use(firm, member, make_phone):
    for place, team in ((1, "SATIŞ"), (2, "KURYE"), (3, "")):
        made = make_phone(place, accepted=True, special_code=team)
        put = intake.Reading(made.pk, timezone.now(), 38.4, 27.1)
        intake.take(firm.pk, [put], "CIHAZ")
    client = client_for(member)
    live = client.get("/field-map/live/", {"team": "KURYE"}).json()["people"]
    assert [one["name"] for one in live] == ["Kişi 2"]
    page = client.get("/field-reports/", {"kind": "latest", "team": "SATIŞ"}).content.decode()
    assert "<td>Kişi 1</td>" in page
    assert "<td>Kişi 2</td>" not in page
    assert client.get("/field-reports/", {"team": "BAŞKA"}).status_code == 422
    form = client.get("/field-phones/add/").content.decode()
    assert '<option value="KURYE"></option><option value="SATIŞ"></option>' in form


@pytest.mark.requirement("L-030", "L-029")
def test_three_reports_of_places_give_the_known_rows_and_their_excel(
    firm, actor, member, make_phone
):
    first, second = make_phone(1, accepted=True), make_phone(2)
    hourly(first, span().since, 24)
    depot = zones.save(actor, None, {"name": "Depo", "shape": "DAIRE", "latitude": 38.48,
                                     "longitude": 27.24, "radius": 500})  # fmt: skip
    moments = [span().since + dt.timedelta(hours=n) for n in (1, 2)]
    ZoneVisit.objects.create(firm=firm, zone=depot, phone=first, entered_at=moments[0],
                             last_at=moments[0], left_at=moments[1])  # fmt: skip
    people = [first, second]
    assert len(reporting.positions(actor, people, span()).rows) == 24
    seen = timezone.now().replace(microsecond=0) - dt.timedelta(hours=2)
    older = intake.Reading(first.pk, seen - dt.timedelta(minutes=9), 38.4, 27.1)
    intake.take(firm.pk, [intake.Reading(first.pk, seen, 38.48, 27.24, 20.0), older], "CIHAZ")
    assert reporting.latest(actor, people, span()).rows == [
        ["Kişi 1", "Onaylandı", seen, "Bornova, İzmir", 20, "2 saat önce"],
        ["Kişi 2", "Talep yok", None, "", None, ""],
    ]
    assert reporting.zones(actor, people, span()).rows == [
        ["Depo", "Kişi 1", moments[0], moments[1], "1 sa 0 dk"]
    ]
    client = client_for(member)
    for kind, said in (("latest", "Kişi 2"), ("positions", "Bornova"), ("zones", "Depo")):
        asked = {"kind": kind, "from": "2026-11-02", "to": "2026-11-04", "format": "xlsx"}
        file = b"".join(client.get("/field-reports/export/", asked).streaming_content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0)
        assert any(said in str(cell) for row in sheet.to_python() for cell in row), kind
    standing = reporting.trips(actor, people, span()).rows
    assert [row[1] for row in standing] == ["Duruş"]


@pytest.mark.requirement("L-046")
def test_messages_of_both_directions_are_counted(firm, actor, make_phone):
    phone, other = make_phone(1), make_phone(2)
    make_account(firm)
    account = GatewayAccount.objects.get()
    sent = Campaign.objects.create(firm=firm, name="x", account=account, state="TAMAMLANDI",
                                   message_class="BILGILENDIRME")  # fmt: skip
    noon = span().since + dt.timedelta(hours=12)
    for place, state in enumerate((10, 10, 1)):  # delivered twice, and one that never went
        Message.objects.create(firm=firm, campaign=sent, seq=place, batch_no=0, phone=phone.phone,
                               text="Depoya uğra", parts=1, credits=1, state=state, verdict=1,
                               created_at=noon)  # fmt: skip
    InboundMessage.objects.create(firm=firm, account=account, operator_id="1", sender=phone.phone,
                                  recipient="4605", text="Tamam", received_at=noon)  # fmt: skip
    found = reporting.messages(actor, [phone, other], span())
    assert sorted(row[2] for row in found.rows) == ["Gelen", "Giden", "Giden"]
    assert found.note == "Giden 2, gelen 1 mesaj."
    assert reporting.messages(actor, [other], span()).rows == []


@pytest.mark.requirement("S-074", "L-045")
def test_the_page_shows_chart_table_map_and_gives_files(firm, member, make_phone):
    phone = make_phone(1, accepted=True, description="`${alert(1)}`<b>")
    hourly(phone, timezone.now() - dt.timedelta(hours=5), 5)
    client = client_for(member)
    asked = {"phone": phone.pk, "from": f"{timezone.localdate() - dt.timedelta(days=1):%d.%m.%Y}"}
    for kind in reporting.KINDS:
        page = client.get("/field-reports/", {**asked, "kind": kind})
        assert page.status_code == 200, kind
    shown = client.get("/field-reports/", asked).content.decode()
    assert "hub-chart" in shown
    assert "/field-reports/map/?" in shown
    frame = client.get("/field-reports/map/", asked)
    body, policy = frame.content.decode(), frame["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert all(f'nonce="{nonce}"' in tag for tag in re.findall(r"<(?:script|style)\b[^>]*>", body)
               if "src=" not in tag)  # fmt: skip
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", body)
    assert "${alert" not in body
    assert "<b>" not in body
    assert "GeoNames (CC BY 4.0)" in body
    for kind, mark in (("xlsx", b"PK"), ("csv", "Kişi".encode())):
        file = client.get("/field-reports/export/", {**asked, "format": kind})
        assert mark in b"".join(file.streaming_content)
    assert client.get("/field-reports/", {**asked, "from_hour": "09:00"}).status_code == 422


def test_what_people_typed_ends_no_script():
    assert report_map.safe("a`b${x}\\</script>") == "a&#96;b&#36;{x}&#92;&lt;/script&gt;"
    assert report_map.literal("`${x}</script>") == '"\\u0060\\u0024{x}\\u003c/script\\u003e"'
