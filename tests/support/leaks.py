"""No line of the log and no task's argument of the whole run holds a telephone number, an identity
number or a one-time code in clear (I10, G22).

What is looked at is what production would have written: the lines after their masking. The masker
is not asked; these patterns are the checker's own. A test during which something slipped through
fails at its end.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from celery.signals import before_task_publish

from turkcell_hub.lib.identity import is_tckn

_NUMBERS = re.compile(r"(?<![\w.,+-])(?:(?:\+?90|0)?(5\d{9})|([1-9]\d{10}))(?![\w.,-]\d|\w)")
_found: list[str] = []
_codes: set[str] = set()
_ears: list[logging.Handler] = []


def install() -> None:
    """Listens from now on to every handler that writes the production form, and to the broker."""
    _listen_to_all()
    before_task_publish.connect(_published, weak=False)


def code(value: str) -> str:
    """A code that is out: until the end of the test it stands in no log and no task."""
    _codes.add(value)
    return value


def require_none(item: pytest.Item) -> None:
    """At the end of each test."""
    _codes.clear()
    if _ears and not set(_ears) <= set(logging.getLogger().handlers):
        _listen_to_all()
        _found.append("the log was set up anew, and nobody listened any more")
    if _found:
        told, _found[:] = list(_found), []
        pytest.fail(f"{item.nodeid}: {'; '.join(told)}", pytrace=False)


def in_files(folder: Path) -> list[str]:
    """What stands in clear in the log files of other processes."""
    return [
        f"{path.name}: {what}"
        for path in sorted(folder.rglob("*.log"))
        for line in path.read_text(errors="replace").splitlines()
        for what in told_in(line)
    ]


def told_in(text: str, codes: Iterable[str] = ()) -> list[str]:
    """What kind of thing stands there, with its surroundings but not itself."""
    found = []
    for match in _NUMBERS.finditer(text):
        phone, identity = match.groups()
        if phone or is_tckn(identity):
            around = text[max(0, match.start() - 60) : match.start()]
            found.append(
                f"{'a telephone number' if phone else 'an identity number'} after {around!r}"
            )
    for one in codes:
        if re.search(rf"(?<![\w.]){one}(?!\w)", text):
            found.append("a one-time code")
    return found


def _listen_to_all() -> None:
    _ears[:] = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler.formatter).__name__ == "ProcessorFormatter"
    ]
    for handler in _ears:
        _listen(handler)


def _listen(handler: logging.Handler) -> None:
    form = handler.format

    def format_and_look(record: logging.LogRecord) -> str:
        line = form(record)
        _note("the log", line)
        return line

    handler.format = format_and_look  # type: ignore[method-assign]


def _published(body: Any = None, headers: Any = None, **_more: Any) -> None:
    _note(f"arguments of {(headers or {}).get('task')}", repr(body[:2] if body else ""))


def _note(place: str, text: str) -> None:
    _found.extend(f"{place}: {what}" for what in told_in(text, _codes))
