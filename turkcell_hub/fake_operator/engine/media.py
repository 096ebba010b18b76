"""Files that customers bring for MMS."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Media:
    """One file; ``id`` is what hand-overs name, and the same file of an account has one id."""

    id: str
    account: str
    name: str
    content_type: str
    sha256: str
    content: bytes

    def to_record(self) -> dict[str, Any]:
        return {
            "k": "media", "id": self.id, "account": self.account, "name": self.name,
            "content_type": self.content_type, "sha256": self.sha256,
            "content": base64.b64encode(self.content).decode(),
        }  # fmt: skip


def from_record(record: dict[str, Any]) -> Media:
    values = {name: value for name, value in record.items() if name != "k"}
    return Media(**{**values, "content": base64.b64decode(record["content"])})
