"""What the registry was asked before commercial messages went (S-018: "query record kept")."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel, RecipientType
from turkcell_hub.tenancy.models import Brand, FirmModel


class RegistryQuestion(FirmModel):
    """One question to the registry, and what came back. ``ref`` is the answer's id, which the
    messages' evidence names. ``single``: asked address by address."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    channel = models.CharField(_("izin türü"), max_length=6, choices=Channel.choices)
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    single = models.BooleanField(_("tek tek"), default=False)
    asked = models.PositiveIntegerField(_("sorulan"))
    approved = models.PositiveIntegerField(_("onaylı"))
    ref = models.CharField(_("İYS yanıt no"), max_length=64, blank=True)
    asked_at = models.DateTimeField(_("sorgu zamanı"))

    class Meta:
        verbose_name = _("İYS sorgusu")
        verbose_name_plural = _("İYS sorguları")
        ordering: ClassVar = ("-id",)
        indexes = (
            models.Index(fields=("firm", "-asked_at"), name="registry_question_by_firm"),
            models.Index(
                fields=("asked_at",),
                condition=models.Q(single=True),
                name="registry_question_singles",
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.asked_at):%d.%m.%Y %H:%M}: {self.asked}"
