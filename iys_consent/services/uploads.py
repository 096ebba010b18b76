"""What a person does with a list of consents (K-040 … K-061)."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import ConsentUpload, SendMode, UploadState
from iys_consent.permissions import IMPORT, INVENT
from iys_consent.uploads import job as jobs_of
from iys_consent.uploads import sending, staging, summary
from iys_consent.uploads.kinds import AT_FIRST, INVENTING, Kind
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand


def start(actor: Actor, brand: Brand, file: File[Any], *, declared: bool) -> ConsentUpload:
    """Takes a list in and begins to read it; nothing is recorded or sent (K-054).

    ``declared``: the person declares that he loads only people who consented (S-035). Raises
    ``Invalid`` without it, and for a brand that is not the actor's.
    """
    actor.require(IMPORT)
    if not declared:
        raise Invalid(
            _("Yalnız onay verenleri yüklediğinizi beyan edin."),
            code="declaration_missing",
            field="declared",
        )
    if actor.brand_ids is not None and brand.pk not in actor.brand_ids:
        raise Invalid(_("Bu marka size açık değil."), code="brand_not_yours", field="brand")
    name = str(file.name or "liste")[-160:]
    digest = _sha256(file)
    with transaction.atomic():
        job = jobs.start(
            jobs_of.KIND,
            actor,
            {},
            title=said("İzin aktarımı: %(name)s", name=name),
            file=file,
            file_name=name,
            phase=jobs_of.READ,
        )
        upload = ConsentUpload.objects.create(
            firm_id=actor.firm_id,
            job=job,
            brand=brand,
            file_name=name,
            file_sha256=digest,
            accepted=int(AT_FIRST),
            declared_by=actor.label[:120],
            declared_at=timezone.now(),
        )
        trail.record(
            actor, "consent.uploaded", upload, {"brand": brand.code, "file_sha256": digest}
        )
    return upload


def accept(actor: Actor, upload: ConsentUpload, kind: Kind) -> ConsentUpload:
    """Lets one kind of correction hold. A kind that would invent a consent needs the right
    ``iys.consent.invent``; who accepted it, and when, is in the trail (K-058, T2)."""
    return _set_kind(actor, upload, kind, is_accepted=True)


def refuse(actor: Actor, upload: ConsentUpload, kind: Kind) -> ConsentUpload:
    """Takes a kind of correction back: its rows are as they came, and wrong."""
    return _set_kind(actor, upload, kind, is_accepted=False)


def send(
    actor: Actor,
    upload: ConsentUpload,
    mode: str,
    *,
    checked: bool,
    keep_blocks: bool = True,
) -> ConsentUpload:
    """Lets the list go (Tümünü Gönder, Mevcuttakileri Güncellemeden Gönder, Yeni İleti Onay
    Ver). ``checked`` is "Kontrol ettim onaylıyorum" (K-049): without it raises ``Invalid``;
    so does a list of which nothing may go."""
    actor.require(IMPORT)
    if not checked:
        raise Invalid(
            _("Göndermeden önce listeyi kontrol edip “Kontrol ettim onaylıyorum”u işaretleyin."),
            code="check_missing",
            field="checked",
        )
    with transaction.atomic():
        row = _ready(upload)
        figures = summary.of(row)
        kept = figures.sum("blocks") if keep_blocks and mode == SendMode.ALL else 0
        goes = figures.sum("new") + (figures.sum("updates") if mode == SendMode.ALL else 0) + kept
        if not goes:
            raise Invalid(
                _("Bu listede gönderilecek izin yok. Hataları düzeltip yeniden yükleyin."),
                code="nothing_to_send",
            )
        row.mode, row.keep_blocks = SendMode(mode), keep_blocks
        row.checked_by, row.checked_at = actor.label[:120], timezone.now()
        row.state = UploadState.SENDING
        row.evidence = sending.declare(row, actor)
        row.save()
        jobs.confirm(actor, row.job, jobs_of.SEND, {})
    return row


def set_refresh(actor: Actor, upload: ConsentUpload, *, refresh: bool) -> ConsentUpload:
    """Whether later approvals replace approvals; the list is read and compared anew."""
    actor.require(IMPORT)
    with transaction.atomic():
        row = _ready(upload)
        if row.refresh != refresh:
            row.refresh, row.state = refresh, UploadState.READING
            row.save(update_fields=["refresh", "state"])
            jobs.confirm(actor, row.job, jobs_of.READ, {})
    return row


def delete(actor: Actor, upload: ConsentUpload) -> None:
    """Listeyi Sil (K-050): what was not sent is forgotten; nothing of it was sent."""
    actor.require(IMPORT)
    with transaction.atomic():
        row: ConsentUpload = (
            ConsentUpload.objects.select_for_update(of=("self",))
            .select_related("job")
            .get(pk=upload.pk)
        )
        if row.state in (UploadState.SENDING, UploadState.SENT):
            raise Conflict(_("Liste gönderildi; artık silinemez."), code="list_sent")
        if not row.job.is_over:
            jobs.cancel(actor, row.job)
        staging.clear(row.pk)
        row.state = UploadState.DELETED
        row.save(update_fields=["state"])
        trail.record(actor, "consent.list_deleted", row)


def of_job(job: Job) -> ConsentUpload | None:
    return ConsentUpload.objects.filter(job=job).select_related("brand", "job").first()


def _set_kind(
    actor: Actor, upload: ConsentUpload, kind: Kind, *, is_accepted: bool
) -> ConsentUpload:
    actor.require(IMPORT)
    if is_accepted and kind & INVENTING:
        actor.require(INVENT)
    with transaction.atomic():
        row = _ready(upload)
        before = row.accepted
        row.accepted = before | kind if is_accepted else before & ~kind
        if row.accepted != before:
            row.save(update_fields=["accepted"])
            done = "accepted" if is_accepted else "refused"
            trail.record(actor, f"consent.correction_{done}", row, {"kind": kind.name})
    return row


def _ready(upload: ConsentUpload) -> ConsentUpload:
    row: ConsentUpload = (
        ConsentUpload.objects.select_for_update(of=("self",))
        .select_related("job", "brand")
        .get(pk=upload.pk)
    )
    if row.state != UploadState.READY or row.job.state != JobState.PREVIEW:
        raise Conflict(
            _("Liste şu anda değiştirilemez (%(state)s).") % {"state": row.get_state_display()},
            code="list_state",
        )
    return row


def _sha256(file: File[Any]) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
