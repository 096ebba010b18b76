"""The arithmetic of the chain: what an entry's hash covers."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from turkcell_hub.audit.models import AuditEntry


def covered(entry: AuditEntry) -> list[Any]:
    """What an entry's hash covers: its predecessor's hash and every column of its own, in order."""
    return [
        entry.previous_hash,
        entry.firm_id,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_kind,
        entry.actor_id,
        entry.actor_label,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.subject_label,
        entry.changes,
        entry.request_id,
    ]


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over what is covered, as canonical JSON."""
    canonical = json.dumps(
        covered(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
