"""Ears at every place where something could be written down that nobody may read there."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.core import mail

from tests.silence.canaries import found_in
from tests.support import stores
from tests.support.quickly import OF_REQUESTS
from turkcell_hub import celery as _celery  # noqa: F401  (nudges go to the real broker)
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.outbox.models import Batch


@dataclass
class Ears:
    """What was written since the test began. ``pages``: answers that must not repeat a secret."""

    log: io.StringIO
    commit: Callable[[], None]
    pages: list[str] = field(default_factory=list)

    def heard(self, *secrets: str) -> dict[str, set[str]]:
        """Place -> the canaries that stand there in clear."""
        self.commit()
        places = {
            "log": self.log.getvalue(),
            "Redis": stores.redis_text(),
            "mails": "\n".join(str(one.message()) + str(one.body) for one in mail.outbox),
            "trail": _rows(AuditEntry.objects.all()),
            "outbox": _rows(Batch._base_manager.all()),
        }
        found = {place: found_in(text, *secrets) for place, text in places.items()}
        found["pages"] = found_in("\n".join(self.pages), *secrets, only_secrets=True)
        return {place: canaries for place, canaries in found.items() if canaries}


@pytest.fixture
def ears(db: None, django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[Ears]:
    """The log as production writes it: the same formatter, the same level. Nudges are really
    sent before anything is looked at, as after a commit."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            **{k: v for k, v in settings.LOGGING["formatters"]["structured"].items() if k != "()"}
        )
    )
    root, *requests = (logging.getLogger(name) for name in ("root", *OF_REQUESTS))
    kept = [(one, one.level, one.disabled) for one in (root, *requests)]
    for one in (root, *requests):
        one.setLevel(logging.INFO)
        one.disabled = False
    root.addHandler(handler)
    with ExitStack() as commits:
        commits.enter_context(django_capture_on_commit_callbacks(execute=True))
        yield Ears(stream, commits.close)
    root.removeHandler(handler)
    for one, level, asleep in kept:
        one.setLevel(level)
        one.disabled = asleep


def _rows(rows: Any) -> str:
    return "\n".join(str(row) for row in rows.values())
