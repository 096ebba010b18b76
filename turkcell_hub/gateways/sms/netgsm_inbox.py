"""Where reading Netgsm's inbox goes on: it has dates but no ids and no order of arrival.

The next question begins a while before the newest message that was seen, so that one which the
operator lists late is found; the cursor remembers what of that while is known already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from turkcell_hub.gateways.sms.contract import InboundMessage

FIRST, OVERLAP, AHEAD = timedelta(days=7), timedelta(minutes=10), timedelta(days=1)


def window(after: str | None, now: datetime) -> tuple[datetime, datetime]:
    """The range to ask for. Its end lies ahead: the two clocks need not agree."""
    newest, _ids = _read(after)
    return (newest - OVERLAP if newest else now - FIRST), now + AHEAD


def after_cursor(listed: Sequence[InboundMessage], after: str | None) -> list[InboundMessage]:
    """What of the listing is new."""
    _newest, known = _read(after)
    return [message for message in listed if message.operator_id not in known]


def cursor_of(listed: Sequence[InboundMessage], after: str | None) -> str | None:
    if not listed:
        return after
    newest = max(message.received_at for message in listed)
    recent = [m.operator_id for m in listed if m.received_at >= newest - OVERLAP]
    return " ".join([newest.isoformat(), *recent])


def _read(cursor: str | None) -> tuple[datetime | None, frozenset[str]]:
    if not cursor:
        return None, frozenset()
    newest, *ids = cursor.split(" ")
    return datetime.fromisoformat(newest), frozenset(ids)
