"""Querysets whose SQL is made once.

Django makes a query's text anew each time it runs, which was a third of all work on a page of a
list (P12). What nearly every request asks is kept here as text and runs with the moment's values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import DateTimeField, Expression, Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.signals import post_init
from django.db.models.sql import InsertQuery
from django.utils import timezone

_MOST = 1000


class Given(Expression):
    """Stands in a queryset for a value that is told when the statement runs."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value_in(self, given: Mapping[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Ago(Expression):
    """The moment that lies ``age`` before the one at which the statement runs."""

    def __init__(self, age: timedelta) -> None:
        super().__init__(output_field=DateTimeField())
        self.age = age

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value_in(self, given: Mapping[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(timezone.now() - self.age, connection)


def _values(params: Iterable[Any], given: Mapping[str, Any]) -> list[Any]:
    return [p.value_in(given) if isinstance(p, Given | Ago) else p for p in params]


class _Made:
    """SQL and parameters of a queryset. Everything but its ``Given`` values is as it was when it
    was made: the firm in scope too."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._compiler: Any = rows.query.get_compiler(rows.db)
        self._sql = ""
        self._params: Sequence[Any] = ()
        with suppress(EmptyResultSet):  # no row can ever match
            self._sql, self._params = self._compiler.as_sql()

    def _fetched(self, given: Mapping[str, Any]) -> list[Any]:
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _values(self._params, given))
            return cursor.fetchall()


class Presence:
    """Which of several querysets have a row, asked in one statement."""

    def __init__(self, *asked: QuerySet[Any]) -> None:
        made = [_Made(rows.order_by().values("pk")[:1]) for rows in asked]
        looks = [f"EXISTS ({one._sql})" if one._sql else "FALSE" for one in made]
        self._sql = f"SELECT {', '.join(looks)}"
        self._params = [param for one in made for param in one._params]

    def now(self, **given: Any) -> tuple[bool, ...]:
        """In the order of the querysets. ``given``: a value for each ``Given``, by its name."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _values(self._params, given))
            found: tuple[bool, ...] = cursor.fetchone()
            return found


class Figures(_Made):
    """A ``values_list`` of numbers and texts that the database's driver reads as they are."""

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows of now. ``given``: a value for each ``Given``, by its name."""
        return self._fetched(given)


class Statement(_Made):
    """A queryset of instances (with ``select_related`` and annotations, without prefetches)."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows)
        compiler = self._compiler
        if not self._sql:
            return
        select = compiler.select
        found: dict[int, Any] = compiler.get_converters([column[0] for column in select])
        self._converters = list(found.items())
        fields = compiler.klass_info["select_fields"]
        self._from, self._to = fields[0], fields[-1] + 1
        self._names = [column[0].target.attname for column in select[self._from : self._to]]
        self._model = compiler.klass_info["model"]
        if self._model.__init__ is not Model.__init__ or post_init.has_listeners(self._model):
            raise TypeError(f"{self._model.__name__} is not made of its columns alone")
        self._related = get_related_populators(compiler.klass_info, select, rows.db)
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def rows(self, **given: Any) -> list[Any]:
        """The rows of now. ``given``: a value for each ``Given``, by its name."""
        return [self._instance(self._converted(row)) for row in self._fetched(given)]

    def _converted(self, row: Any) -> Any:
        if not self._converters:
            return row
        values = list(row)
        for place, (converters, expression) in self._converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return values

    def _instance(self, row: Any) -> Any:
        made = self._made(zip(self._names, row[self._from : self._to], strict=True))
        for populator in self._related:
            populator.populate(row, made)
        for name, place in self._annotations:
            made.__dict__[name] = row[place]
        return made

    def _made(self, values: Iterable[tuple[str, Any]]) -> Any:
        """As ``Model.from_db`` makes it, without asking each field how it is set."""
        made = self._model.__new__(self._model)
        made.__dict__.update(values)
        made._state = state = ModelState()
        state.adding, state.db = False, connection.alias
        return made


_kept: dict[Hashable, Any] = {}


def kept(key: Hashable, make: Callable[[], QuerySet[Any]]) -> Statement:
    """The statement of ``make()``, made when it is first asked for. ``key`` names everything that
    the queryset depends on."""
    return _known(key, lambda: Statement(make()))


def kept_figures(key: Hashable, make: Callable[[], QuerySet[Any]]) -> Figures:
    """The same for a ``values_list``."""
    return _known(key, lambda: Figures(make()))


def _known(key: Hashable, make: Callable[[], Any]) -> Any:
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        found = _kept[key] = make()
    return found


_insertions: dict[Hashable, str] = {}


def insert(
    model: type[Model],
    row: Model,
    using: str,
    fields: Sequence[Field[Any, Any]],
    returning: Sequence[Field[Any, Any]],
) -> list[tuple[Any, ...]] | None:
    """Stores one new row as Django would, by a text that was made when the first one was; the
    columns that it gives back. None where it needs more than its values: the caller asks Django."""
    database = connections[using]
    values = [f.get_db_prep_save(f.pre_save(row, add=True), database) for f in fields]
    if any(hasattr(value, "as_sql") for value in values):
        return None
    key = (model, using, tuple(map(id, fields)), tuple(map(id, returning)))
    text = _insertions.get(key)
    if text is None:
        text = _insertions[key] = _insertion(model, row, using, fields, returning)
        # Making it has given the row another moment of its creation.
        values = [f.get_db_prep_save(f.pre_save(row, add=True), database) for f in fields]
    if not text:
        return None
    with database.cursor() as cursor:
        cursor.execute(text, values)
        return [cursor.fetchone()] if returning else []


def _insertion(
    model: type[Model], row: Model, using: str, fields: Sequence[Any], returning: Sequence[Any]
) -> str:
    """Empty where the text depends on the row or what comes back has to be converted."""
    query = InsertQuery(model)
    query.insert_values(fields, [row])
    compiler: Any = query.get_compiler(using)
    compiler.returning_fields = returning
    ((text, params),) = compiler.as_sql()
    columns = [field.get_col(model._meta.db_table) for field in returning]
    if len(params) != len(fields) or compiler.get_converters(columns):
        return ""
    return str(text)
