"""The firm scope: tenancy that cannot be forgotten.

Every query on a firm's rows goes through ``FirmManager``. Outside a scope it raises
``NoFirmScope``; inside ``firm_scope(firm_id)`` it sees that firm's rows alone. The rare
work over all firms (sweeps, migrations of data) says so by ``every_firm()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

_EVERY_FIRM = 0
_scope: ContextVar[int | None] = ContextVar("firm_scope", default=None)


class NoFirmScope(RuntimeError):
    """A firm's rows were asked for without saying which firm: a programming error."""


@contextmanager
def firm_scope(firm_id: int) -> Iterator[None]:
    """Limits every query inside to the rows of one firm."""
    token = enter(firm_id)
    try:
        yield
    finally:
        leave(token)


@contextmanager
def every_firm() -> Iterator[None]:
    """Opens the rows of all firms; only for sweeps and maintenance, never for a request."""
    token = _scope.set(_EVERY_FIRM)
    try:
        yield
    finally:
        leave(token)


def enter(firm_id: int) -> Token[int | None]:
    """Sets the scope until ``leave(token)``; for doors whose frame cannot hold a block."""
    if firm_id <= 0:
        raise NoFirmScope(f"{firm_id} is no firm id")
    return _scope.set(firm_id)


def leave(token: Token[int | None]) -> None:
    _scope.reset(token)


@contextmanager
def no_scope() -> Iterator[None]:
    """Starts from nothing; wraps each request so that no scope leaks between two."""
    token = _scope.set(None)
    try:
        yield
    finally:
        leave(token)


def firm_in_scope() -> int | None:
    """Id of the firm in scope; None where there is no one firm, also outside of any scope."""
    return _scope.get() or None


def scoped_firm_id() -> int | None:
    """Id of the firm in scope, None inside ``every_firm``. Raises ``NoFirmScope`` outside."""
    firm_id = _scope.get()
    if firm_id is None:
        raise NoFirmScope("open a firm_scope() before querying a firm's rows")
    return firm_id or None
