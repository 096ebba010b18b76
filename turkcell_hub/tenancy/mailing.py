"""One mail to each of several readers, by one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import TypeVar

import structlog
from django.db import connection

log = structlog.get_logger(__name__)
Reader = TypeVar("Reader")


def to_each(readers: Iterable[Reader], send: Callable[[Reader], object]) -> int:
    """``send`` for each; how many went. An address that the mail server refuses is logged and
    stops nobody behind it: were it tried again, those before it would be told again and again.
    Raises ``OSError`` when the server itself is away; the caller's next turn begins anew."""
    sent = 0
    for reader in readers:
        try:
            send(reader)
        except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
            log.error("mail.address_refused", error=type(error).__name__)
        else:
            sent += 1
    return sent


@contextmanager
def alone(what: str, row_id: int) -> Iterator[bool]:
    """Whether nobody else is at this work; it is this process's until the block ends, or until
    its connection does, so that a dead one stops nobody. Outside of transactions."""
    key = f"mail {what} {row_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
