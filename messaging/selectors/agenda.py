"""Zamanlanmış gönderimler: what goes next, as a list and on a month's calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from messaging.models import Campaign, CampaignState, RepeatRule
from messaging.selectors import repeats
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

SHOWN = 100


@dataclass(frozen=True)
class Entry:
    """One thing that will go by itself at ``at`` (naive, on the wall of ``zone``)."""

    at: dt.datetime
    zone: str
    name: str
    url: str
    details: str = ""
    repeats: bool = False


@dataclass(frozen=True)
class Day:
    day: dt.date
    inside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    first: dt.date
    weeks: list[list[Day]]

    @property
    def before(self) -> str:
        return f"{local_time.add_months(self.first, -1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{local_time.add_months(self.first, 1):%Y-%m}"


def upcoming(actor: Actor) -> list[Entry]:
    """What is planned and exists for the actor, the next first; of a repeat rule the next run."""
    rows = Campaign.objects.filter(state=CampaignState.SCHEDULED).select_related("sender")
    found = [_entry(row) for row in actor.visible(rows).order_by("scheduled_for")[:SHOWN]]
    for rule in repeats.active(actor):
        coming = repeats.coming(rule)
        found += [_run(rule, run.at) for run in coming if not run.skipped][:1]
    return sorted(found, key=lambda entry: entry.at)


def waiting(actor: Actor) -> list[Campaign]:
    """Those whose hour has come and that could not go."""
    rows = Campaign.objects.filter(state=CampaignState.NEEDS_PERSON)
    return list(actor.visible(rows).order_by("-scheduled_for")[:SHOWN])


def month(actor: Actor, wanted: str, entries: list[Entry]) -> Month:
    """The calendar of a month ("2027-01"; anything else: of the first one planned, or now)."""
    today = local_time.at(timezone.now(), zone_of(actor.firm_id)).date()
    first = first_of(wanted) or (entries[0].at.date() if entries else today).replace(day=1)
    last = calendar.Calendar().monthdatescalendar(first.year, first.month)[-1][-1]
    known = {(entry.url, entry.at) for entry in entries}
    further = (_run(rule, at) for rule, at in repeats.planned(actor, last))
    entries = [*entries, *(run for run in further if (run.url, run.at) not in known)]
    return grid(first, sorted(entries, key=lambda entry: entry.at), today)


def grid(first: dt.date, entries: list[Entry], today: dt.date) -> Month:
    """The weeks of the month of ``first`` with the entries on their days."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.at.date(), []).append(entry)
    return Month(
        first,
        [
            [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
            for week in weeks
        ],
    )


def _entry(row: Campaign) -> Entry:
    details = " · ".join(
        filter(None, [row.sender.title if row.sender else "", row.get_message_class_display()])
    )
    url = reverse("campaigns-detail", args=[row.pk])
    at = dt.datetime.fromisoformat(row.scheduled_local)
    return Entry(at, row.scheduled_zone, row.name, url, details)


def _run(rule: RepeatRule, at: dt.datetime) -> Entry:
    sender = rule.pattern.sender if rule.pattern else None
    details = " · ".join(filter(None, [str(rule.get_every_display()), sender and sender.title]))
    zone = zone_of(rule.firm_id)
    return Entry(at, zone, rule.name, reverse("repeats-detail", args=[rule.pk]), details, True)


def first_of(wanted: str) -> dt.date | None:
    """The first day of "2027-01"; None for anything else."""
    try:
        first = dt.date.fromisoformat(f"{wanted}-01")
    except ValueError:
        return None
    return first if 2000 < first.year < 2100 else None
