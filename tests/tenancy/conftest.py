"""What the tests of this room share."""

from __future__ import annotations

from typing import Any

import pytest

from turkcell_hub import nudges
from turkcell_hub.tenancy import mails


@pytest.fixture
def mails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails are sent where they were asked for, not by a worker."""

    def send(task: str, ids: tuple[int, ...], _queue: str) -> Any:
        return mails.send(*ids) if task == "tenancy.send_mail" else None

    monkeypatch.setattr(nudges, "_send", send)
