"""Movements that the registry tells us, by its feed, its pushes or its daily file.

Idempotent by the registry's transaction. Our own changes come back as an echo: they prove what
was sent without a clear answer, and make no second movement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from iys_consent.models import (
    ConsentMovement,
    ConsentReceipt,
    ConsentRecord,
    ConsentTask,
    Master,
    Origin,
    Status,
)
from iys_consent.services import endings, movements, sync_rules
from iys_consent.services.movements import NewMovement
from iys_consent.services.registry import Told, note_each
from iys_consent.sql import incoming as sql
from turkcell_hub.gateways.iys.contract import Record, Stored
from turkcell_hub.gateways.iys.values import is_registry_source
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

_Fact = tuple[str, str, str, str, datetime | None]


def take(actor: Actor, brand: Brand, records: Sequence[Record], origin: str = "") -> int:
    """Takes over what is new, in one transaction; returns how many movements were added.

    What the registry holds of each key is noted with its own time, whatever stands here.
    """
    with transaction.atomic():
        movements.lock(actor.firm_id)
        fresh = _not_ours(actor.firm_id, brand, records)
        refused = _refused_here(actor.firm_id, brand, fresh)
        added = movements.record(
            actor, [_movement(brand, one, origin or Origin.REGISTRY, refused) for one in fresh]
        )
        _note(brand, records)
        return len(added.movements)


def _movement(brand: Brand, one: Record, origin: str, refused: set[tuple[str, ...]]) -> NewMovement:
    key = str(one.recipient_type), str(one.channel), one.recipient
    return NewMovement(
        brand_id=brand.pk,
        recipient_type=str(one.recipient_type),
        channel=str(one.channel),
        address=one.recipient,
        status=str(one.status),
        origin=origin,
        source=one.source,
        consented_at=one.consented_at,
        transaction_id=one.transaction_id,
        registry_created_at=one.created_at,
        retailer_code=one.retailer_code,
        counts=not (one.status == Status.APPROVED and key in refused),
    )


def _refused_here(firm_id: int, brand: Brand, records: Sequence[Record]) -> set[tuple[str, ...]]:
    """Keys whose refusal here an approval of the registry does not overrule: where the portal
    is the master. A refusal counts whoever has it (decisions.md)."""
    if sync_rules.in_force(firm_id).master != Master.PORTAL:
        return set()
    asked = [one.recipient for one in records if one.status == Status.APPROVED]
    rows = ConsentRecord.objects.filter(brand=brand, recipient__in=asked, status=Status.REFUSED)
    return set(rows.values_list("recipient_type", "channel", "recipient"))


def _not_ours(firm_id: int, brand: Brand, records: Sequence[Record]) -> list[Record]:
    """Without echoes of what we sent; each proves its movement."""
    ours = [one for one in records if not is_registry_source(one.source)]
    proven = _proven(ours)
    waiting: dict[_Fact, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql.UNPROVEN, [firm_id, brand.pk, [one.recipient for one in ours]])
        for pk, *fact in cursor.fetchall():
            waiting[tuple(fact)].append(pk)  # type: ignore[index]
    fresh, echoes = [], {}
    for one in records:
        if is_registry_source(one.source):
            fresh.append(one)
        elif (one.transaction_id, one.recipient, str(one.channel)) in proven:
            continue
        elif waiting.get(_fact(one)):
            echoes[waiting[_fact(one)].pop(0)] = one
        else:
            fresh.append(one)
    _prove(echoes)
    return fresh


def _proven(records: Sequence[Record]) -> set[tuple[str, str, str]]:
    ids = {one.transaction_id for one in records if one.transaction_id}
    rows = ConsentReceipt.objects.filter(transaction_id__in=ids)
    return set(rows.values_list("transaction_id", "movement__recipient", "movement__channel"))


def _fact(one: Record) -> _Fact:
    return (
        str(one.recipient_type), str(one.channel), one.recipient, str(one.status),
        one.consented_at,
    )  # fmt: skip


def _prove(echoes: dict[int, Record]) -> None:
    if not echoes:
        return
    tasks = ConsentTask.objects.filter(movement__in=echoes).select_related("sent_in")
    by_movement = {task.movement_id: task for task in tasks}
    now = timezone.now()
    pairs = [
        (by_movement[pk], Stored(one.transaction_id, one.created_at))
        for pk, one in echoes.items()
        if pk in by_movement
    ]
    endings.stored(pairs, "", now)
    lone = ConsentMovement.objects.filter(pk__in=echoes.keys() - by_movement.keys())
    ConsentReceipt.objects.bulk_create(
        [
            ConsentReceipt(
                firm_id=row.firm_id,
                movement=row,
                transaction_id=echoes[row.pk].transaction_id,
                registry_created_at=echoes[row.pk].created_at,
            )
            for row in lone
        ],
        ignore_conflicts=True,
    )


def _note(brand: Brand, records: Sequence[Record]) -> None:
    now = timezone.now()
    told = [
        Told(
            str(one.recipient_type),
            str(one.channel),
            one.recipient,
            str(one.status),
            # Where the registry's own time is not told, what the person said is the older word.
            one.created_at or one.consented_at or now,
            one.transaction_id,
        )
        for one in records
    ]
    note_each(brand.firm_id, brand.pk, told)
