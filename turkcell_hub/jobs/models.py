"""Long work that a person waits for, as rows: what it is, how far, what came of it."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.models import FirmModel


def _upload_path(job: Job, filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()[:8]
    return f"jobs/{job.firm_id}/{uuid.uuid4().hex}{suffix}"


class JobState(models.TextChoices):
    QUEUED = "QUEUED", _("Sırada")
    RUNNING = "RUNNING", _("Çalışıyor")
    PREVIEW = "PREVIEW", _("Onayınızı bekliyor")
    DONE = "DONE", _("Tamamlandı")
    FAILED = "FAILED", _("Tamamlanamadı")
    CANCELLED = "CANCELLED", _("İptal edildi")


class Job(FirmModel):
    """One piece of long work. A worker holds it by a lease on the database's clock; a killed
    worker's job is taken up again from its ``checkpoint``.

    ``kind`` names the runner (``jobs.runners``). ``phase`` is the step of work with a
    preview (an import reads first and applies after the person's confirmation).
    ``result`` holds figures for the result page, ``result_file`` what can be downloaded.
    """

    kind = models.CharField(_("tür"), max_length=40)
    title = models.CharField(_("iş"), max_length=160)
    state = models.CharField(
        _("durum"), max_length=9, choices=JobState.choices, default=JobState.QUEUED
    )
    phase = models.CharField(max_length=20, blank=True)
    params = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    file = models.FileField(upload_to=_upload_path, blank=True)
    file_name = models.CharField(_("dosya"), max_length=160, blank=True)
    result_file = models.FileField(upload_to=_upload_path, blank=True)
    result_name = models.CharField(max_length=160, blank=True)
    owner_label = models.CharField(_("başlatan"), max_length=120)
    owner_user = models.BigIntegerField(null=True)
    owner_member = models.BigIntegerField(null=True)
    owner_key = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("başlama"), auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("bitiş"), null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("uzun iş")
        verbose_name_plural = _("uzun işler")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("firm", "owner_user", "-id"), name="job_by_owner"),
            models.Index(
                fields=("state", "lease_until"),
                condition=Q(state__in=("QUEUED", "RUNNING")),
                name="job_open",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What it is and of which file, in the reader's language."""
        title = shown(self.title)
        return title if self.file_name in self.title else f"{title}: {self.file_name}"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class RowVerdict(models.TextChoices):
    NEW = "NEW", _("Yeni")
    CHANGED = "CHANGED", _("Güncellenecek")
    SAME = "SAME", _("Aynı")
    REPEATED = "REPEATED", _("Dosyada tekrar")
    ERROR = "ERROR", _("Hatalı")


class ImportRow(FirmModel):
    """One row of an uploaded list between reading and applying (staging).

    ``data``: cleaned values by column name; ``raw``: the cells as they came, for the result
    file; ``notes``: ``[{"column", "code", "text", "severity"}]``; ``key``: what makes two
    rows the same record. ``applied`` moves in the transaction that applies the row, so a
    killed import goes on without loss or doubles.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=RowVerdict.choices)
    key = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)
    raw = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    applied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("aktarım satırı")
        verbose_name_plural = _("aktarım satırları")
        constraints = (models.UniqueConstraint("job", "number", name="import_row_once"),)
        indexes = (models.Index(fields=("job", "verdict", "number"), name="import_row_by_verdict"),)

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"
