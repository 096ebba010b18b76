"""Erasure (law 6698, Art. 7): what no law keeps goes; sums, credits and chains stay whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import JSONField, QuerySet
from django.utils.crypto import salted_hmac

from turkcell_hub import personal_data
from turkcell_hub.personal_data import Files, Held, Person, Way
from turkcell_hub.privacy.models import PrivacyRules
from turkcell_hub.privacy.services import finding

_GONE = "[silindi]"
_BETWEEN = r"[ ()./-]*"


@dataclass(frozen=True)
class Line:
    """What became of one source, as the certificate says it."""

    source: str
    found: int
    erased: int
    kept: tuple[tuple[int, str, str], ...]  # how many, why, until (ISO day or "")

    def as_json(self) -> dict[str, Any]:
        kept = [{"count": n, "why": why, "until": until} for n, why, until in self.kept]
        return {"source": self.source, "found": self.found, "erased": self.erased, "kept": kept}


def erase(firm_id: int, person: Person, rules: PrivacyRules, salt: str) -> list[Line]:
    """Every source of the register, in the caller's transaction. ``salt`` makes the pseudonyms
    of this erasure its own: nobody can tie them to another one's."""
    return [_one(held, firm_id, person, rules, salt) for held in personal_data.every()]


def _one(held: Held, firm_id: int, person: Person, rules: PrivacyRules, salt: str) -> Line:
    rows = finding.rows_of(held, firm_id, person)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return Line(str(held.label), 0, 0, ())
    everything = rows.model._base_manager.filter(pk__in=ids)
    kept = finding.kept_of(held, everything, rules)
    kept_ids = {pk for part in kept for pk in part.rows.values_list("pk", flat=True)}
    gone = [pk for pk in ids if pk not in kept_ids]
    target = rows.model._base_manager.filter(pk__in=gone)
    if held.way is Way.DELETE:
        target.delete()
    elif held.way is Way.BLANK:
        _blank(held, target, person, salt)
    told = tuple(
        (part.rows.count(), part.why, part.until.isoformat() if part.until else "") for part in kept
    )
    return Line(str(held.label), len(ids), len(gone), told)


def _blank(held: Held, rows: QuerySet[Any], person: Person, salt: str) -> None:
    for path in held.within:
        _mask(rows, path, person)
    for path in (*held.phone, *held.address, *held.email):
        if "__" in path or path in held.blank:
            continue
        for value in person.addresses:
            rows.filter(**{path: value}).update(**{path: pseudonym(value, salt)})
    if held.blank:
        rows.update(**held.blank)


def pseudonym(value: str, salt: str) -> str:
    """Stands where a number stood that rows must stay apart by: 16 letters that lead nowhere."""
    mark = salted_hmac("privacy.pseudonym", f"{salt}:{value}", algorithm="sha256").hexdigest()
    return f"silindi-{mark[:8]}"


def _mask(rows: QuerySet[Any], path: str, person: Person) -> None:
    """Writes over every spelling of the person's numbers and addresses inside a column."""
    field = rows.model._meta.get_field(path)
    column, table = field.column, rows.model._meta.db_table
    is_json = isinstance(field, JSONField)
    kind = field.db_type(connection)
    # A number inside JSON may be one of JSON's own; a digit fits there and between quotes.
    mark = "0" if is_json or isinstance(field, ArrayField) else _GONE
    ids = list(rows.values_list("pk", flat=True))
    quote = connection.ops.quote_name
    changed = f"{quote(column)}::text"
    params: list[Any] = []
    for pattern, put in [
        *((spelling(digits), mark) for digits in (*person.digits, *person.tckns)),
        *((re.escape(email), _GONE) for email in person.emails),
    ]:
        changed = f"regexp_replace({changed}, %s, %s, 'gi')"
        params += [pattern, put]
    if field.max_length:
        changed = f"left({changed}, {int(field.max_length)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(table)} SET {quote(column)} = ({changed})::{kind}"  # noqa: S608
            f" WHERE {quote(rows.model._meta.pk.column)} = ANY(%s)",
            [*params, ids],
        )


def spelling(digits: str) -> str:
    """A pattern of PostgreSQL for a number however people write it, with its prefix."""
    return rf"(?<!\d)((\+?90|0090|0){_BETWEEN})?\(?{_BETWEEN.join(digits)}(?!\d)"


def files_of(firm_id: int, person: Person) -> set[str]:
    """The stored names of files that name the person and may go."""
    from turkcell_hub.privacy.services.contents import names

    return {
        getattr(row, name).name
        for entry, rows in _with_files(firm_id)
        for row in rows.filter(entry.ready)
        for name in entry.fields
        if names(getattr(row, name), person)
    }


def drop_files(firm_id: int, stored: Collection[str]) -> None:
    """Takes these files away, and then their names out of their rows. Killed between the two, it
    does the rest when it is called again."""
    for entry, rows in _with_files(firm_id):
        for name in entry.fields:
            for row in rows.filter(**{f"{name}__in": stored}):
                getattr(row, name).delete(save=False)
                rows.filter(pk=row.pk).update(**{name: ""})


def _with_files(firm_id: int) -> Iterator[tuple[Files, QuerySet[Any]]]:
    for entry in personal_data.files():
        yield entry, apps.get_model(entry.model)._base_manager.filter(firm_id=firm_id)
