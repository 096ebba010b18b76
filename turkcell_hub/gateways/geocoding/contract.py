"""What the portal asks of a geocoder: where an address lies.

A geocoder is the installation's own choice (``GEOCODER_URL``); it hears the address that was
typed and nothing else: no firm, no person, no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class GeocoderAccount:
    """``agent``: how the portal names itself to the service; ``key`` "" where none is wanted."""

    adapter: str
    base_url: str
    agent: str
    key: str = field(default="", repr=False)
    timeout: float = 4.0


@dataclass(frozen=True)
class Spot:
    """A place that was found; ``name`` as the service writes it. ``is_street``: it says that it
    knows the street or the house, and not only the town."""

    name: str
    latitude: float
    longitude: float
    is_street: bool = False


class Geocoder(Protocol):
    """Raises the gateway family alone."""

    def find(self, text: str, limit: int = 5) -> Sequence[Spot]:
        """Places in Türkiye that the address may mean, the likeliest first; empty for none."""

    def close(self) -> None: ...
