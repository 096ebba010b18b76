"""What was accepted of a list becomes movements, a chunk in a transaction (K-052 … K-054).

The place is kept in the same transaction, so a killed worker's list goes on without loss or
doubles. Every cell is judged once more by what stands and what the clock says now.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import (
    ConsentEvidence,
    ConsentRecord,
    ConsentUpload,
    Origin,
    SendMode,
    UploadRow,
    UploadState,
)
from iys_consent.rules import AddressKind, DateRules, Proposal, Stored, check
from iys_consent.services import movements, sync_rules
from iys_consent.services.movements import NewMovement
from iys_consent.uploads import verdicts
from iys_consent.uploads.comparing import stored_of
from iys_consent.uploads.kinds import OF_EMAIL, OF_PHONE
from iys_consent.uploads.outcomes import verdict_of
from turkcell_hub.audit.services import trail
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.planner import MANY, plan_anew
from turkcell_hub.tenancy.actor import Actor

_CHUNK = 2000
_Key = tuple[str, str, str]


class Cell(NamedTuple):
    row: UploadRow
    channel: str
    address: str
    status: str
    verdict: str


def send(upload: ConsentUpload, job: Job, actor: Actor, progress: Progress) -> None:
    """Records what may go. ``job.result["sent"]``: counts of sent, kept (blocks that stay
    here), changed (no longer what the check screen showed)."""
    dates = sync_rules.in_force(upload.firm_id).dates
    total = UploadRow.objects.filter(upload=upload).count()
    while True:
        with transaction.atomic():
            progress.hold()
            after = job.checkpoint.get("number", 0)
            rows = list(
                UploadRow.objects.filter(upload=upload, number__gt=after).order_by("number")[
                    :_CHUNK
                ]
            )
            if not rows:
                _finish(upload, job, actor)
                break
            counts = Counter(job.checkpoint.get("counts", {}))
            counts.update(_record(upload, actor, rows, dates))
            done = job.checkpoint.get("done", 0) + len(rows)
            progress.checkpoint(number=rows[-1].number, counts=dict(counts), done=done)
        progress.step(done, total, force=True)
    if total >= MANY:
        plan_anew(ConsentRecord)
    job.total = job.done = total
    job.result = {**job.result, "sent": job.checkpoint.get("counts", {})}


def goes(upload: ConsentUpload, cell: Cell) -> bool:
    """Whether the check screen has let this cell through."""
    mask = OF_EMAIL if cell.channel == "EPOSTA" else OF_PHONE
    if cell.row.kinds & ~upload.accepted & mask:
        return False
    if cell.verdict == verdicts.UPDATE:
        return upload.mode == SendMode.ALL
    if cell.verdict == verdicts.BLOCK:
        return upload.mode == SendMode.ALL and upload.keep_blocks
    return cell.verdict == verdicts.NEW


def cells_of(row: UploadRow) -> Iterable[Cell]:
    yield Cell(row, "ARAMA", row.phone, row.call, row.call_verdict)
    yield Cell(row, "MESAJ", row.phone, row.message, row.message_verdict)
    yield Cell(row, "EPOSTA", row.email, row.mail, row.mail_verdict)


def declare(upload: ConsentUpload, actor: Actor) -> ConsentEvidence:
    """The declaration as evidence of every movement of the list (S-035, S-036)."""
    text = declaration(upload)
    evidence: ConsentEvidence = ConsentEvidence.objects.create(
        firm_id=upload.firm_id,
        kind=ConsentEvidence.Kind.DECLARATION,
        title=_("Toplu yükleme beyanı: %(file)s") % {"file": upload.file_name},
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        details={"upload": upload.pk, "file_sha256": upload.file_sha256},
        added_by=actor.label[:120],
    )
    return evidence


def declaration(upload: ConsentUpload) -> str:
    at = timezone.localtime(upload.declared_at).strftime("%d.%m.%Y %H:%M")
    return _(
        "“%(file)s” dosyasındaki kişilerin %(brand)s markası için onay verdiğini, yalnız onay"
        " verenlerin yüklendiğini %(who)s %(at)s tarihinde beyan etti. Dosyanın SHA-256 özeti:"
        " %(hash)s"
    ) % {
        "file": upload.file_name,
        "brand": upload.brand,
        "who": upload.declared_by,
        "at": at,
        "hash": upload.file_sha256,
    }


def _record(
    upload: ConsentUpload, actor: Actor, rows: Sequence[UploadRow], dates: DateRules
) -> Counter[str]:
    wanted = [cell for row in rows for cell in cells_of(row) if goes(upload, cell)]
    movements.lock(upload.firm_id)
    stored = _standings(upload, {cell.address for cell in wanted})
    now = timezone.now()
    counts: Counter[str] = Counter()
    changes = []
    for cell in wanted:
        known = stored.get((cell.channel, cell.row.recipient_type, cell.address))
        result = _now(upload, cell, known, dates, now)
        counts[result] += 1
        if result != "changed":
            changes.append(_movement(upload, cell))
    movements.record(actor, changes)
    return counts


def _now(
    upload: ConsentUpload, cell: Cell, stored: Stored | None, dates: DateRules, now: datetime
) -> str:
    """sent, kept, or changed: what holds now is not what the check screen said."""
    kind = AddressKind.EMAIL if cell.channel == "EPOSTA" else AddressKind.PHONE
    row = cell.row
    proposal = Proposal(
        cell.address,
        kind,
        row.recipient_type,
        cell.channel,
        cell.status,
        row.source,
        row.consented_at,
    )
    found = check(proposal, now, dates, stored, refresh=upload.refresh)
    verdict, _notes = verdict_of(found, cell.channel)
    if verdict == verdicts.BLOCK:
        return "kept" if upload.keep_blocks else "changed"
    if verdict != verdicts.NEW or (upload.mode == SendMode.NEW and stored is not None):
        return "changed"
    return "sent"


def _standings(upload: ConsentUpload, addresses: set[str]) -> dict[_Key, Stored]:
    rows = ConsentRecord.objects.filter(brand=upload.brand_id, recipient__in=addresses)
    found = {}
    for row in rows:
        stored = stored_of(row.status, row.registry_status, row.consented_at)
        if stored is not None:
            found[row.channel, row.recipient_type, row.recipient] = stored
    return found


def _movement(upload: ConsentUpload, cell: Cell) -> NewMovement:
    return NewMovement(
        brand_id=upload.brand_id,
        recipient_type=cell.row.recipient_type,
        channel=cell.channel,
        address=cell.address,
        status=cell.status,
        origin=Origin.IMPORT,
        source=cell.row.source,
        consented_at=cell.row.consented_at,
        first_name=cell.row.first_name,
        last_name=cell.row.last_name,
        retailer_code=cell.row.retailer_code,
        evidence_id=upload.evidence_id,
    )


def _finish(upload: ConsentUpload, job: Job, actor: Actor) -> None:
    ConsentUpload.objects.filter(pk=upload.pk).update(state=UploadState.SENT)
    counts = job.checkpoint.get("counts", {})
    trail.record(actor, "consent.list_sent", upload, {"mode": upload.mode, **counts})
