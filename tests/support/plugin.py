"""Fixtures for everybody: two firms, the four roles, a stranger, and their browsers.

``firm`` opens no firm scope, so that a door that forgets to open one is found out; a test
that queries rows itself asks for ``in_firm`` or uses ``firm_scope``.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from turkcell_hub.tenancy.actor import Actor
    from turkcell_hub.tenancy.models import Firm, Membership


def pytest_configure() -> None:
    from tests.support import downloads, emptying, prepared, quickly

    quickly.install()
    downloads.install()
    emptying.install()
    prepared.install()
    quickly.forget_the_clock()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report: Any = yield
    if collector.nodeid == "tests" and "PYTEST_XDIST_WORKER" in os.environ:
        from tests.support.order import begin_elsewhere

        report.result = begin_elsewhere(report.result, os.environ)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    from tests.support.brief import without_idle_fixtures
    from tests.support.order import in_one_order, long_files_first, one_browser

    in_one_order(items)
    yield  # pytest-django puts committing tests last
    one_browser(items)
    without_idle_fixtures(items)
    if "PYTEST_XDIST_WORKER" in os.environ:
        long_files_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For runs by files; the experiments in short go to whoever is free."""
    if config.getvalue("dist") != "loadfile":
        return None
    from tests.support.order import FilesAndOneBrowser

    return FilesAndOneBrowser(config, log)


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    from tests.support import brief

    if not brief.may_be_brief(item.config):
        return None
    brief.run(item, nextitem)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    from tests.support import downloads, leaks

    yield
    downloads.close_all()
    leaks.require_none(item)


def pytest_collection_finish() -> None:
    from tests.support import leaks

    leaks.install()
    # Thousands of tests and all modules live until the end: looking through them again and
    # again for garbage finds none, nor is it worth to look once. What a test makes goes by its
    # count of references, and the rest need not be looked for after every seven hundred objects.
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """pytest and then Python itself look three times through all that a process has left, for what
    cannot end. Once is enough."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def firm(db: None) -> Firm:
    from tests.support.firms import make_firm

    return make_firm("Ege Tekstil")


@pytest.fixture
def other_firm(db: None) -> Firm:
    from tests.support.firms import make_firm

    return make_firm("Bursa Lojistik")


@pytest.fixture
def in_firm(firm: Firm) -> Iterator[Firm]:
    """The whole test runs in the scope of ``firm``."""
    from turkcell_hub.tenancy.scope import firm_scope

    with firm_scope(firm.pk):
        yield firm


def _member(firm: Firm, role: str, name: str) -> Membership:
    from tests.support.firms import make_member

    return make_member(firm, role, name=name)


@pytest.fixture
def admin(firm: Firm) -> Membership:
    return _member(firm, "ADMIN", "Adnan Admin")


@pytest.fixture
def manager(firm: Firm) -> Membership:
    return _member(firm, "YONETICI", "Yeliz Yönetici")


@pytest.fixture
def staff(firm: Firm) -> Membership:
    return _member(firm, "PERSONEL", "Pelin Personel")


@pytest.fixture
def customer(firm: Firm) -> Membership:
    return _member(firm, "MUSTERI", "Mert Müşteri")


@pytest.fixture
def stranger(other_firm: Firm) -> Membership:
    """The admin of another firm: everything of ``firm`` must answer him 404."""
    return _member(other_firm, "ADMIN", "Yaman Yabancı")


@pytest.fixture
def actor(admin: Membership) -> Actor:
    """The admin as an actor."""
    from tests.support.firms import actor_for

    return actor_for(admin)


def _client(member: Membership) -> Client:
    from tests.support.firms import client_for

    return client_for(member)


@pytest.fixture
def admin_client(admin: Membership) -> Client:
    return _client(admin)


@pytest.fixture
def manager_client(manager: Membership) -> Client:
    return _client(manager)


@pytest.fixture
def staff_client(staff: Membership) -> Client:
    return _client(staff)


@pytest.fixture
def customer_client(customer: Membership) -> Client:
    return _client(customer)


@pytest.fixture
def stranger_client(stranger: Membership) -> Client:
    return _client(stranger)
