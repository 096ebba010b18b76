"""The sample firm's field team: 25 phones in İzmir, two weeks of their ways, zones and requests in
every state. The sandbox's operator drives the same rounds on, so that the map goes on moving."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from random import Random

from django.conf import settings
from django.db import connection
from django.utils import timezone

from fieldteams import statements, wording
from fieldteams.models import FieldPhone, Source, TrackingRequest, ViewLog, ZoneCursor, ZoneVisit
from fieldteams.services import phones, rules, stays, zones
from fieldteams.services.intake import Reading
from turkcell_hub.demo import field_customers, field_work, operator
from turkcell_hub.demo.names import FIRST, LAST
from turkcell_hub.fake_operator.location.fleet import Fleet
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode, GatewayAccount
from turkcell_hub.tenancy.services import account_tries, accounts

COUNT, DAYS, STEP = 25, 14, 300  # phones, days of history, seconds between points
USERNAME = "ege-konum"
# What the last phones' requests have come to; all others said yes.
_STATES = ("GONDERILDI", "GONDERILDI", "REDDEDILDI", "GERI_ALINDI", "SURESI_DOLDU", "HATA", "YOK")
_TEAMS = ("SATIS", "KURYE", "TEKNIK")
_ZONES = (
    ("Bornova Deposu", 38.4700, 27.2150, 900.0),
    ("Konak Şubesi", 38.4189, 27.1287, 700.0),
    ("Karşıyaka Çarşı", 38.4590, 27.1130, 800.0),
)
_ALSANCAK = [[27.1350, 38.4330], [27.1560, 38.4370], [27.1540, 38.4470], [27.1370, 38.4440]]


def build(actor: Actor, random: Random) -> None:
    """Inside the firm's scope and one transaction."""
    account = _account(actor)
    made = [_phone(actor, n, random) for n in range(COUNT)]
    for n, phone in enumerate(made):
        place = n - (COUNT - len(_STATES))
        _ask(phone, _STATES[place] if place >= 0 else "ONAYLANDI", account)
    watched = [one for one in made if one.state == "ONAYLANDI"]
    operator.grant_locations(USERNAME, [one.phone for one in watched])
    _zones(actor)
    _history(actor.firm_id, watched)
    field_customers.visited(actor, watched[0])
    _stays(watched)
    _looked(actor, watched[:6])
    field_work.build(actor, watched)
    field_customers.mail_report(actor)


def _account(actor: Actor) -> GatewayAccount:
    password = secrets.token_urlsafe(12)
    operator.open_locations(USERNAME, password)
    account = accounts.save(
        actor,
        None,
        {
            "name": "Konum servisi (deneme)",
            "service": GatewayAccount.Service.LOCATION,
            "adapter": "camara",
            "base_url": f"{settings.FAKE_OPERATOR_URL}/camara",
            "username": USERNAME,
            "password": password,
            "is_default": True,
        },
    )
    account_tries.try_connection(actor, account)
    return account


def _phone(actor: Actor, n: int, random: Random) -> FieldPhone:
    team = _TEAMS[n % len(_TEAMS)]
    code = AuthorityCode.objects.filter(code="YONETIM").first() if n == 3 else None
    data = {
        "phone": f"+90532770{n:02}{10 + n % 50:02}",
        "description": f"{random.choice(FIRST)} {random.choice(LAST)}",
        "special_code": team,
        "authority_code": code,
    }
    if team != "TEKNIK":  # the technicians are on call round the clock
        days = [1, 2, 3, 4, 5, 6] if team == "SATIS" else [1, 2, 3, 4, 5, 6, 7]
        data |= {"work_days": days, "work_from": dt.time(8), "work_until": dt.time(19)}
    return phones.save(actor, None, data)


def _ask(phone: FieldPhone, state: str, account: GatewayAccount) -> None:
    now = timezone.now()
    asked = now - dt.timedelta(days=2 if state == "GONDERILDI" else DAYS + 6)
    given = asked + dt.timedelta(hours=3) if state in ("ONAYLANDI", "GERI_ALINDI") else None
    if state != "YOK":
        rule = rules.in_force(phone.firm_id)
        row = TrackingRequest.objects.create(
            firm_id=phone.firm_id, phone=phone, state=state, notice=str(rule.notice),
            hours=wording.hours(phone.shift), asked_by="Murat Yıldız", account=account,
            operator_state="VALID" if state == "ONAYLANDI" else "",
            expires_at=asked + dt.timedelta(days=rule.request_days), answered_at=given,
            valid_until=given + dt.timedelta(days=rule.consent_days) if given else None,
            note="UNKNOWN_NUMBER" if state == "HATA" else "",
            proof={"answer": "evet", "answered_at": given.isoformat(timespec="seconds")}
            if given else {},
        )  # fmt: skip
        TrackingRequest.objects.filter(pk=row.pk).update(asked_at=asked)
    phone.state, phone.state_at, phone.checked_at = state, given or asked, now
    phone.save()


def _zones(actor: Actor) -> None:
    for name, latitude, longitude, radius in _ZONES:
        zones.save(actor, None, {"name": name, "shape": "DAIRE", "latitude": latitude,
                                 "longitude": longitude, "radius": radius})  # fmt: skip
    zones.save(actor, None, {"name": "Alsancak", "shape": "POLIGON", "rings": [_ALSANCAK]})


def _history(firm_id: int, watched: list[FieldPhone]) -> None:
    """As if each point had come in its time; the zones then look at them all (``_stays``)."""
    fleet = Fleet(operator.SEED)
    with connection.cursor() as cursor:
        for phone in watched:
            rows = list(_way(fleet, phone))
            cursor.execute(statements.STORE, statements.columns(firm_id, rows, Source.OPERATOR))


def _stays(watched: list[FieldPhone]) -> None:
    for phone in watched:
        while stays.evaluate(phone.pk):
            continue
    ZoneCursor.objects.update(is_behind=False)
    ZoneVisit.objects.update(told_enter=True, told_leave=True)


def _way(fleet: Fleet, phone: FieldPhone) -> Iterator[Reading]:
    zone = timezone.get_default_timezone()
    for since, until in _days():
        for spot in fleet.way(phone.phone, since, until, STEP):
            at = dt.datetime.fromtimestamp(spot.at, dt.UTC)
            if phone.shift.covers(at, zone):  # type: ignore[arg-type]
                yield Reading(
                    phone.pk, at, spot.latitude, spot.longitude, spot.accuracy, spot.speed,
                    spot.heading,
                )  # fmt: skip


def _days() -> Iterator[tuple[float, float]]:
    """From eight in the morning until before seven in the evening, of each day up to now."""
    now = timezone.now()
    first = (now - dt.timedelta(days=DAYS)).timestamp()
    for back in range(DAYS, -1, -1):
        day = timezone.localdate(now) - dt.timedelta(days=back)
        opens, closes = (
            dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone()).timestamp()
            for hour in (8, 19)
        )
        yield max(first, opens), min(closes - 1, now.timestamp())


def _looked(actor: Actor, watched: list[FieldPhone]) -> None:
    now = timezone.now()
    for phone in watched:
        ViewLog.objects.create(
            firm_id=phone.firm_id, phone=phone, viewer="Murat Yıldız", what=ViewLog.What.MAP,
            day=timezone.localdate(now), first_at=now, last_at=now, times=3,
        )  # fmt: skip
