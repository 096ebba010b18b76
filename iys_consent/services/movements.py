"""Writes the consent ledger: the only place that adds movements and moves records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from iys_consent import chain
from iys_consent.models import (
    AddressKind,
    ConsentEvidence,
    ConsentHead,
    ConsentMovement,
)
from iys_consent.models.consents import keys_of
from iys_consent.services import outgoing
from iys_consent.sql import ledger
from iys_consent.standing import effective_at
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

CHUNK = 5000


@dataclass(frozen=True)
class NewMovement:
    """What happened. The address is in its one spelling (``rules.readable_address``); whether
    the change is allowed was asked before (``rules.check``)."""

    brand_id: int
    recipient_type: str
    channel: str
    address: str
    status: str
    origin: str
    source: str = ""
    consented_at: datetime | None = None
    received_at: datetime | None = None  # None: now
    first_name: str = ""
    last_name: str = ""
    counts: bool = True
    transaction_id: str = ""
    registry_created_at: datetime | None = None
    retailer_code: int | None = None
    evidence_id: int | None = None


@dataclass(frozen=True)
class Recorded:
    """``movements`` are those really added, in order: a transaction of the registry that is
    known already is left out. ``moved`` is how many records have another standing now."""

    movements: Sequence[ConsentMovement]
    moved: int


def record(actor: Actor, changes: Sequence[NewMovement]) -> Recorded:
    """Adds movements, carries them into the records and queues for İYS what is not from there,
    in one transaction.

    Locks the ledger (``lock``), so call it last. Whoever asks first what stands, and records by
    the answer, takes the lock himself before asking. A repeat of a registry transaction adds
    nothing (idempotent pulls and pushes).
    """
    added: list[ConsentMovement] = []
    moved = 0
    with transaction.atomic():
        head = lock(actor.firm_id)
        for start in range(0, len(changes), CHUNK):
            chunk = _unknown(actor.firm_id, changes[start : start + CHUNK])
            _know_addresses(actor.firm_id, chunk)
            movements = _chained(actor, head, chunk)
            ConsentMovement.objects.bulk_create(movements)
            moved += _carry(actor.firm_id, movements)
            outgoing.enqueue(movements)
            added += movements
        if added:
            head.save(update_fields=["seq", "hash"])
    return Recorded(added, moved)


def lock(firm_id: int) -> ConsentHead:
    """Makes this transaction the ledger's only writer in the firm until it ends: what is read of
    its records from now on still holds when ``record`` is called.

    Take it before any row of an address, as ``record`` does; inside a transaction alone.
    """
    heads = ConsentHead.objects.select_for_update().filter(firm_id=firm_id)
    head = heads.first()
    if head is None:
        ConsentHead.objects.bulk_create([ConsentHead(firm_id=firm_id)], ignore_conflicts=True)
        head = heads.get()
    return head


def _unknown(firm_id: int, changes: Sequence[NewMovement]) -> list[NewMovement]:
    """Without what the ledger holds already, by the registry's transaction."""
    ids = {c.transaction_id for c in changes if c.transaction_id}
    if not ids:
        return list(changes)
    known = set(
        ConsentMovement.objects.filter(firm_id=firm_id, transaction_id__in=ids).values_list(
            "brand_id", "transaction_id", "recipient", "channel", "recipient_type", "status"
        )
    )
    fresh = []
    for c in changes:
        key = (c.brand_id, c.transaction_id, c.address, c.channel, c.recipient_type, c.status)
        if c.transaction_id and key in known:
            continue
        known.add(key)
        fresh.append(c)
    return fresh


def _know_addresses(firm_id: int, changes: Sequence[NewMovement]) -> None:
    """Every address has its row; a name that was given replaces an empty one only."""
    rows: dict[tuple[int, str, str], NewMovement] = {}
    for c in changes:
        key = (c.brand_id, c.recipient_type, c.address)
        if key not in rows or (c.first_name or c.last_name):
            rows[key] = c
    columns = [
        (c.brand_id, c.recipient_type, c.address, _kind(c.address), c.first_name, c.last_name)
        + keys_of(c.first_name, c.last_name, c.address)
        for c in rows.values()
    ]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(ledger.ADDRESSES, [firm_id, *map(list, zip(*columns, strict=True))])


def _kind(address: str) -> str:
    return AddressKind.EMAIL.value if "@" in address else AddressKind.PHONE.value


def _chained(
    actor: Actor, head: ConsentHead, changes: Sequence[NewMovement]
) -> list[ConsentMovement]:
    now = timezone.now()
    codes = dict(Brand.objects.values_list("pk", "code"))
    ids = {c.evidence_id for c in changes if c.evidence_id}
    hashes = dict(ConsentEvidence.objects.filter(pk__in=ids).values_list("pk", "sha256"))
    movements = []
    for c in changes:
        head.seq += 1
        movement = ConsentMovement(
            firm_id=actor.firm_id,
            seq=head.seq,
            brand_id=c.brand_id,
            recipient_type=c.recipient_type,
            channel=c.channel,
            recipient=c.address,
            status=c.status,
            source=c.source,
            consented_at=c.consented_at,
            received_at=c.received_at or now,
            origin=c.origin,
            counts=c.counts,
            transaction_id=c.transaction_id,
            registry_created_at=c.registry_created_at,
            retailer_code=c.retailer_code,
            actor_label=actor.label[:120],
            evidence_id=c.evidence_id,
            previous_hash=head.hash,
        )
        covered = covered_columns(movement, codes[c.brand_id], hashes.get(c.evidence_id or 0, ""))
        head.hash = movement.hash = chain.link(head.hash, covered)
        movements.append(movement)
    return movements


def covered_columns(movement: ConsentMovement, brand_code: str, evidence: str) -> dict[str, Any]:
    """What ``chain.link`` covers of a movement."""
    own = {"firm": movement.firm_id, "brand_code": brand_code, "evidence_sha256": evidence}
    return {name: own[name] if name in own else getattr(movement, name) for name in chain.COVERED}


def _carry(firm_id: int, movements: Sequence[ConsentMovement]) -> int:
    """Moves the records by the rule of ``standing`` (a test holds the two together)."""
    rows = [
        (
            m.brand_id,
            m.recipient_type,
            m.channel,
            m.recipient,
            m.status,
            m.source,
            m.consented_at,
            effective_at(m.status, m.consented_at, m.registry_created_at, m.received_at),
            m.seq,
            m.retailer_code,
        )
        for m in movements
        if m.counts
    ]
    if not rows:
        return 0
    columns = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(ledger.RECORDS, [*columns, firm_id, firm_id])
        return int(cursor.rowcount)
