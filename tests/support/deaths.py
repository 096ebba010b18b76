"""Ends a piece of work before each of its statements, one after another: what a killed process
leaves is what its transaction has committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Died(BaseException):
    """Nobody in the product catches it."""


@contextmanager
def dies_before(statement: int) -> Iterator[None]:
    """Dies before the n-th statement that is not a transaction's own."""
    left = statement

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if not sql.lstrip().upper().startswith(_FRAMES):
            left -= 1
            if left <= 0:
                raise Died
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def dies_at(words: str) -> Iterator[None]:
    """Dies before the first statement that begins so."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(words):
            raise Died
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


def truths(work: Callable[[], object], truth: Callable[[], object]) -> list[object]:
    """What ``truth`` says after each death, and in the end after ``work`` has run through. The
    work is begun anew after each death, as its user or a sweep would."""
    seen: list[object] = []
    while True:
        try:
            with dies_before(len(seen) + 1):
                work()
        except Died:
            seen.append(truth())
        else:
            return [*seen, truth()]
