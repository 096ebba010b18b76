"""Whether a line is whose the staff list says: asked by SMS, answered by its user (idea 10)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign
from turkcell_hub.tenancy.models import FirmModel


def _token() -> str:
    return secrets.token_urlsafe(12)


class LineQuestion(FirmModel):
    """One line in one month: ``period`` is the month of the bill that it is asked for. It goes with
    a ``campaign``; a draft that is deleted takes its questions along. ``token`` is the address on
    which the person answers.

    ``proof`` keeps every answer: what was said, when, through which door, from which address or in
    which message. The newest one counts.
    """

    class Answer(models.TextChoices):
        YES = "EVET", _("Evet")
        NO = "HAYIR", _("Hayır")

    class Door(models.TextChoices):
        LINK = "BAGLANTI", _("bağlantıdan")
        SMS = "SMS", _("SMS ile")

    period = models.DateField(_("dönem"))
    phone = models.CharField(_("telefon numarası"), max_length=16)
    holder = models.CharField(_("hattı kullanan"), max_length=121)
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="+", verbose_name=_("SMS")
    )
    asked_by = models.CharField(_("soran"), max_length=120)
    asked_at = models.DateTimeField(_("soru"))
    expires_at = models.DateTimeField(_("son yanıt"))
    seen_at = models.DateTimeField(_("açılma"), null=True)
    answer = models.CharField(_("yanıt"), max_length=5, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("yanıt zamanı"), null=True)
    door = models.CharField(_("yanıtın yolu"), max_length=8, choices=Door.choices, blank=True)
    note = models.CharField(_("kim kullanıyor"), max_length=120, blank=True)
    proof = models.JSONField(_("kanıt"), default=list)

    class Meta:
        verbose_name = _("hat sorusu")
        verbose_name_plural = _("hat soruları")
        constraints = (
            models.UniqueConstraint(fields=("firm", "period", "phone"), name="line_asked_once"),
        )
        indexes = (models.Index(fields=("firm", "phone", "-asked_at"), name="line_asked_of"),)

    @property
    def answers(self) -> list[dict[str, object]]:
        """What was said, in order, for people to read."""
        return [
            {
                "said": self.Answer(one["answer"]).label,
                "at": datetime.fromisoformat(one["at"]),
                "source": one["source"],
            }
            for one in self.proof
        ]

    def __str__(self) -> str:
        return f"{self.phone} {self.period:%m.%Y}"
