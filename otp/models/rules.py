"""OTP kuralları: how long a code lives, how often one may try and send; from a day on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class OtpRules(FirmModel):
    """What holds from ``valid_from`` until the next row; one that has begun is not changed.

    Defaults: decisions.md, row OTP; PSD2 RTS Art. 4 (five tries); the brakes against SMS
    pumping (prefix, firm, share of codes that are used) are the portal's own.
    """

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    life_seconds = models.PositiveSmallIntegerField(_("kodun ömrü (saniye)"), default=180)
    tries = models.PositiveSmallIntegerField(_("yanlış deneme hakkı"), default=5)
    number_sends = models.PositiveSmallIntegerField(_("bir numaraya gönderim"), default=3)
    number_minutes = models.PositiveSmallIntegerField(_("… kaç dakikada"), default=10)
    pause_seconds = models.PositiveSmallIntegerField(
        _("yeni kod için bekleme (saniye)"), default=60
    )
    challenge_sends = models.PositiveSmallIntegerField(_("bir onayda gönderim"), default=5)
    member_sends_a_day = models.PositiveSmallIntegerField(_("kişiye günde gönderim"), default=10)
    member_tries_a_day = models.PositiveSmallIntegerField(_("kişiye günde deneme"), default=50)
    prefix_sends_an_hour = models.PositiveSmallIntegerField(
        _("bir alan koduna saatte gönderim"), default=60
    )
    firm_sends_an_hour = models.PositiveSmallIntegerField(_("firmada saatte gönderim"), default=300)
    used_floor_percent = models.PositiveSmallIntegerField(
        _("kullanılan kod oranı en az (%)"), default=20
    )
    used_floor_from = models.PositiveSmallIntegerField(_("… kaç koddan sonra"), default=30)
    phone_hold_hours = models.PositiveSmallIntegerField(
        _("numara değişince bekleme (saat)"), default=24
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("OTP kuralları")
        verbose_name_plural = _("OTP kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="otp_rules_once_a_day"),
            models.CheckConstraint(
                condition=Q(life_seconds__range=(30, 600))
                & Q(tries__range=(1, 10))
                & Q(number_sends__range=(1, 20))
                & Q(number_minutes__range=(1, 1440))
                & Q(pause_seconds__range=(0, 600))
                & Q(challenge_sends__range=(1, 20)),
                name="otp_rules_in_range",
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"
