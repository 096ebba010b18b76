"""The checker of consents: the operator's and the registry's truth, the client's log, and SQL and
a calendar of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from tests.faults._refusing import Refusal
from tests.faults.checker import Report

TURKEY = ZoneInfo("Europe/Istanbul")
LATE = 4  # see ``level``
_SECOND = timedelta(seconds=1)
_WORK_DAYS = 5
# Days off as the official calendar has them; the eves of feasts end at 13.00.
_EVERY_YEAR = {(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)}
_FEASTS = {
    date(2025, 3, 30): 3, date(2025, 6, 6): 4, date(2026, 3, 20): 3, date(2026, 5, 27): 4,
    date(2027, 3, 9): 3, date(2027, 5, 16): 4, date(2028, 2, 26): 3, date(2028, 5, 5): 4,
}  # fmt: skip


def last_moment(said: datetime, days: int) -> datetime:
    """The end of the ``days``-th business day after the day of ``said``."""
    day = said.astimezone(TURKEY).date()
    while days:
        day += timedelta(days=1)
        days -= _is_open(day)
    half = (day.month, day.day) == (10, 28) or day + timedelta(days=1) in _FEASTS
    end = time(13, 0) if half else time(23, 59, 59, 999_999)
    return datetime.combine(day, end, TURKEY)


def level(said: datetime, now: datetime) -> int:
    """How loud the clock must be: 0 quiet, 2 after one day, 3 after two, 4 too late."""
    days = [now > last_moment(said, count) for count in (1, 2, 3)]
    return (0, LATE - 2, LATE - 1, LATE)[sum(days)]


def _is_open(day: date) -> bool:
    feast = any(first <= day < first + timedelta(days=n) for first, n in _FEASTS.items())
    return day.weekday() < _WORK_DAYS and (day.month, day.day) not in _EVERY_YEAR and not feast


def judge_sending(
    report: Report, truth: Iterable[dict[str, Any]], said: dict[str, Refusal], text: str,
    grace: float,
) -> float:  # fmt: skip
    """Nobody is handed over after his refusal was known; returns the longest time behind it."""
    behind = {
        row["dest"]: (datetime.fromisoformat(row["accepted_at"]) - said[row["dest"]].known)
        for row in truth
        if row["dest"] in said and row["text"].startswith(text)
    }
    late = [f"{said[phone].way} {gap}" for phone, gap in behind.items()
            if gap.total_seconds() > grace]  # fmt: skip
    report.rule(f"G18 no hand-over {grace:g} s after a refusal is known", len(said), late)
    return max([0.0, *(gap.total_seconds() for gap in behind.values())])


def judge_ledger(report: Report, firm_id: int, brands: dict[int, str], said: Iterable[Refusal],
                 registry: Sequence[dict[str, Any]]) -> None:  # fmt: skip
    """Whoever refused, wherever, stands as RET with us."""
    ours = {
        (brands[brand], phone): status for brand, phone, status in _sql(_STANDING, firm=firm_id)
    }
    refused = {phone for (_code, phone), status in ours.items() if status == "RET"}
    people = list(said)
    lost = [f"{one.way} …{one.phone[-4:]}" for one in people if one.phone not in refused]
    report.rule("G18 every refusal that was told is in the ledger", len(people), lost)
    last = {(str(row["brandCode"]), row["recipient"]): row["status"] for row in registry}
    wrong = [key for key, status in last.items() if status == "RET" and ours.get(key) != "RET"]
    report.rule("G18 whoever is RET at İYS is RET here", len(last), wrong)


def judge_registry(
    report: Report, registry: Sequence[dict[str, Any]], wanted: dict[str, datetime],
    late: dict[str, datetime],
) -> None:  # fmt: skip
    """What is ours to tell is told once, with the date that the person said; too late, never."""
    told: dict[str, list[datetime]] = defaultdict(list)
    for row in registry:
        if row["source"].startswith("HS_") and row["status"] == "RET":
            at = datetime.strptime(row["consentDate"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=TURKEY)
            told[row["recipient"]].append(at)
    missing = [phone[-4:] for phone in wanted if not told[phone]]
    report.rule("G18 every refusal of ours is at İYS", len(wanted), missing)
    twice = [phone[-4:] for phone, dates in told.items() if len(dates) > 1]
    report.rule("G18 each is told once", len(told), twice)
    false = [
        phone[-4:] for phone, dates in told.items()
        if phone in wanted and any(abs(at - wanted[phone]) >= 2 * _SECOND for at in dates)
    ]  # fmt: skip
    report.rule("G18 nothing has another date than was said", len(told), false)
    sent = [phone[-4:] for phone in late if told[phone]]
    report.rule("G18 what is too late is never sent", len(late), sent)


def judge_clock(report: Report, firm_id: int, said: dict[str, datetime], now: datetime) -> None:
    """Deadlines, alarms and the red light, by the calendar above."""
    rows = {phone: more for phone, *more in _sql(_TASKS, firm=firm_id)}
    days, alarms = [], []
    for phone, at in said.items():
        if phone not in rows:
            days.append(f"…{phone[-4:]}: no task")
            continue
        *moments, told, state = rows[phone]
        wanted = [last_moment(at, count) for count in (1, 2, 3)]
        if any(abs(one - other) > _SECOND for one, other in zip(moments, wanted, strict=True)):
            days.append(f"{at:%d.%m.%Y %H:%M}: {[f'{one:%d.%m.%Y %H:%M}' for one in moments]}")
        loud = level(at, now)
        if told != min(loud, LATE - 1) or (state == "LATE") != (loud == LATE):
            alarms.append(f"{at:%d.%m.%Y %H:%M}: told {told}, {state}; wanted {loud}")
    report.rule("G18 the three days are counted as the calendar has them", len(said), days)
    report.rule("G18 people are told at two days, and at three", len(said), alarms)


def judge_end(report: Report, firm_id: int, told_by: datetime, said: Iterable[Refusal]) -> None:
    """Everything of ours has ended its way, within one business day of its being known."""
    states = Counter(_sql(_OPEN, firm=firm_id))
    report.rule("G18 nothing is left on its way to İYS", sum(states.values()), states)
    slow = [one.way for one in said if one.ours and told_by > last_moment(one.known, 1)]
    report.rule("G18 İYS has it within one business day", 1, slow)


def _sql(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def now() -> datetime:
    return datetime.now(UTC)


_STANDING = """
SELECT brand_id, recipient, status FROM iys_consent_consentrecord
 WHERE firm_id = %(firm)s AND channel = 'MESAJ' AND recipient_type = 'BIREYSEL'
"""
_TASKS = """
SELECT DISTINCT ON (recipient) recipient, warn_at, red_at, due_at, told, state
  FROM iys_consent_consenttask WHERE firm_id = %(firm)s ORDER BY recipient, id
"""
_OPEN = """
SELECT state, code FROM iys_consent_consenttask
 WHERE firm_id = %(firm)s AND state NOT IN ('STORED', 'LATE', 'DROPPED')
"""
