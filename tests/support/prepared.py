"""Statements that come again are prepared: PostgreSQL reads, resolves and plans each of them once.

Most of the database's work for the tests was reading and planning the same few thousand texts over
and over, for tables of ten rows. In every process each text runs as it is written three times, then
by ``EXECUTE`` with the same values; whatever cannot be prepared with the types that its literals
have goes on as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import Jsonb
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg2.extras import Json

_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")
_MAY = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_AFTER = 3  # a text that comes less often is not worth its preparation
_MOST_VALUES = 60
_MOST_KEPT = 3000
_INT4 = 2**31
_INT8 = 2**63

_run = CursorWrapper._execute
_hopeless: set[Any] = set()


class _Kept:
    """What one connection has seen and prepared."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.seen: dict[Any, int] = {}
        self.ready: dict[Any, str] = {}


def install() -> None:
    CursorWrapper._execute = _execute  # type: ignore[method-assign]
    connection_created.connect(_plan_once, dispatch_uid="plan once")


def _plan_once(*, connection: Any, **_more: Any) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")


def _execute(self: CursorWrapper, sql: Any, params: Any = None, *more: Any) -> Any:
    if (
        params
        and type(sql) is str
        and not self.cursor.name  # PostgreSQL has no cursor over what is prepared
        and not isinstance(self, CursorDebugWrapper)
    ):
        known = _known(self, sql, params)
        if known is not None:
            sql, params = known
    return _run(self, sql, params, *more)


def _known(wrapper: CursorWrapper, sql: str, params: Any) -> tuple[str, Sequence[Any]] | None:
    values = _in_order(sql, params)
    if values is None or len(values) > _MOST_VALUES:
        return None
    kinds = tuple(map(_kind, values))
    key = (sql, kinds)
    kept = _kept_of(wrapper.db)
    run = kept.ready.get(key)
    if run is None:
        if "" in kinds or key in _hopeless:
            return None
        count = kept.seen[key] = kept.seen.get(key, 0) + 1
        if count <= _AFTER or len(kept.ready) >= _MOST_KEPT or not _MAY.match(sql):
            return None
        if not (run := _prepare(wrapper, kept, key, values)):
            _hopeless.add(key)
            return None
    return run, [value for value in values if value is not None]


_names: dict[str, list[str]] = {}


def _in_order(sql: str, params: Any) -> Sequence[Any] | None:
    if not isinstance(params, Mapping):
        return params  # type: ignore[no-any-return]
    names = _names.get(sql)
    if names is None:
        names = _names[sql] = [m[1] for m in _PLACE.finditer(sql) if m[0] != "%%"]
    return [params[name] for name in names] if all(names) else None


def _kept_of(db: Any) -> _Kept:
    kept: _Kept | None = getattr(db, "_statements_kept", None)
    if kept is None or kept.connection is not db.connection:
        kept = db._statements_kept = _Kept(db.connection)
    return kept


# The type that PostgreSQL gives to what the driver writes for a value of this class.
_KINDS: dict[type, str] = {
    str: "unknown", Json: "unknown", Jsonb: "jsonb", bool: "bool", float: "numeric", UUID: "uuid",
    dt.date: "date", dt.timedelta: "interval", type(None): "NULL",
}  # fmt: skip


def _kind(value: Any) -> str:
    found = _KINDS.get(type(value))
    if found is not None:
        return found
    if isinstance(value, str):
        return "unknown"
    if isinstance(value, int):
        return "int4" if -_INT4 < value < _INT4 else "int8" if -_INT8 < value < _INT8 else ""
    if isinstance(value, dt.datetime):
        return "timestamptz" if value.tzinfo else "timestamp"
    if isinstance(value, Decimal):
        return "numeric" if "." in str(value) else ""
    if type(value) is list:
        return _LISTS.get(frozenset(map(_kind, value)), "")
    return ""


_LISTS = {
    frozenset(): "unknown",
    frozenset({"unknown"}): "text[]",
    frozenset({"int4"}): "int4[]",
    frozenset({"int8"}): "int8[]",
    frozenset({"int4", "int8"}): "int8[]",
    frozenset({"uuid"}): "uuid[]",
}


def _prepare(wrapper: CursorWrapper, kept: _Kept, key: Any, values: Sequence[Any]) -> str:
    """The text that runs it; empty where the database cannot tell what a value is."""
    sql, kinds = key
    name = f"kept_{len(kept.ready)}"
    places = iter(kinds)
    types: list[str] = []

    def place(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        kind = next(places)
        if kind == "NULL":
            return "NULL"
        types.append(kind)
        return f"${len(types)}"

    text = _PLACE.sub(place, sql)
    run = f"EXECUTE {name}" + (f"({', '.join(['%s'] * len(types))})" if types else "")
    head = f"PREPARE {name}" + (f" ({', '.join(types)})" if types else "")
    given = [value for value in values if value is not None]
    inside = not wrapper.db.get_autocommit()
    with wrapper.db.connection.cursor() as cursor:
        try:
            if inside:
                cursor.execute("SAVEPOINT preparing")
            cursor.execute(f"{head} AS {text}")
            if "ON CONFLICT" in text:  # the index that it means is looked for by the plan alone
                cursor.execute(f"EXPLAIN {run}", given)
        except Exception:  # as it is written, then
            if inside:
                cursor.execute("ROLLBACK TO SAVEPOINT preparing; RELEASE SAVEPOINT preparing")
            return ""
        if inside:
            cursor.execute("RELEASE SAVEPOINT preparing")
    kept.ready[key] = run
    return run
