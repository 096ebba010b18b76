"""A message that has just come to its end."""

from __future__ import annotations

from dataclasses import dataclass

from messaging.models import MessageState


@dataclass(frozen=True)
class Ended:
    """A message row that has just been moved to its end. ``reason``: network error or
    verdict. ``taken``: what the operator says it took, None when it does not say. ``before``:
    the state that a late report has moved it out of (it was counted there, with reason 0)."""

    message_id: int
    campaign_id: int
    state: int
    reason: int
    parts: int
    credits: int
    taken: int | None = None
    before: int = int(MessageState.PENDING)
