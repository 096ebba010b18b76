"""Writes the trail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import structlog
from django.db import connection, models, transaction
from django.utils import timezone

from turkcell_hub.audit.chain import hash_of
from turkcell_hub.audit.models import AuditEntry, AuditHead
from turkcell_hub.lib.redact import redact, redact_text
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Given, Statement

_LABEL = 200


def record(
    actor: Actor,
    action: str,
    subject: models.Model | None,
    changes: Mapping[str, Any] | None = None,
    label: str = "",
) -> AuditEntry:
    """Adds one entry to the chain of the actor's firm, in the caller's transaction.

    ``action``: a dotted code (``tenancy.member.add``). ``changes``: ``{field: [old, new]}``
    or other small JSON; a bare list of two would be read as old and new, so a list is written as
    ``[None, list]``. ``label`` names the subject where ``str(subject)`` would not do.
    Phone numbers, TCKN and secrets are masked. It locks the end of the chain until the
    transaction ends, so call it last.
    """
    with transaction.atomic(savepoint=False):
        head = _locked_head(actor.firm_id)
        entry = AuditEntry(
            firm_id=actor.firm_id,
            seq=head.seq + 1,
            at=timezone.now(),
            **_who(actor),
            action=action,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk or "") if subject is not None else "",
            subject_label=_text(label or (str(subject) if subject is not None else "")),
            changes=_plain(redact(dict(changes or {}))),
            request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
            previous_hash=head.hash,
        )
        entry.hash = hash_of(entry)
        _append(entry)
    return entry


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """``{field: [old, new]}`` of the fields of ``after`` that differ."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def _locked_head(firm_id: int) -> AuditHead:
    heads: list[AuditHead] = _heads().rows(firm=firm_id)
    if not heads:
        with connection.cursor() as cursor:
            cursor.execute(_FIRST, [firm_id])
        heads = _heads().rows(firm=firm_id)
    return heads[0]


@cache
def _heads() -> Statement:
    """Made once: every entry locks one."""
    firm = Given("firm", AuditHead._meta.get_field("firm").target_field)
    return Statement(AuditHead.objects.select_for_update().filter(firm_id=firm))


_FIRST = (
    "INSERT INTO audit_audithead (firm_id, seq, hash) VALUES (%s, 0, '') ON CONFLICT DO NOTHING"
)

# Nearly every service ends with an entry: it and the chain's new end are one statement.
_COLUMNS = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key]
_APPEND = f"""
WITH entry AS (
    INSERT INTO audit_auditentry ({", ".join(field.column for field in _COLUMNS)})
    VALUES ({", ".join(["%s"] * len(_COLUMNS))}) RETURNING id, firm_id, seq, hash
)
UPDATE audit_audithead h SET seq = entry.seq, hash = entry.hash
  FROM entry WHERE h.firm_id = entry.firm_id RETURNING entry.id
"""  # noqa: S608 - columns of a model alone


def _append(entry: AuditEntry) -> None:
    values = [
        field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _COLUMNS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


def _who(actor: Actor) -> dict[str, Any]:
    key_id = getattr(actor, "api_key_id", None)
    if key_id is not None:
        kind, actor_id = AuditEntry.ActorKind.API_KEY, key_id
    elif actor.user_id is not None:
        kind, actor_id = AuditEntry.ActorKind.MEMBER, actor.user_id
    else:
        kind, actor_id = AuditEntry.ActorKind.SYSTEM, None
    return {"actor_kind": kind, "actor_id": actor_id, "actor_label": _text(str(actor.label))}


def _text(value: str) -> str:
    return redact_text(value.replace("\0", ""))[:_LABEL]


def _plain(value: Any) -> Any:
    """Only what PostgreSQL's jsonb gives back exactly as it was put in."""
    if isinstance(value, bool | int | type(None)):
        return value
    if isinstance(value, Mapping):
        return {str(key).replace("\0", ""): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value).replace("\0", "")
