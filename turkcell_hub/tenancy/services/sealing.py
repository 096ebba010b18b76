"""Rotation of the key that seals fields (G23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection, models, transaction

from turkcell_hub.tenancy.sealed import (
    SealBroken,
    SealedJSONField,
    SealedTextField,
    is_newest,
    reseal,
)

_BATCH = 200
Progress = Callable[[str, int, int], None]


def sealed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model that has sealed fields, with their columns."""
    for model in apps.get_models():
        columns = [
            str(field.column)
            for field in model._meta.local_concrete_fields
            if isinstance(field, SealedTextField | SealedJSONField)
        ]
        if columns:
            yield model, columns


def rotate(progress: Progress) -> tuple[int, list[str]]:
    """Puts every sealed value under the newest key; returns how many changed, and which rows no
    key opens. May be killed at any point and run again; rows that are being written wait."""
    changed, broken = 0, []
    for model, columns in sealed_columns():
        done, total = 0, model._base_manager.count()
        last = 0
        while True:
            with transaction.atomic():
                rows = _raw_rows(model, columns, last)
                for pk, values in rows:
                    try:
                        changed += _write(model, columns, pk, values)
                    except SealBroken:
                        broken.append(f"{model._meta.label} {pk}")
            if not rows:
                break
            last, done = rows[-1][0], done + len(rows)
            progress(model._meta.label, done, total)
    return changed, broken


def _raw_rows(
    model: type[models.Model], columns: list[str], after: int
) -> list[tuple[int, list[str | None]]]:
    """The stored (sealed) texts of the next rows, locked. Names come from the models alone."""
    quote = connection.ops.quote_name
    wanted = ", ".join(quote(column) for column in columns)
    table, pk = quote(model._meta.db_table), quote(_key_column(model))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {wanted} FROM {table} WHERE {pk} > %s"  # noqa: S608
            f" ORDER BY {pk} LIMIT {_BATCH} FOR UPDATE",
            [after],
        )
        return [(row[0], list(row[1:])) for row in cursor.fetchall()]


def _write(model: type[models.Model], columns: list[str], pk: int, values: list[str | None]) -> int:
    old = {
        column: value
        for column, value in zip(columns, values, strict=True)
        if value and not is_newest(value)
    }
    new = {column: reseal(value) for column, value in old.items()}
    if not new:
        return 0
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(column)} = %s" for column in new)
    table, key = quote(model._meta.db_table), quote(_key_column(model))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {settings} WHERE {key} = %s",  # noqa: S608
            [*new.values(), pk],
        )
    return len(new)


def _key_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
