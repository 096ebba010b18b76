"""Which records an action is for: named ids, or everything that a filter matches.

"Hepsini seç" never sends ids by the thousand: the server runs the filter again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

MAX_IDS = 500


@dataclass(frozen=True)
class Selection:
    """``ids`` (at most 500) or ``all_matching`` with the list's own query parameters."""

    ids: Sequence[int] = ()
    all_matching: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)
    excluded: Sequence[int] = ()

    def of(self, matching: QuerySet[Any], everything: QuerySet[Any]) -> QuerySet[Any]:
        """``matching``: the filtered list; ``everything``: all that the actor may see."""
        if self.all_matching:
            return matching.exclude(pk__in=list(self.excluded)) if self.excluded else matching
        return everything.filter(pk__in=list(self.ids)[:MAX_IDS])
