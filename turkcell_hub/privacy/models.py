"""Requests of persons about their data (KVKK, law 6698), and how long what must stay stays."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.jobs.models import Job
from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedJSONField


class RequestKind(models.TextChoices):
    FILE = "DOSYA", _("Kişinin veri dosyası")
    ERASURE = "SILME", _("Kişinin verilerini silme")


class RequestState(models.TextChoices):
    WORKING = "HAZIRLANIYOR", _("Hazırlanıyor")
    DONE = "TAMAMLANDI", _("Tamamlandı")
    FAILED = "TAMAMLANAMADI", _("Tamamlanamadı")


class Applicant(models.TextChoices):
    SELF = "KENDISI", _("Kişinin kendisi")
    DEPUTY = "VEKILI", _("Vekili ya da velisi")
    AUTHORITY = "KURUM", _("Resmî kurum")
    FIRM = "FIRMA", _("Firmanın kendi kararı")


class DataRequest(FirmModel):
    """One request about one person: who asked, why, who did it, what came of it.

    ``subject``: the number, address or TCKN itself, sealed; empty once an erasure is done.
    ``subject_label`` shows it masked; ``subject_mark`` is a keyed digest by which a certificate
    can be held against a number that somebody shows. ``result``: one line for each source, as
    the certificate prints it; ``digest`` is the SHA-256 over what the certificate says.
    """

    number = models.UUIDField(_("belge no"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("istek"), max_length=5, choices=RequestKind.choices)
    state = models.CharField(
        _("durum"), max_length=13, choices=RequestState.choices, default=RequestState.WORKING
    )
    applicant = models.CharField(_("başvuran"), max_length=7, choices=Applicant.choices)
    applied_on = models.DateField(_("başvuru tarihi"))
    due_on = models.DateField(_("son yanıt günü"))
    reason = models.CharField(_("gerekçe"), max_length=300)
    subject = SealedJSONField(default=dict)
    subject_label = models.CharField(_("kişi"), max_length=200)
    subject_mark = models.CharField(max_length=64)
    result = models.JSONField(default=list)
    digest = models.CharField(_("özet"), max_length=64, blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_label = models.CharField(_("işleyen"), max_length=150)
    created_at = models.DateTimeField(_("kayıt zamanı"), auto_now_add=True)
    finished_at = models.DateTimeField(_("bitiş"), null=True)

    class Meta:
        verbose_name = _("kişisel veri isteği")
        verbose_name_plural = _("kişisel veri istekleri")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="TAMAMLANDI") | Q(finished_at__isnull=False),
                name="data_request_finished_at_some_time",
            ),
        )
        indexes = (models.Index(fields=("firm", "-id"), name="data_request_by_firm"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject_label}"


class PrivacyRules(FirmModel):
    """From a day on: within how many days a person is answered (law 6698 Art. 13), and for how
    many years what the law wants kept is kept, by kind of record."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    answer_days = models.PositiveSmallIntegerField(_("yanıt süresi (gün)"), default=30)
    consent_years = models.PositiveSmallIntegerField(_("izin kanıtı (yıl)"), default=3)
    message_years = models.PositiveSmallIntegerField(_("ticari ileti kaydı (yıl)"), default=3)
    bill_years = models.PositiveSmallIntegerField(_("fatura ve muhasebe (yıl)"), default=10)
    receipt_years = models.PositiveSmallIntegerField(_("onay makbuzu (yıl)"), default=10)
    created_by = models.CharField(_("tanımlayan"), max_length=120)
    created_at = models.DateTimeField(_("tanımlama"), auto_now_add=True)

    class Meta:
        verbose_name = _("kişisel veri kuralı")
        verbose_name_plural = _("kişisel veri kuralları")
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="privacy_rules_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"
