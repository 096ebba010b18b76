"""Thousands of rows at once: the database copies one that was saved, and changes a few columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model
from psycopg2.extras import Json


def like(pattern: Model, **columns: Sequence[Any]) -> list[int]:
    """One more row like ``pattern`` for each place of ``columns`` (as long as each other); their
    keys in that order. What ``save`` works out is the caller's."""
    meta = pattern._meta
    changed = {meta.get_field(name): values for name, values in columns.items()}
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    chosen = ", ".join(f'{"u" if field in changed else "p"}."{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in changed)
    given = ", ".join(f'"{field.column}"' for field in changed)
    values = [
        [Json(one) for one in column] if isinstance(field, JSONField) else list(column)
        for field, column in changed.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) SELECT {chosen} FROM "{meta.db_table}" p,'
            f" unnest({arrays}) WITH ORDINALITY u({given}, place) WHERE p.id = %s ORDER BY u.place"
            " RETURNING id",
            [*values, pattern.pk],
        )
        return [pk for (pk,) in cursor.fetchall()]
