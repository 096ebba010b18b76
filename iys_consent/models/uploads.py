"""An uploaded list of consents between reading and sending (K-040 … K-061)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import RecipientType
from iys_consent.models.movements import ConsentEvidence
from turkcell_hub.jobs.models import Job
from turkcell_hub.tenancy.models import Brand, Firm, FirmModel


class UploadState(models.TextChoices):
    READING = "OKUNUYOR", _("Okunuyor")
    READY = "HAZIR", _("Denetiminizi bekliyor")
    SENDING = "GONDERILIYOR", _("Gönderiliyor")
    SENT = "GONDERILDI", _("Gönderildi")
    DELETED = "SILINDI", _("Silindi")


class SendMode(models.TextChoices):
    """Yeni İleti Onay Ver has the effect of NEW: addresses without a record alone."""

    ALL = "TUMU", _("Tümünü Gönder")
    NEW = "YENI", _("Mevcuttakileri Güncellemeden Gönder")


class ConsentUpload(FirmModel):
    """One list of one brand, with who declared that its people consented (S-035, S-036).

    ``accepted``: kinds of corrections that are in force (``uploads.kinds.Kind``); what a
    correction is not accepted for stays an error, so taking it back restores the list.
    """

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="consent_upload")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("yüklenecek marka"))
    state = models.CharField(
        _("durum"), max_length=12, choices=UploadState.choices, default=UploadState.READING
    )
    file_name = models.CharField(_("dosya"), max_length=160)
    file_sha256 = models.CharField(max_length=64, editable=False)
    rows = models.PositiveIntegerField(_("satır"), default=0)
    accepted = models.IntegerField(default=0, editable=False)
    declared_by = models.CharField(_("beyan eden"), max_length=120)
    declared_at = models.DateTimeField(_("beyan zamanı"))
    mode = models.CharField(_("gönderim"), max_length=4, choices=SendMode.choices, blank=True)
    refresh = models.BooleanField(_("onaylıların tarihini tazele"), default=False)
    keep_blocks = models.BooleanField(_("ilk RET'leri engel olarak tut"), default=True)
    checked_by = models.CharField(_("kontrol eden"), max_length=120, blank=True)
    checked_at = models.DateTimeField(_("kontrol zamanı"), null=True)
    evidence = models.ForeignKey(
        ConsentEvidence, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("yükleme"), auto_now_add=True)

    class Meta:
        verbose_name = _("izin listesi")
        verbose_name_plural = _("izin listeleri")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name


class UploadRow(FirmModel):
    """One row of the list. A row has up to three cells: ARAMA and MESAJ of the phone, EPOSTA
    of the e-mail; each has its status and its verdict (``uploads.verdicts.Cell``).

    ``notes``: ``field:code`` joined by ";" (errors, repeats). ``raw``: the cells as they came,
    JSON, of rows that have a note or a correction. ``level``: 0 clean, 1 corrected or left
    out, 2 wrong. Written by COPY a hundred thousand at a time, so the keys are not checked row
    by row; the upload's services delete its rows.
    """

    firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, related_name="+", editable=False, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    upload = models.ForeignKey(
        ConsentUpload,
        on_delete=models.CASCADE,
        related_name="lines",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveIntegerField()
    recipient_type = models.CharField(max_length=8, choices=RecipientType.choices, blank=True)
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=265, blank=True)
    call = models.CharField(max_length=4, blank=True)
    message = models.CharField(max_length=4, blank=True)
    mail = models.CharField(max_length=4, blank=True)
    call_verdict = models.CharField(max_length=1, blank=True)
    message_verdict = models.CharField(max_length=1, blank=True)
    mail_verdict = models.CharField(max_length=1, blank=True)
    source = models.CharField(max_length=24, blank=True)
    consented_at = models.DateTimeField(null=True)
    retailer_code = models.IntegerField(null=True)
    kinds = models.IntegerField(default=0)
    level = models.SmallIntegerField(default=0)
    notes = models.TextField(blank=True)
    raw = models.TextField(blank=True)

    class Meta:
        verbose_name = _("izin listesi satırı")
        verbose_name_plural = _("izin listesi satırları")
        constraints = (models.UniqueConstraint("upload", "number", name="upload_row_once"),)

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.number}"
