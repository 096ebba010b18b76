"""What the tests of a file begin with alike is built once for the file.

Most tests of a file ask for the same fixtures in the same order: a firm, its people, an account, a
campaign on its way. Each of them is a layer over the one before, with a savepoint behind it. A test
that begins with the same layers as the test before finds them in the database and is given copies
of what the fixtures answered; what it does itself is undone at its end. A layer on which no later
test stands goes as soon as one begins otherwise.

A fixture is a layer if it leaves nothing to be done after the test (it has no ``yield``, or yields
as the last thing that it does in a firm's scope), asks only for layers and the database, stores no
file and changes nothing that an earlier one has answered. One that asks the database nothing may
stand between layers: it is called for each test. After any other, the rest of the test's fixtures
are called as they always are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import Storage

from tests.support.layers import world

_THEIRS = ("_pytest.", "pytest_django.", "xdist.", "pluggy")
_save = Storage.save


def _stored(self: Any, *what: Any, **how: Any) -> Any:
    world.stored += 1
    return _save(self, *what, **how)


def pytest_configure() -> None:
    Storage.save = _stored  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    world.begin(item)
    yield
    world.ready()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    world.setting_up = False
    world.next_item = nextitem  # type: ignore[attr-defined]
    return (yield)


def _with_layers(django_db_blocker: Any, **_more: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        world.enter()
        yield
        world.leave(getattr(world, "next_item", None))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    if not (world.setting_up and world.wanted and fixturedef.scope == "function"):
        return (yield)
    if fixturedef.argname == "_django_db_helper":
        own, fixturedef.func = fixturedef.func, _with_layers
        try:
            return (yield)
        finally:
            fixturedef.func = own
    if fixturedef.func.__module__.startswith(_THEIRS):
        return (yield)
    if not world.inside:
        world.before.append((fixturedef, id(fixturedef.cache_key(request))))
        return (yield)
    if world.depth or not world.follows:
        return (yield)
    world.depth += 1
    try:
        return (yield from world.step(fixturedef, request))
    finally:
        world.depth -= 1
