"""A staged list against itself and against what is stored (K-032, K-033)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from iys_consent.models import ConsentRecord, ConsentUpload, RegistryStatus, UploadRow
from iys_consent.rules import AddressKind, DateRules, Proposal, Stored, check
from iys_consent.sql import uploads as sql
from iys_consent.uploads import verdicts
from iys_consent.uploads.outcomes import verdict_of

_CHUNK = 5000
_SAID = (RegistryStatus.APPROVED, RegistryStatus.REFUSED)


class _Known(NamedTuple):
    """One cell whose key has a record."""

    id: int
    recipient_type: str
    address: str
    status: str
    source: str
    consented_at: datetime | None
    verdict: str
    notes: str
    stored_status: str
    registry_status: str
    stored_at: datetime | None


def compare(
    upload: ConsentUpload, dates: DateRules, now: datetime, step: Callable[[], None]
) -> None:
    """Marks repeats, and judges anew every cell whose key is stored already. ``step`` is
    called between chunks. May be run again from the beginning."""
    changes = False
    repeating = {address for address in ("phone", "email") if _repeats(upload, address)}
    for channel, (address, _status, _verdict) in sql.CELLS.items():
        if address in repeating:
            with connection.cursor() as cursor:
                cursor.execute(sql.repeats(channel), [upload.pk] * 3)
                changes |= cursor.rowcount > 0
        for chunk in _known(upload, channel):
            judged = [_judged(cell, channel, dates, now, upload.refresh) for cell in chunk]
            changed = [one for one in judged if one is not None]
            if changed:
                _write(channel, changed)
                changes = True
            step()
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.LEVELS, [upload.pk])


def stored_of(status: str, registry_status: str, at: datetime | None) -> Stored | None:
    """What a key holds: ours, or where we have nothing what the registry said of it."""
    if status:
        return Stored(status, at)
    return Stored(registry_status, None) if registry_status in _SAID else None


def _repeats(upload: ConsentUpload, address: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql.any_repeats(address), [upload.pk])
        return bool(cursor.fetchone()[0])


def _known(upload: ConsentUpload, channel: str) -> Iterator[list[_Known]]:
    """By ranges of row numbers, so that the last one costs what the first did."""
    records = ConsentRecord.objects.filter(brand=upload.brand_id, channel=channel)
    if not records.exists():
        return
    last = UploadRow.objects.filter(upload=upload).aggregate(last=Max("number"))["last"] or 0
    for after in range(0, last, _CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                sql.known(channel),
                [upload.firm_id, upload.brand_id, upload.pk, after, after + _CHUNK],
            )
            cells = [_Known(*row) for row in cursor.fetchall()]
        if cells:
            yield cells


def _judged(
    cell: _Known, channel: str, dates: DateRules, now: datetime, refresh: bool
) -> tuple[int, str, str] | None:
    """(row, verdict, notes) of a cell; None where nothing is stored after all."""
    stored = stored_of(cell.stored_status, cell.registry_status, cell.stored_at)
    if stored is None:
        return None
    kind = AddressKind.EMAIL if channel == "EPOSTA" else AddressKind.PHONE
    proposal = Proposal(
        cell.address,
        kind,
        cell.recipient_type,
        channel,
        cell.status,
        cell.source,
        cell.consented_at,
    )
    verdict, more = verdict_of(check(proposal, now, dates, stored, refresh=refresh), channel)
    if verdict == verdicts.NEW:
        verdict = verdicts.UPDATE
    first = f"{channel}:first_is_refusal"
    kept = [note for note in cell.notes.split(";") if note and note != first]
    return cell.id, verdict, verdicts.joined([*kept, *more])


def _write(channel: str, judged: Sequence[tuple[int, str, str]]) -> None:
    columns: Any = [list(column) for column in zip(*judged, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql.rejudge(channel), columns)
