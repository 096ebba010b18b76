"""The arithmetic of the consent chain: what a movement's hash covers.

Plain JSON and SHA-256, so that the evidence pack's script can repeat it with nothing but
Python's standard library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# The order is part of the format: version 1.
COVERED = (
    "firm",
    "seq",
    "brand_code",
    "recipient_type",
    "channel",
    "recipient",
    "status",
    "source",
    "consented_at",
    "received_at",
    "origin",
    "counts",
    "transaction_id",
    "registry_created_at",
    "retailer_code",
    "actor_label",
    "evidence_sha256",
)


def link(previous_hash: str, covered: Mapping[str, Any]) -> str:
    """SHA-256 over the predecessor's hash and every column of the movement."""
    values = [previous_hash, *(plain(covered[name]) for name in COVERED)]
    canonical = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A column as the hash covers it, and as the evidence pack writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
