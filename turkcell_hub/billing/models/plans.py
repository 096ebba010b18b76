"""How a firm pays, and the tariff of its months (A-002 … A-005, C-02)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class PaymentType(models.TextChoices):
    PREPAID = "ON_ODEMELI", _("Ön ödemeli")
    POSTPAID = "FATURALI", _("Faturalı")


class BillingProfile(FirmModel):
    """One row for each firm. A postpaid firm spends from its monthly "SMS limiti", a wallet of
    its own kind; its bought credits wait untouched (C-02).

    ``renewed_for``: the month whose limit has been set into the wallet. ``month_waits``: the
    oldest month that could not be closed because it has no tariff.
    """

    payment_type = models.CharField(
        _("ödeme türü"), max_length=10, choices=PaymentType.choices, default=PaymentType.PREPAID
    )
    sms_limit = models.PositiveIntegerField(_("aylık SMS limiti"), default=0)
    renewed_for = models.DateField(null=True)
    month_waits = models.DateField(null=True, editable=False)
    by_label = models.CharField(_("değiştiren"), max_length=150, blank=True)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("ödeme türü")
        verbose_name_plural = _("ödeme türleri")
        constraints = (models.UniqueConstraint("firm", name="billing_profile_once"),)

    def __str__(self) -> str:
        return self.get_payment_type_display()

    @property
    def is_postpaid(self) -> bool:
        return self.payment_type == PaymentType.POSTPAID


class Tariff(FirmModel):
    """Turkcell Toplu Mesajlaşma Tarifesi as the firm has agreed it, from a month on (A-005).

    ``unit_price``: lira without VAT for one delivered part. A month is closed on
    ``closing_day`` of the next one; reports that come later are in the next statement.
    """

    valid_from = models.DateField(_("geçerli olduğu ilk ay"))
    unit_price = models.DecimalField(
        _("SMS başına (KDV hariç)"),
        max_digits=10,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.0001"))],
    )
    vat_rate = models.DecimalField(
        _("KDV oranı (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(20),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    closing_day = models.PositiveSmallIntegerField(
        _("kapanış günü"), default=4, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("tarife")
        verbose_name_plural = _("tarifeler")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="tariff_once_a_month"),
            models.CheckConstraint(condition=Q(valid_from__day=1), name="tariff_from_a_first_day"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="tariff_above_zero"),
            models.CheckConstraint(
                condition=Q(closing_day__gte=1, closing_day__lte=28), name="tariff_closing_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%m.%Y}: {self.unit_price}"
