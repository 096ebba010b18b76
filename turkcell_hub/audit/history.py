"""What happened to one record, for its detail page (``portal.history``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turkcell_hub.audit.actions import label_of
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.words import details_of
from turkcell_hub.portal.history import Change
from turkcell_hub.resources import Actor

_NEWEST = 50


def of_record(actor: Actor, row: Any) -> Sequence[Change]:
    """The newest 50 entries about ``row``; none without the right ``audit.view``."""
    if not actor.can("audit.view"):
        return []
    entries = AuditEntry.objects.filter(
        firm_id=actor.firm_id, subject_type=row._meta.label_lower, subject_id=str(row.pk)
    )
    return [
        Change(
            entry.at,
            entry.actor_label,
            label_of(entry.action),
            details_of(entry.changes, entry.subject_type),
        )
        for entry in entries[:_NEWEST]
    ]
