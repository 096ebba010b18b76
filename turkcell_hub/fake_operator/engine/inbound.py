"""Messages from handsets to the operator's customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

_NETWORKS = {"53": "TURKCELL", "54": "VODAFONE"}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message. ``source`` are digits with the country code; times are epoch seconds."""

    number: int
    account: str
    source: str
    destination: str
    content: str
    keyword: str
    received_at: float

    @property
    def network(self) -> str:
        """The holder of the prefix; the sandbox ports no numbers."""
        return _NETWORKS.get(self.source[2:4], "TTMOBIL")

    def to_record(self) -> dict[str, Any]:
        return {"k": "inbound", **asdict(self)}


def from_record(record: dict[str, Any]) -> Inbound:
    return Inbound(**{name: value for name, value in record.items() if name != "k"})
