"""Starts the servers before pytest-django reads the settings (``-p`` in pyproject.toml)."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest

from turkcell_hub.embedded import testing
from turkcell_hub.embedded.errors import EmbeddedError

_VALKEY_DATABASES = 16

# A run starts a hundred processes. Where a container forbids to keep compiled modules, each of
# them would compile the whole product anew, and pytest every test: a third of the work.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A test holds one transaction open however long it looks at something else.
os.environ.setdefault("DATABASE_IDLE_SECONDS", "0")

# Nothing that is read and collected before the first test is garbage: looking for some took a
# seventh of that time. tests/support/plugin.py lets the collector begin with the tests.
gc.disable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Iterator[None]:
    """A wrapper runs before every plain hook, that of pytest-django among them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        _take_own_database_number(os.environ["PYTEST_XDIST_WORKER"])
    elif not {"--version", "-V", "-h", "--help"} & set(args):
        try:
            testing.provide()
        except EmbeddedError as problem:
            raise pytest.UsageError(str(problem)) from problem
    return (yield)


def _take_own_database_number(worker: str) -> None:
    """Workers of one run must not empty each other's cache or queues."""
    number = 1 + int(worker.removeprefix("gw")) % (_VALKEY_DATABASES - 1)
    parts = urlsplit(os.environ.get("REDIS_URL", ""))
    if parts.scheme == "redis":
        os.environ["REDIS_URL"] = urlunsplit(parts._replace(path=f"/{number}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A suite that looks green because no browser was found must say so."""
    skipped = terminalreporter.stats.get("skipped", [])
    missed = sum("browser" in report.keywords for report in skipped)
    if missed:
        terminalreporter.write_line(
            f"{missed} browser tests were skipped: nothing of them was checked.", yellow=True
        )
