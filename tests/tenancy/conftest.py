"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from turkcell_hub.celery import app


@pytest.fixture
def mails_at_once() -> Iterator[None]:
    """Mails are sent where they were asked for, not by a worker."""
    app.set_default()
    app.finalize()
    before = app.conf.task_always_eager
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = before
