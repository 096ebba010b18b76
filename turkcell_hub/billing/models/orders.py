"""Kredi siparişleri, and every word of the payment service about them (S-077)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models.prices import PACKAGES
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.models import FirmModel


class OrderState(models.TextChoices):
    """``REVIEW``: money came that does not fit the order; a person looks at it."""

    WAITING = "BEKLIYOR", _("Ödeme bekliyor")
    PAID = "ODENDI", _("Ödendi")
    CANCELLED = "IPTAL", _("İptal edildi")
    EXPIRED = "SURESI_DOLDU", _("Süresi doldu")
    REVIEW = "INCELENIYOR", _("İnceleniyor")


class PaymentMethod(models.TextChoices):
    CARD = "KART", _("Kredi kartı")
    TRANSFER = "HAVALE", _("Havale / EFT")


def new_reference() -> str:
    """Unguessable, because a callback names an order by it."""
    return uuid.uuid4().hex


class Order(FirmModel):
    """One package at the price of its day; the price is copied, so a later one changes nothing
    (A-008). The credit's ledger key is ``order:<id>``: it comes once, however often and in
    whatever order the payment service speaks."""

    reference = models.CharField(
        _("sipariş no"), max_length=32, unique=True, default=new_reference, editable=False
    )
    credits = models.PositiveIntegerField(_("paket (SMS)"))
    net = models.DecimalField(_("KDV hariç"), max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField(_("KDV oranı (%)"), max_digits=5, decimal_places=2)
    vat = models.DecimalField(_("KDV"), max_digits=12, decimal_places=2)
    gross = models.DecimalField(_("ödenecek tutar"), max_digits=12, decimal_places=2)
    price_from = models.DateField(_("fiyatın tarihi"))
    method = models.CharField(_("ödeme yolu"), max_length=6, choices=PaymentMethod.choices)
    state = models.CharField(
        _("durum"), max_length=12, choices=OrderState.choices, default=OrderState.WAITING
    )
    # Why the last try failed, or what a person has to look at; Turkish.
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    by_label = models.CharField(_("sipariş veren"), max_length=150)
    by_user = models.BigIntegerField(null=True)
    by_key = models.BigIntegerField(null=True)
    decided_by = models.CharField(_("onaylayan"), max_length=150, blank=True)
    receipt_no = models.CharField(_("dekont no"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("sipariş zamanı"), auto_now_add=True)
    expires_at = models.DateTimeField(_("son ödeme"))
    ask_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("kapanış"), null=True)

    class Meta:
        verbose_name = _("kredi siparişi")
        verbose_name_plural = _("kredi siparişleri")
        constraints = (
            models.CheckConstraint(
                condition=Q(credits__in=PACKAGES), name="order_is_one_of_the_five"
            ),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("vat")), name="order_sums_are_right"
            ),
            models.CheckConstraint(
                condition=~Q(state="ODENDI") | Q(closed_at__isnull=False),
                name="order_paid_at_some_time",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="order_by_firm"),
            models.Index(
                fields=("expires_at",), condition=Q(state="BEKLIYOR"), name="order_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{format_number(self.credits)} SMS · {self.reference[:8].upper()}"

    @property
    def short_reference(self) -> str:
        """What a person writes into the description of his bank transfer."""
        return self.reference[:8].upper()


class PaymentEvent(FirmModel):
    """One word of the payment service on an order, kept as it was understood; never card data.

    ``key`` (payment and outcome) makes a repeated callback, and the answer to our own question,
    the same event.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    key = models.CharField(max_length=120)
    payment_id = models.CharField(_("ödeme no"), max_length=80)
    outcome = models.CharField(_("sonuç"), max_length=12)
    amount = models.DecimalField(_("tutar"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("para birimi"), max_length=3)
    reason = models.CharField(_("neden"), max_length=120, blank=True)
    credited = models.BooleanField(_("kredi yüklendi"), default=False)
    received_at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("ödeme bildirimi")
        verbose_name_plural = _("ödeme bildirimleri")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint("firm", "order", "key", name="payment_event_once"),)

    def __str__(self) -> str:
        return f"{self.payment_id} {self.outcome}"
