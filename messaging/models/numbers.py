"""Numara doğruluğu: what was corrected in the portal, so that it can be taken back as a whole."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models.people import Subscriber
from messaging.number_rules import Fault
from turkcell_hub.tenancy.models import FirmModel


class NumberCorrection(FirmModel):
    """Findings that were applied together. ``size``: how many; fewer rows mean that somebody
    of them has been deleted meanwhile."""

    size = models.PositiveIntegerField(_("kayıt sayısı"))
    by_label = models.CharField(_("uygulayan"), max_length=150)
    created_at = models.DateTimeField(_("uygulanma"), auto_now_add=True)
    undone_at = models.DateTimeField(_("geri alınma"), null=True)
    undone_by = models.CharField(_("geri alan"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("numara düzeltmesi")
        verbose_name_plural = _("numara düzeltmeleri")
        indexes = (models.Index(fields=("firm", "-id"), name="number_correction_by_firm"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class NumberChange(FirmModel):
    """One subscriber before and after. ``groups``: those that ``kept`` joined for him."""

    correction = models.ForeignKey(
        NumberCorrection, on_delete=models.CASCADE, related_name="changes"
    )
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Subscriber, on_delete=models.CASCADE, null=True, related_name="+")
    fault = models.CharField(_("bulgu"), max_length=12, choices=Fault.choices)
    phone_before = models.CharField(_("önceki numara"), max_length=16)
    phone_after = models.CharField(_("yeni numara"), max_length=16)
    is_active_after = models.BooleanField(_("etkin kaldı"))
    groups = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("numara değişikliği")
        verbose_name_plural = _("numara değişiklikleri")
        constraints = (
            models.UniqueConstraint("correction", "subscriber", name="number_change_once"),
        )

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.subscriber_id}"
