"""A message that has just come to its end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """A message row that has just been moved to its end. ``reason``: network error or
    verdict. ``taken``: what the operator says it took, None when it does not say."""

    message_id: int
    campaign_id: int
    state: int
    reason: int
    parts: int
    credits: int
    taken: int | None = None
