"""The rows that know a person, by the register's entries. All queries are set-based."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Func, IntegerField, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from turkcell_hub import personal_data
from turkcell_hub.personal_data import Held, Hold, Person
from turkcell_hub.privacy.models import PrivacyRules


@dataclass(frozen=True)
class Kept:
    """Rows that stay: under which hold, until when (None: as long as its reason lasts)."""

    rows: QuerySet[Any]
    why: str
    until: dt.date | None


class _Position(Func):
    """POSITION(needle IN column) of bytes."""

    function = "POSITION"
    arg_joiner = " IN "
    output_field = IntegerField()


def rows_of(held: Held, firm_id: int, person: Person) -> QuerySet[Any]:
    """The entry's rows of the firm that name the person."""
    model = apps.get_model(held.model)
    rows = model._base_manager.filter(**{held.firm: firm_id})
    rows, found = _named(rows, held, person)
    if not found:
        return rows.none()
    return model._base_manager.filter(pk__in=rows.filter(found).values("pk"))


def kept_of(held: Held, rows: QuerySet[Any], rules: PrivacyRules) -> list[Kept]:
    """The parts of ``rows`` that a hold keeps, each row under the first hold that fits."""
    found: list[Kept] = []
    rest = rows
    for hold in held.holds:
        part = rest.filter(_where(hold, rules))
        ids = list(part.values_list("pk", flat=True))
        if not ids:
            continue
        model = rows.model._base_manager
        kept = model.filter(pk__in=ids)
        found.append(Kept(kept, str(hold.why), _until(hold, kept, rules)))
        rest = rest.exclude(pk__in=ids)
    return found


def _named(rows: QuerySet[Any], held: Held, person: Person) -> tuple[QuerySet[Any], Q]:
    found = Q()
    equal = (
        (held.phone, person.phones),
        (held.email, person.emails),
        (held.address, person.addresses),
        (held.mark, personal_data.marks_of(person)),
    )
    for paths, values in equal:
        for path in paths if values else ():
            found |= Q(**{f"{path}__in": values})
    for path in held.sealed if person.tckns else ():
        found |= Q(pk__in=_opened(rows, path, person.tckns))
    for place, path in enumerate(held.within):
        name = f"text_{place}"
        rows = rows.annotate(**{name: Cast(path, TextField())})
        for needle in (*person.digits, *person.tckns):
            found |= Q(**{f"{name}__contains": needle})
        for needle in person.emails:
            found |= Q(**{f"{name}__icontains": needle})
    for place, path in enumerate(held.octets):
        for number, needle in enumerate((*person.digits, *person.tckns, *person.emails)):
            name = f"octets_{place}_{number}"
            rows = rows.annotate(**{name: _Position(Value(needle.encode()), F(path))})
            found |= Q(**{f"{name}__gt": 0})
    return rows, found


def _opened(rows: QuerySet[Any], path: str, tckns: tuple[str, ...]) -> list[int]:
    """The rows whose sealed column holds one of the numbers: what is sealed cannot be searched."""
    filled = rows.exclude(Q(**{path: ""}) | Q(**{path: None})).values_list("pk", path)
    return [pk for pk, value in filled.iterator(chunk_size=2_000) if value in tckns]


def _where(hold: Hold, rules: PrivacyRules) -> Q:
    if not hold.years:
        return hold.where or Q(pk__isnull=False)
    return hold.where & Q(**{f"{hold.since}__gt": _years_ago(getattr(rules, hold.years))})


def _until(hold: Hold, rows: QuerySet[Any], rules: PrivacyRules) -> dt.date | None:
    """The day on which the last of the rows may go."""
    if not hold.years:
        return None
    last = rows.aggregate(last=Max(hold.since))["last"]
    day = timezone.localtime(last).date() if isinstance(last, dt.datetime) else last
    return _later(day, getattr(rules, hold.years))


def _years_ago(years: int) -> dt.datetime:
    return timezone.make_aware(
        dt.datetime.combine(_later(timezone.localdate(), -years), dt.time.min)
    )


def _later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
