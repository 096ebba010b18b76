"""How billing gets an SMS sent without knowing who sends SMS.

Messaging registers its sender. It is called inside a transaction and only writes rows: what it
raises undoes that one message, and nothing goes out before the commit.
"""

from __future__ import annotations

from typing import Protocol

#: Stands in a text for its ``secret`` of six characters, wherever the text is kept or shown.
CODE_PLACE = "######"


class Sender(Protocol):
    def __call__(self, firm_id: int, phone: str, text: str, name: str, secret: str = "") -> int:
        """Queues one informational SMS of the portal itself (``name``: what it is called in the
        lists) and returns its campaign's id. ``secret``: what is put into ``CODE_PLACE`` at
        hand-over alone; it is kept sealed. Raises ``HubError`` when it cannot be sent."""
        ...


_senders: list[Sender] = []


def register(sender: Sender) -> None:
    """Called once from a feature's ``AppConfig.ready``; the newest one is asked."""
    _senders.append(sender)


def current() -> Sender | None:
    return _senders[-1] if _senders else None
