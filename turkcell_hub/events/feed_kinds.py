"""Which records the feed tells of, and where a reader finds them."""

from __future__ import annotations

from dataclasses import dataclass

from turkcell_hub import resources


@dataclass(frozen=True)
class FeedKind:
    """``slug``: the list that says which of the records exist for an actor; ``path``: the
    record's address below ``/api/v1/``, with ``{id}``."""

    kind: str
    slug: str
    path: str

    @property
    def right(self) -> str:
        return resources.get(self.slug).right("view")


_kinds: dict[str, FeedKind] = {}


def declare(*kinds: FeedKind) -> None:
    """A room calls it once, from ``AppConfig.ready``."""
    for kind in kinds:
        _kinds[kind.kind] = kind


def every() -> dict[str, FeedKind]:
    return dict(_kinds)
