"""Files that a page hands out are closed when the test ends, as a server closes them.

Django's test browser closes what is read to its end. A test that looks at the headers alone left
the file open, and said so as a warning among those of the product.
"""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.test.client import ClientHandler

_answer = ClientHandler.__call__
_open: list[Any] = []


def install() -> None:
    """Called once, before the first test."""
    ClientHandler.__call__ = _answer_and_note  # type: ignore[method-assign]


def _answer_and_note(handler: ClientHandler, environ: dict[str, Any]) -> Any:
    response = _answer(handler, environ)
    if response.streaming:
        _open.append(response)
    return response


def close_all() -> None:
    """At the end of each test."""
    while _open:
        response = _open.pop()
        if not response.closed:
            # The connection is the test's, which goes on with it.
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
