"""G19: places come in late, twice, in any order and by clocks that are wrong; what may not be
stored never is, and a person who is erased is nowhere.

People of every kind (round the clock, by day, over midnight, on leave, asked three hours ago, never
asked, withdrawn between capture and upload) send a day and a half of points in two deliveries,
shuffled, a fifth of them twice, from four threads. A plain reference of the harness says what may
be stored and why the rest is not. Then points come one by one through the trackers' door at a
steady pace: what that takes is told, for no machine promises it. At the end people are erased and
every table, Redis and the log are searched for where they were.

    python3 manage.py faults positions                # 100,000 points, 20 erasures
    python3 manage.py faults positions --points 4000 --phones 40 --paced 200 --planted
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from fieldteams.models import (
    DroppedPositions,
    FieldPhone,
    LatestPosition,
    Position,
    TrackingRequest,
    ViewLog,
)
from fieldteams.services import devices, phones, requests, retention, stays, viewing, zones
from tests.benchmarks.support.measure import percentile
from tests.faults._planted_positions import BUGS, planted
from tests.faults.checker import Report
from tests.support import stores
from tests.support.firms import make_firm
from tests.support.messaging import make_account
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

HOUR = dt.timedelta(hours=1)
SPAN, AHEAD = 30 * HOUR, 3 * HOUR  # how far back points go, and how wrong a clock is
# Near the oldest age that is accepted a point could cross the line during the run.
UNSURE = (23 * HOUR, 25 * HOUR)
BATCH, THREADS = 500, 4
_DEGREES = re.compile(r"38\.\d{7}")


@dataclass(frozen=True)
class Person:
    """``spans``: when this person's shift covers, as the harness reckons it."""

    phone: FieldPhone
    spans: Sequence[tuple[dt.datetime, dt.datetime]]
    given: dt.datetime | None
    withdraws: bool = False


@dataclass(frozen=True)
class Point:
    person: Person
    at: dt.datetime
    latitude: float


@dataclass
class Team:
    """What was done, what was seen, and what must be so."""

    firm: Firm
    actor: Actor
    account: GatewayAccount
    people: list[Person]
    stored: set[tuple[int, dt.datetime]] = field(default_factory=set)
    dropped: Counter[tuple[int, str]] = field(default_factory=Counter)
    places: dict[int, set[str]] = field(default_factory=dict)  # phone -> latitudes, as text
    told: list[str] = field(default_factory=list)


def run(*, points: int, people: int, paced: int, erasures: int, seed: int = 1) -> tuple[
    Report, Team
]:  # fmt: skip
    chance = random.Random(seed)
    firm, now = make_firm(), timezone.now().replace(microsecond=0)
    with firm_scope(firm.pk), stores.heard() as log:
        team = _team(firm, people, now)
        first, second = _deliveries(team, points, now, chance)
        _deliver(team, first, withdrawn=False)
        for person in team.people:
            if person.withdraws:
                consent = TrackingRequest.objects.get(phone=person.phone)
                requests.withdraw(consent, "192.0.2.1")
        _deliver(team, second, withdrawn=True)
        _pace(team, paced, chance)
        report = Report()
        _judge(report, team)
        _erase(report, team, erasures, log.getvalue)
        numbers = {person.phone.phone[-10:] for person in team.people}
        spoken = log.getvalue()
        places = set.union(*team.places.values())
        report.rule("no number and no place in the log", len(spoken.splitlines()),
                    [n for n in numbers if n in spoken]
                    + sorted(places & set(_DEGREES.findall(spoken))))  # fmt: skip
    return report, team


def _team(firm: Firm, people: int, now: dt.datetime) -> Team:
    actor = system(firm.pk, "Deney")
    account = make_account(firm, "traccar", name="Takip", service="location", is_default=False)
    circle = {"shape": "DAIRE", "latitude": 38.45, "longitude": 27.14, "radius": 20_000.0}
    zones.save(actor, None, {"name": "Şehir", **circle})
    made = [_person(actor, n, now) for n in range(people)]
    return Team(firm, actor, account, made, places={one.phone.pk: set() for one in made})


def _person(actor: Actor, n: int, now: dt.datetime) -> Person:
    """Eight kinds in turn; each second of a kind has no name, so that it is called by number."""
    kind, long_ago = n % 8, now - 60 * 24 * HOUR
    data: dict[str, Any] = {
        "phone": f"+90532{7_000_000 + n}", "device_id": f"cihaz-{n}",
        "description": f"Kişi {n}" if n // 8 % 2 == 0 else "",
    }  # fmt: skip
    zone = ZoneInfo("Europe/Istanbul")
    today = now.astimezone(zone).date()
    days = [today - dt.timedelta(days=back) for back in range(4)]
    spans = [(now - 90 * 24 * HOUR, now + 24 * HOUR)]
    if kind == 1:
        data |= {"work_from": dt.time(8), "work_until": dt.time(17), "work_days": [1, 2, 3, 4, 5]}
        spans = [_clock(day, 8, day, 17, zone) for day in days if day.isoweekday() <= 5]
    elif kind == 2:
        data |= {"work_from": dt.time(22), "work_until": dt.time(6)}
        spans = [_clock(day, 22, day + dt.timedelta(days=1), 6, zone) for day in days]
    elif kind == 3:
        data |= {"off_days": [days[1]]}
        spans = [
            _clock(day, 0, day + dt.timedelta(days=1), 0, zone) for day in days if day != days[1]
        ]
    given = {5: None, 6: now - 3 * HOUR}.get(kind, long_ago)
    phone = phones.save(actor, None, data)
    if given is not None:
        FieldPhone.objects.filter(pk=phone.pk).update(state="ONAYLANDI", state_at=given)
        TrackingRequest.objects.create(
            firm_id=phone.firm_id, phone=phone, state="ONAYLANDI", notice="x", hours="x",
            asked_by="x", expires_at=given, answered_at=given, valid_until=now + 90 * 24 * HOUR,
        )  # fmt: skip
    return Person(phone, spans, given, withdraws=kind == 4)


def _clock(
    day: dt.date, hour: int, end: dt.date, until: int, zone: ZoneInfo
) -> tuple[dt.datetime, dt.datetime]:
    return (
        dt.datetime.combine(day, dt.time(hour), zone),
        dt.datetime.combine(end, dt.time(until), zone),
    )


def _deliveries(
    team: Team, points: int, now: dt.datetime, chance: random.Random
) -> tuple[list[Point], list[Point]]:
    """Everybody's points in any order, a fifth of them twice, in two deliveries. Each lies on a
    latitude of its own, so that it is found again wherever it stands."""
    each = max(1, points // len(team.people))
    made: list[Point] = []
    for person in team.people:
        for n in range(each):
            age = dt.timedelta(seconds=60 + round(SPAN.total_seconds() * n / each))
            if UNSURE[0] < age < UNSURE[1]:
                continue
            at = now + AHEAD + age if n % 29 == 28 else now - age
            made.append(Point(person, at, _latitude(len(made))))
    sent = [*made, *chance.sample(made, len(made) // 5)]
    chance.shuffle(sent)
    return sent[: len(sent) // 2], sent[len(sent) // 2 :]


def _latitude(n: int, base: float = 38.4) -> float:
    """Seven decimals, none of them like another's, and never one that JSON would shorten."""
    return round(base + (10 * n + 1) / 1e7, 7)


def _reason(point: Point, now: dt.datetime, withdrawn: bool) -> str:
    """The harness's own rule, "" for what may be stored."""
    person = point.person
    if point.at > now + dt.timedelta(minutes=2):
        return "GELECEK"
    if person.given is None or point.at < person.given or (withdrawn and person.withdraws):
        return "ONAY_YOK"
    if point.at < now - 24 * HOUR:
        return "GEC"
    return "" if any(since <= point.at < until for since, until in person.spans) else "MESAI_DISI"


def _deliver(team: Team, sent: Sequence[Point], *, withdrawn: bool) -> None:
    now = timezone.now()
    for point in sent:
        reason = _reason(point, now, withdrawn)
        team.places[point.person.phone.pk].add(f"{point.latitude:.7f}")
        if reason:
            team.dropped[point.person.phone.pk, reason] += 1
        else:
            team.stored.add((point.person.phone.pk, point.at))
    parts = [sent[start : start + BATCH] for start in range(0, len(sent), BATCH)]

    def take(part: Sequence[Point]) -> None:
        rows = [{"phone": one.person.phone.phone, "at": one.at, "latitude": one.latitude,
                 "longitude": 27.14, "accuracy": 20} for one in part]  # fmt: skip
        try:
            with firm_scope(team.firm.pk):
                devices.take(team.actor, rows)
        finally:
            connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(take, parts))
    rate = len(sent) / (time.perf_counter() - began)
    team.told.append(f"{len(sent)} points in lists of {BATCH}: {rate:.0f} a second")


def _pace(team: Team, paced: int, chance: random.Random) -> None:
    """One point a request through the trackers' door, 50 a second by the clock: a request that
    waits for the one before it has waited, and that counts."""
    if not paced:
        return
    able = [one for one in team.people if one.given and not one.withdraws and len(one.spans) == 1]
    client = Client(headers={"host": urlsplit(settings.PUBLIC_URL).netloc})
    client.get(f"/hooks/osmand/{team.account.push_token}/")  # the first one loads the program
    taken, began = [], time.perf_counter()
    for n in range(paced):
        due = began + n / 50
        time.sleep(max(0.0, due - time.perf_counter()))
        person = chance.choice(able)
        at = timezone.now().replace(microsecond=0) - dt.timedelta(milliseconds=n)
        latitude = _latitude(n, 38.7)
        team.places[person.phone.pk].add(f"{latitude:.7f}")
        told = {"id": person.phone.device_id, "lat": latitude, "lon": 27.14,
                "timestamp": at.isoformat(), "accuracy": 15}  # fmt: skip
        answer = client.post(f"/hooks/osmand/{team.account.push_token}/", told)
        taken.append(time.perf_counter() - due)
        assert answer.status_code == 200, answer.content
        team.stored.add((person.phone.pk, at))
    spent = time.perf_counter() - began
    p50, p95 = (percentile(taken, share) * 1000 for share in (0.5, 0.95))
    team.told.append(
        f"{paced} points one by one at {paced / spent:.1f} a second: p50 {p50:.0f} ms, p95"
        f" {p95:.0f} ms (goal 300)"
    )


def _judge(report: Report, team: Team) -> None:
    rows = Counter(Position.objects.values_list("phone_id", "at"))
    there, twice = set(rows), [key for key, times in rows.items() if times > 1]
    report.rule("what may be stored is, once", len(team.stored), [*(team.stored - there), *twice])
    report.rule("what may not be stored is not", sum(team.dropped.values()), there - team.stored)
    counted: Counter[tuple[int, str]] = Counter()
    for row in DroppedPositions.objects.all():
        counted[row.phone_id, row.reason] += row.count
    wrong = {key for key in counted | team.dropped if counted[key] != team.dropped[key]}
    report.rule("what was refused is counted by its reason", len(team.dropped), wrong)
    newest: dict[int, dt.datetime] = {}
    for pk, at in team.stored:
        newest[pk] = max(at, newest.get(pk, at))
    latest = dict(LatestPosition.objects.values_list("phone_id", "at"))
    report.rule("the latest place is the newest one", len(newest), latest.items() ^ newest.items())


def _erase(report: Report, team: Team, erasures: int, log: Any) -> None:
    """Half lose their places and stay, half are deleted whole; the others keep everything."""
    chosen = team.people[:: max(1, len(team.people) // max(1, erasures))][:erasures]
    for person in team.people:
        while stays.evaluate(person.phone.pk):
            continue
    viewing.look(team.actor, [one.phone.pk for one in team.people], ViewLog.What.MAP)
    others = Position.objects.exclude(phone__in=[one.phone.pk for one in chosen])
    before = others.count()
    for n, person in enumerate(chosen):
        phone = FieldPhone.objects.get(pk=person.phone.pk)
        retention.erase(team.actor, phone)
        if n % 2:
            if requests.current(phone):
                requests.cancel(team.actor, phone)
                phone.refresh_from_db()
            phones.delete(team.actor, phone)
    kept = {**stores.everything(), "the log": log()}
    gone = set.union(*(team.places[one.phone.pk] for one in chosen)) if chosen else set()
    deleted = [one.phone.phone[-10:] for one in chosen[1::2]]
    report.rule("an erased person's places are nowhere", len(gone) * len(kept),
                _found(kept, lambda text: gone.intersection(_DEGREES.findall(text))))  # fmt: skip
    report.rule("a deleted person's number is nowhere", len(deleted) * len(kept),
                _found(kept, lambda text: [one for one in deleted if one in text]))  # fmt: skip
    report.rule("nobody else loses a place", before, [] if others.count() == before else ["lost"])


def _found(kept: dict[str, str], look: Any) -> Iterable[str]:
    return [place for place, text in kept.items() if look(text)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults positions")
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--paced", type=int, default=3_000, help="one by one, 50 a second")
    parser.add_argument("--erasures", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="with each bug; all must be found")
    told = parser.parse_args(arguments)
    bad = 0
    for bug in ("", *(BUGS if told.planted else ())):
        with planted(bug):
            report, team = run(
                points=told.points, people=told.phones, paced=0 if bug else told.paced,
                erasures=told.erasures, seed=told.seed,
            )  # fmt: skip
        bad += bool(bug) is report.ok
        print(f"{bug or 'no bug'}: {len(team.stored)} to store, {sum(team.dropped.values())} to"
              f" refuse {dict(_by_reason(team))}")  # fmt: skip
        for line in team.told:
            print(" ", line)
        report.print()
    return 1 if bad else 0


def _by_reason(team: Team) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_phone, reason), count in team.dropped.items():
        found[reason] += count
    return found
