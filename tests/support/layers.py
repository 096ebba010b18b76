"""The layers of a file, and how far the fixtures of the test at hand follow them (kept.py)."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INERROR
from pytest_django.plugin import blocking_manager_key

from tests.support.copies import CannotBeKept, changed, copied
from tests.support.scoped_fixtures import is_scoped
from turkcell_hub.tenancy.scope import _scope, leave

ROOMS = {
    *("api", "audit", "billing", "erp", "events", "fieldteams", "invoices", "iys_consent", "jobs"),
    *("ledger", "membership", "messaging", "otp", "outbox", "portal", "privacy", "tenancy"),
}
_DATABASE = {"_django_db_helper", "db", "_django_db_marker"}


@dataclasses.dataclass
class Layer:
    key: tuple[Any, ...]
    kept: bool  # or called for each test
    value: Any = None
    scope: int | None = None
    after_commit: list[Any] = dataclasses.field(default_factory=list)


class World:
    """The layers that stand, and how far the fixtures of the test at hand follow them."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.block: Any = None
        self.base: list[Any] = []
        self.layers: list[Layer] = []
        self.stored = 0  # files, by whatever storage
        self.begin(None)

    def begin(self, item: pytest.Item | None) -> None:
        self.item = item
        self.wanted = item is not None and may_keep(item)
        self.setting_up = item is not None
        self.inside = False  # the test's part of the transaction is open
        self.follows = True  # so far every fixture is a layer
        self.place = 0
        self.depth = 0
        self.before: list[Any] = []
        self.names: set[str] = set()
        self.copies: dict[int, Any] = {}
        self.pairs: list[tuple[Any, Any]] = []  # what is kept, and what this test holds of it
        if self.block is not None and not self._goes_on_with(item):
            with item.config.stash[blocking_manager_key].unblock():  # type: ignore[union-attr]
                self.close()

    def _goes_on_with(self, item: pytest.Item | None) -> bool:
        return item is not None and item.path == self.file and may_keep(item)

    # The transaction of the file

    def enter(self) -> None:
        if self.block is not None and self.base != self.before:
            self.close()
        if self.block is None:
            assert self.item is not None
            self.file, self.base = self.item.path, self.before
            self.block = transaction.atomic()
            self.block._from_testcase = True
            self.block.__enter__()
            self.layers = []
            _say("SAVEPOINT kept_0")
        self.inside = True

    def leave(self, next_item: pytest.Item | None) -> None:
        self.inside = False
        try:
            if not connection.needs_rollback and not _has_failed():
                _say("SET CONSTRAINTS ALL IMMEDIATE")  # as Django looks after each of its own tests
        finally:
            self._back_to(len(self.layers))
            cache.clear()
            if not self._goes_on_with(next_item):
                self.close()

    def close(self) -> None:
        block, self.block, self.layers = self.block, None, []
        if block is not None:
            connection.set_rollback(True)
            block.__exit__(None, None, None)

    def _back_to(self, place: int) -> None:
        """The state behind the first ``place`` layers."""
        del self.layers[place:]
        kept = [layer for layer in self.layers if layer.kept]
        _say(f"ROLLBACK TO SAVEPOINT kept_{len(kept)}")
        connection.needs_rollback = False
        connection.savepoint_ids = []
        connection.run_on_commit = list(kept[-1].after_commit) if kept else []

    # The fixtures of a test

    def ready(self) -> None:
        """All fixtures are there: what stands above them belongs to other tests."""
        if self.inside and self.follows and self.place < len(self.layers):
            self._back_to(self.place)
        self.setting_up = False

    def step(self, fixture: Any, request: Any) -> Iterator[None]:
        key = (fixture, id(fixture.cache_key(request)))
        known = self.layers[self.place] if self.place < len(self.layers) else None
        if known is not None and known.key != key:
            self._back_to(self.place)
            known = None
        if known is not None and known.kept:
            self.place += 1
            self.names.add(fixture.argname)
            return (yield from _answering(fixture, known, lambda: self._copy_of(known.value)))
        if known is None and self._may_be_layer(fixture):
            return (yield from self._build(fixture, key))
        asked: list[Any] = []
        with connection.execute_wrapper(_listener(asked)):
            value = yield
        if known is None:
            if asked:
                self.follows = False
                return value
            self.layers.append(Layer(key, kept=False))
        elif asked:
            pytest.fail(f"{fixture.argname} asked the database this time", pytrace=False)
        self.place += 1
        return value

    def _may_be_layer(self, fixture: Any) -> bool:
        if "request" in fixture.argnames:
            return False
        if inspect.isgeneratorfunction(fixture.func) and not is_scoped(fixture.func):
            return False
        return all(name in self.names or name in _DATABASE for name in fixture.argnames)

    def _build(self, fixture: Any, key: tuple[Any, ...]) -> Iterator[None]:
        stored = self.stored
        value = yield
        try:
            if stored != self.stored or any(changed(kept, held) for kept, held in self.pairs):
                raise CannotBeKept
            kept = self._kept_of(value)
        except CannotBeKept:
            self.follows = False
            return value
        number = 1 + sum(layer.kept for layer in self.layers)
        _say(
            f"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SAVEPOINT kept_{number}"
        )
        scope = _scope.get() if inspect.isgeneratorfunction(fixture.func) else None
        self.layers.append(Layer(key, True, kept, scope, list(connection.run_on_commit)))
        self.names.add(fixture.argname)
        self.place += 1
        return value

    def _kept_of(self, value: Any) -> Any:
        """A copy to keep; what this test holds already of earlier layers stays the same in it."""
        made: list[tuple[Any, Any]] = []
        found = copied(value, self.copies, made)
        self.pairs += [(kept, held) for held, kept in made]
        return found

    def _copy_of(self, value: Any) -> Any:
        """A copy to use, that shares with the test's other values what the kept ones share."""
        made: list[tuple[Any, Any]] = []
        held = copied(value, {id(kept): mine for kept, mine in self.pairs}, made)
        for kept, mine in made:
            self.copies[id(mine)] = kept
        self.pairs += made
        return held


world = World()


def _has_failed() -> bool:
    status: int = connection.connection.get_transaction_status()
    return status == TRANSACTION_STATUS_INERROR


def _say(text: str) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute(text)


def _listener(asked: list[Any]) -> Callable[..., Any]:
    def listen(execute: Any, sql: Any, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    return listen


def _answering(fixture: Any, layer: Layer, answer: Callable[[], Any]) -> Iterator[None]:
    """The fixture's own function is not called."""

    def in_scope(**_asked: Any) -> Iterator[Any]:
        token = _scope.set(layer.scope)
        yield answer()
        leave(token)

    own = fixture.func
    fixture.func = in_scope if inspect.isgeneratorfunction(own) else lambda **_asked: answer()
    try:
        return (yield)
    finally:
        fixture.func = own


def may_keep(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    mark = item.get_closest_marker("django_db")
    if "_django_db_helper" not in names and "db" not in names and mark is None:
        return False
    if mark is not None and (mark.args or mark.kwargs):
        return False
    if {"transactional_db", "live_server", "django_db_reset_sequences"} & set(names):
        return False
    parts = item.nodeid.split("/")
    return len(parts) > 2 and parts[1] in ROOMS
