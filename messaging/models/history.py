"""What other panels have sent for the firm before it came here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class PastReport(FirmModel):
    """One line of another panel's delivery report (S-064): a memory, never a message of ours.

    It belongs to no campaign, costs no credit and is in no closed month. ``reported`` is the
    state in the other panel's own word; ``key`` names number, minute and text, so that the same
    export brought twice is one record.
    """

    class State(models.TextChoices):
        DELIVERED = "ILETILDI", _("İletildi")
        FAILED = "ILETILMEDI", _("İletilemedi")
        UNKNOWN = "BELIRSIZ", _("Sonucu belirsiz")

    phone = models.CharField(_("telefon numarası"), max_length=16)
    sender = models.CharField(_("gönderici"), max_length=40, blank=True)
    text = models.TextField(_("mesaj"), blank=True)
    sent_at = models.DateTimeField(_("gönderim zamanı"))
    delivered_at = models.DateTimeField(_("iletim zamanı"), null=True)
    state = models.CharField(_("durum"), max_length=10, choices=State.choices)
    reported = models.CharField(_("öteki panelin sözü"), max_length=80, blank=True)
    key = models.CharField(max_length=64, editable=False)
    file_name = models.CharField(_("geldiği dosya"), max_length=200, blank=True)
    job_id = models.BigIntegerField(null=True, editable=False)
    by_label = models.CharField(_("aktaran"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("aktarım zamanı"), auto_now_add=True)

    class Meta:
        verbose_name = _("eski panel raporu")
        verbose_name_plural = _("eski panel raporları")
        constraints = (models.UniqueConstraint("firm", "key", name="past_report_once"),)
        indexes = (
            models.Index(fields=("firm", "-sent_at", "-id"), name="past_report_by_time"),
            models.Index(fields=("firm", "phone", "-sent_at"), name="past_report_by_phone"),
            models.Index(fields=("firm", "job_id"), name="past_report_by_job"),
        )

    def __str__(self) -> str:
        return str(self.pk)
