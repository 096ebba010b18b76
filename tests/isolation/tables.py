"""What stands in the tables, read past the product: to see that nothing of it has changed.

Asked hundreds of times, so the SQL is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField

from messaging.models import Campaign
from turkcell_hub.tenancy.models import Membership

Row = dict[str, Any]
_IGNORED = frozenset({"last_used_at", "seen_at", "last_login_at"})


@dataclass
class Picture:
    """What ``read(label)`` says of each model's table at one moment of a transaction; ``now``
    reads again only what has been written since."""

    rows: dict[str, Any]
    read: Callable[[str], Any]
    writes: dict[str, int] | None

    def now(self) -> dict[str, Any]:
        writes = writes_so_far()
        return {label: self._now(label, writes) for label in self.rows}

    def _now(self, label: str, writes: dict[str, int] | None) -> Any:
        known = self.rows[label]
        if _is_untouched(label, self.writes, writes):
            return known
        found = self.read(label)
        if found == known and self.writes is not None and writes is not None:
            # Written and undone: not to be read again before the next writing.
            table = apps.get_model(label)._meta.db_table
            self.writes[table] = writes.get(table, 0)
        return found


def picture(labels: Iterable[str], read: Callable[[str], Any]) -> Picture:
    return Picture({label: read(label) for label in labels}, read, writes_so_far())


def writes_so_far() -> dict[str, int] | None:
    """How many rows of each table this transaction has written, counting what it has undone;
    None where the server keeps no count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE current_setting('track_counts')::boolean"
        )
        return dict(cursor.fetchall()) or None


def _is_untouched(label: str, before: dict[str, int] | None, after: dict[str, int] | None) -> bool:
    if before is None or after is None:
        return False
    table = apps.get_model(label)._meta.db_table
    return before.get(table, 0) == after.get(table, 0)


def rows_of(
    label: str, *, without: frozenset[str] = frozenset(), firm_id: int | None = None
) -> list[Row]:
    """The rows of a model's table (of one firm), each with ``pk``; sealed values are opened."""
    names, sql, opened = _question(label, without)
    where, params = ("", []) if firm_id is None else (" WHERE firm_id = %s", [firm_id])
    with connection.cursor() as cursor:
        cursor.execute(sql + where, params)
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for name, opening in opened:
            row[name] = opening(row[name], None, connection)
    return rows


@cache
def _question(
    label: str, without: frozenset[str]
) -> tuple[tuple[str, ...], str, list[tuple[str, Callable[..., Any]]]]:
    model = apps.get_model(label)
    pk = model._meta.pk
    fields = [pk, *(field for field in model._meta.concrete_fields if field is not pk)]
    kept = [field for field in fields if field is pk or field.attname not in without]
    columns = ", ".join(f'"{field.column}"' for field in kept)
    names = ("pk", *(field.attname for field in kept[1:]))
    opened = [
        (name, field.from_db_value)
        for name, field in zip(names, kept, strict=True)
        if hasattr(field, "from_db_value")
    ] + [
        # A view of a file's bytes is another one each time; the bytes are the same.
        (name, lambda value, *_: bytes(value))
        for name, field in zip(names, kept, strict=True)
        if isinstance(field, BinaryField)
    ]
    return names, f'SELECT {columns} FROM "{model._meta.db_table}"', opened


@cache
def of_firms() -> tuple[str, ...]:
    """The models whose rows belong to a firm."""
    return tuple(
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and any(f.attname == "firm_id" for f in model._meta.concrete_fields)
    )


def of_firm(firm_id: int) -> Picture:
    """All rows of a firm, to see that nothing of them has changed; sessions aside."""
    between = (Campaign.groups.through._meta.label, Membership.brands.through._meta.label)

    def read(label: str) -> list[str]:
        mine: dict[str, Any] = {} if label in between else {"without": _IGNORED, "firm_id": firm_id}
        return sorted(map(repr, rows_of(label, **mine)))

    return picture((*of_firms(), *between), read)


@cache
def of_all() -> tuple[str, ...]:
    """All models with a table, those between two others as well."""
    return tuple(
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    )
