"""A mail server that refuses an address, and what may happen while a mail is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest.mock import patch

from django.core.mail.backends.locmem import EmailBackend


@contextmanager
def sending(before: Callable[[Any, str], None]) -> Iterator[None]:
    """Calls ``before`` with each mail and its reader, as the server would see them."""
    real = EmailBackend.send_messages

    def watched(self: EmailBackend, messages: list[Any]) -> int:
        for one in messages:
            before(one, one.to[0])
        return real(self, messages)

    with patch.object(EmailBackend, "send_messages", watched):
        yield


@contextmanager
def refusing(*addresses: str) -> Iterator[list[str]]:
    """The addresses that were tried, in order; these are refused."""
    tried: list[str] = []

    def before(_mail: Any, address: str) -> None:
        tried.append(address)
        if address in addresses:
            raise SMTPRecipientsRefused({address: (550, b"no such mailbox")})

    with sending(before):
        yield tried
