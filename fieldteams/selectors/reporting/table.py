"""What a report is: rows that know whose they are, and what its chart counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from fieldteams.models import FieldPhone
from turkcell_hub.lib import turkish

MOST = 20_000  # rows of one report
MOST_SERIES = 8  # teams that a chart tells apart; the others are one


class Mark(NamedTuple):
    """One amount of a series of the chart, of a person on a day."""

    owner: FieldPhone
    day: dt.date
    series: int
    amount: float


class Group(NamedTuple):
    """One Özel Kodu: how many people of it were asked for, and the sum of each series."""

    team: str
    people: int
    rows: int
    sums: Sequence[float]


@dataclass(frozen=True)
class Table:
    """``rows`` hold plain values, ``owners`` whose each one is. ``groups`` only where it was asked
    for by Özel Kodu."""

    kind: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    owners: Sequence[FieldPhone]
    series: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    note: str = ""
    groups: Sequence[Group] = ()
    measures: Sequence[str] = ()  # what the sums of the groups are

    @property
    def days(self) -> Mapping[dt.date, Sequence[float]]:
        """For each day a number for each of ``series``."""
        found: dict[dt.date, list[float]] = {}
        for mark in self.marks:
            day = found.setdefault(mark.day, [0] * len(self.series))
            day[mark.series] += mark.amount
        return {day: [round(one, 1) for one in sums] for day, sums in sorted(found.items())}


def without_code() -> str:
    return _("(özel kodu yok)")


def by_team(table: Table, people: Sequence[FieldPhone]) -> Table:
    """The same rows under their Özel Kodu, which each of them names; the chart tells the teams
    apart in the place of its series, and ``groups`` sums them up (L-035)."""
    teams = sorted({one.special_code for one in people}, key=lambda one: (not one, _key(one)))
    place = {team: n for n, team in enumerate(teams)}
    ordered = sorted(
        zip(table.owners, table.rows, strict=True), key=lambda one: place[one[0].special_code]
    )
    return replace(
        table,
        heads=[_("Özel kodu"), *table.heads],
        rows=[[owner.special_code or without_code(), *row] for owner, row in ordered],
        owners=[owner for owner, _row in ordered],
        groups=_groups(table, people, teams),
        measures=table.series,
        **_chart(table, teams),
    )


def _key(team: str) -> str:
    return turkish.sort_key(team)


def _groups(table: Table, people: Sequence[FieldPhone], teams: Sequence[str]) -> list[Group]:
    heads = Counter(one.special_code for one in people)
    rows = Counter(one.special_code for one in table.owners)
    sums = {team: [0.0] * len(table.series) for team in teams}
    for mark in table.marks:
        sums[mark.owner.special_code][mark.series] += mark.amount
    return [
        Group(team or without_code(), heads[team], rows[team], [round(s, 1) for s in sums[team]])
        for team in teams
    ]


def _chart(table: Table, teams: Sequence[str]) -> dict[str, Any]:
    if not table.series:
        return {}
    amounts: Counter[str] = Counter()
    for mark in table.marks:
        amounts[mark.owner.special_code] += mark.amount  # type: ignore[assignment]
    shown = teams
    if len(teams) > MOST_SERIES:
        largest = {team for team, _amount in amounts.most_common(MOST_SERIES - 1)}
        shown = [team for team in teams if team in largest]
    place = {team: n for n, team in enumerate(shown)}
    names = [team or without_code() for team in shown]
    if len(shown) < len(teams):
        names.append(_("Öteki ekipler"))
    marks = [
        one._replace(series=place.get(one.owner.special_code, len(shown))) for one in table.marks
    ]
    return {"series": names, "marks": marks}
