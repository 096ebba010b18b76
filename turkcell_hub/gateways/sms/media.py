"""What an adapter carries beside SMS: files by MMS, and texts with a link (L-059)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# Longer addresses are cut by phones and proxies on the way.
LONGEST_LINK = 500


@dataclass(frozen=True)
class MmsProfile:
    """What MMS takes at an operator: media types, the largest file, the longest text (in
    characters, with what the operator adds)."""

    types: Sequence[str]
    max_bytes: int
    max_text: int = 1000


@dataclass(frozen=True)
class Media:
    """The one file of a hand-over. ``content`` is empty when it is not there any more."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
