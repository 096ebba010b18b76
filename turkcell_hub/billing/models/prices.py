"""Ön Ödemeli paketler and their dated prices (A-006, A-008)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing import goods
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.lib.money import to_kurus
from turkcell_hub.tenancy.models import FirmModel

# The operator sells exactly these.
PACKAGES = (1_000, 5_000, 10_000, 50_000, 100_000)


class PackagePrice(FirmModel):
    """What a package costs the firm from a day on; a later row takes its place on its day.

    Amounts are in lira. ``net`` is without VAT, ``vat_rate`` in percent. ``valid_until``: the
    last day of a price that ends by itself (Y-008: free "for a time").
    """

    goods = models.CharField(_("ürün"), max_length=10, default=CREDIT, editable=False)
    credits = models.PositiveIntegerField(_("paket"))
    net = models.DecimalField(
        _("KDV hariç fiyat"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    vat_rate = models.DecimalField(
        _("KDV oranı (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(20),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    valid_until = models.DateField(_("geçerlilik sonu"), null=True, blank=True)
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("paket fiyatı")
        verbose_name_plural = _("paket fiyatları")
        constraints = (
            models.UniqueConstraint(
                "firm", "goods", "credits", "valid_from", name="package_price_once_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(goods=CREDIT) | Q(credits__in=PACKAGES),
                name="package_is_one_of_the_five",
            ),
            models.CheckConstraint(
                condition=Q(net__gt=0) | (~Q(goods=CREDIT) & Q(net=0)),
                name="package_price_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="package_price_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{goods.get(self.goods).name(self.credits)} · {self.valid_from:%d.%m.%Y}"

    @property
    def vat(self) -> Decimal:
        return to_kurus(self.net * self.vat_rate / 100)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat
