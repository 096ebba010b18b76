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
    Raises ``OSError`` when the server itself is away, or puts off ("4xx": too much mail, no room)
    all whom it does not refuse for good; the caller's next turn begins anew, and nobody was told
    twice."""
    sent, put_off = 0, None
    for reader in readers:
        try:
            send(reader)
        except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
            put_off = error if _is_for_now(error) else put_off
            log.error("mail.address_refused", error=type(error).__name__)
        else:
            sent += 1
    if put_off is not None and not sent:
        raise put_off
    return sent


def _is_for_now(error: Exception) -> bool:
    """Whether the mail server says: not now (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
    else:
        codes = [error.smtp_code] if isinstance(error, SMTPDataError) else []
    return bool(codes) and all(400 <= code < 500 for code in codes)


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
