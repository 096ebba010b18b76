"""A test that never ends is a failure with a name.

Without it a run that hangs says nothing: the processes of a run tell of a test when it is over,
and of one that failed and then waits for ever in its clean-up not even that it failed. The
watchdog writes where every thread stands and ends the process; pytest-xdist then names the test
that it was at, and the run stops (``--max-worker-restart=0``, turkcell_hub/embedded/commands.py).

pytest's own ``faulthandler_timeout`` is the same but for one case: it looks away as soon as a
test has failed.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from typing import IO

import pytest

# The longest everyday test takes 40 seconds on a quiet machine, and a loaded one is five times
# slower; the tests that are marked slow may take half an hour.
PATIENCE = float(os.environ.get("TEST_PATIENCE_SECONDS", "400"))
_STDERR = pytest.StashKey[IO[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """What tests capture is another place: where the process itself writes is kept."""
    config.stash[_STDERR] = os.fdopen(os.dup(2), "w")


def pytest_unconfigure(config: pytest.Config) -> None:
    faulthandler.cancel_dump_traceback_later()
    config.stash[_STDERR].close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _watch(item)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """pytest has just called its own watchdog off, of which a process has one."""
    if isinstance(node, pytest.Item):
        _watch(node)


def _watch(item: pytest.Item) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ and item.get_closest_marker("slow") is None:
        faulthandler.dump_traceback_later(PATIENCE, exit=True, file=item.config.stash[_STDERR])
