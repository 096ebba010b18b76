"""The moment right before the first byte of a hand-over.

A pace is judged by when messages reach the operator. Between "you may go" and the wire lie the
making of the body and a wait for the processor, so whoever keeps a pace waits here, with
everything ready to leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_wait: ContextVar[Callable[[], None] | None] = ContextVar("departure", default=None)


@contextmanager
def after(wait: Callable[[], None]) -> Iterator[None]:
    """Hand-overs of this thread leave when ``wait`` has returned; what it raises stops them."""
    token = _wait.set(wait)
    try:
        yield
    finally:
        _wait.reset(token)


def hold() -> None:
    """Called by who hands over (``HttpClient`` with ``submit=True``) when only the sending is
    left; again before each repeat. Raises what the waiting one raises: nothing has left."""
    wait = _wait.get()
    if wait is not None:
        wait()
