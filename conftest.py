"""What every test needs; the servers themselves come from turkcell_hub.embedded.pytest_plugin."""

from __future__ import annotations

import os
from typing import Any

import pytest

pytest_plugins = [
    "tests.support.watchdog",
    "tests.support.plugin",
    "tests.support.kept",
    "tests.support.browser_traces",
    "tests.support.browser",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """Gives every run a test database of its own, so that runs on one server cannot clash;
    a copy of the migrated one where there is one, and ``migrate`` finds nothing to do."""
    from django.conf import settings

    run = os.environ.get("TURKCELL_HUB_TEST_RUN", str(os.getpid()))
    kept = request.config.getoption("reuse_db", default=False)
    for database in settings.DATABASES.values():
        test = database.setdefault("TEST", {})
        test["TEMPLATE"] = os.environ.get("TURKCELL_HUB_TEST_TEMPLATE")
        if not kept:
            test["NAME"] = f"{test.get('NAME') or 'test_' + str(database['NAME'])}_{run}"


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """Made after the test database, whichever test comes first, and so ended before it: the
    server's threads hold connections, and nobody can drop a database that is in use."""
    return live_server
