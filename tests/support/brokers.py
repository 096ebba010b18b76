"""Which broker the nudges of this process go to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kombu import pools

from turkcell_hub.celery import app


def use_broker(url: str) -> None:
    """Nudges of this process (and of those that it forks) go there from now on."""
    app.conf.broker_url = url
    pools.reset()  # a closed pool is never opened again: it is left behind whole
    app._after_fork()


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """The same for a block; afterwards the process nudges as before."""
    before = app.conf.broker_url
    use_broker(url)
    try:
        yield
    finally:
        use_broker(before)
