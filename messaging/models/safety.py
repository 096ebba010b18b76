"""Kara liste (S-069, S-070)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class BlacklistEntry(FirmModel):
    """A number that gets no message of any class, by the firm's or the person's wish."""

    class Source(models.TextChoices):
        FIRM = "FIRMA", _("Firma istemiyor")
        RECIPIENT = "ALICI", _("Alıcı istemiyor")

    phone = models.CharField(_("telefon numarası"), max_length=16)
    source = models.CharField(
        _("kaynak"), max_length=6, choices=Source.choices, default=Source.FIRM
    )
    reason = models.CharField(_("neden"), max_length=200)
    added_by = models.CharField(_("ekleyen"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tarih"), auto_now_add=True)

    class Meta:
        verbose_name = _("kara liste kaydı")
        verbose_name_plural = _("kara liste")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "phone",
                name="blacklist_phone_once",
                violation_error_message=_("Bu numara zaten kara listede."),
            ),
        )

    def __str__(self) -> str:
        return self.phone
