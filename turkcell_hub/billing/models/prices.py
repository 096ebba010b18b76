"""Ön Ödemeli paketler and their dated prices (A-006, A-008)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib.money import format_number, to_kurus
from turkcell_hub.tenancy.models import FirmModel

# The operator sells exactly these.
PACKAGES = (1_000, 5_000, 10_000, 50_000, 100_000)


class PackagePrice(FirmModel):
    """What a package costs the firm from a day on; a later row takes its place on its day.

    Amounts are in lira. ``net`` is without VAT, ``vat_rate`` in percent.
    """

    credits = models.PositiveIntegerField(
        _("paket (SMS)"), choices=[(size, format_number(size)) for size in PACKAGES]
    )
    net = models.DecimalField(
        _("KDV hariç fiyat"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    vat_rate = models.DecimalField(
        _("KDV oranı (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(20),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("paket fiyatı")
        verbose_name_plural = _("paket fiyatları")
        constraints = (
            models.UniqueConstraint(
                "firm", "credits", "valid_from", name="package_price_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(credits__in=PACKAGES), name="package_is_one_of_the_five"
            ),
            models.CheckConstraint(condition=Q(net__gt=0), name="package_price_above_zero"),
        )

    def __str__(self) -> str:
        return f"{format_number(self.credits)} SMS · {self.valid_from:%d.%m.%Y}"

    @property
    def vat(self) -> Decimal:
        return to_kurus(self.net * self.vat_rate / 100)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat
