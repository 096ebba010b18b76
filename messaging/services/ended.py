"""Messages that have just come to their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from messaging.models import MessageState


class Ended(NamedTuple):
    """Messages whose rows have just been moved to their end, alike: each of them has these
    ``parts`` and ``credits``. ``reason``: network error or verdict. ``taken``: what the operator
    says it took, None when it does not say. ``before``: the state that a late report has moved
    them out of (they were counted there, with reason 0)."""

    message_ids: Sequence[int]
    campaign_id: int
    state: int
    reason: int
    parts: int
    credits: int
    taken: int | None = None
    before: int = int(MessageState.PENDING)

    @classmethod
    def one(cls, message_id: int, *more: int) -> Ended:
        """A single message, e.g. a row of a statement's RETURNING."""
        return cls((message_id,), *more)
