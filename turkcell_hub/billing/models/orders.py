"""Siparişler, and every word of the payment service about them (S-077, Y-013 … Y-020)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing import goods
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models.prices import PACKAGES
from turkcell_hub.billing.models.returned import Returned
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
    (A-008). What is bought comes once, however often and in whatever order the payment service
    speaks.

    ``goods`` (``billing.goods``) says what ``credits`` counts; ``subject_id`` is the record that
    the goods' own room keeps for it. ``installments`` and ``payer_total``: how the card was
    charged in the end, as the payment service says; what reaches us is ``gross`` all the same.
    """

    reference = models.CharField(
        _("sipariş no"), max_length=32, unique=True, default=new_reference, editable=False
    )
    goods = models.CharField(_("ürün"), max_length=10, default=CREDIT, editable=False)
    subject_id = models.BigIntegerField(null=True, editable=False)
    credits = models.PositiveIntegerField(_("paket"))
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
    installments = models.PositiveSmallIntegerField(_("taksit"), default=1)
    payer_total = models.DecimalField(
        _("karttan çekilen"), max_digits=12, decimal_places=2, null=True
    )
    created_at = models.DateTimeField(_("sipariş zamanı"), auto_now_add=True)
    expires_at = models.DateTimeField(_("son ödeme"))
    ask_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("kapanış"), null=True)

    class Meta:
        verbose_name = _("sipariş")
        verbose_name_plural = _("siparişler")
        constraints = (
            models.CheckConstraint(
                condition=~Q(goods=CREDIT) | Q(credits__in=PACKAGES),
                name="order_is_one_of_the_five",
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
            models.Index(fields=("firm", "goods", "-id"), name="order_by_goods"),
            models.Index(
                fields=("expires_at",), condition=Q(state="BEKLIYOR"), name="order_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} · {self.short_reference}"

    @property
    def title(self) -> str:
        """ "5.000 SMS", "İLETİ-250": what was bought, as its room words it."""
        return goods.get(self.goods).name(self.credits)

    @property
    def short_reference(self) -> str:
        """What a person writes into the description of his bank transfer."""
        return self.reference[:8].upper()


class PaymentEvent(Returned, FirmModel):
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
    installments = models.PositiveSmallIntegerField(_("taksit"), default=1)
    payer_total = models.DecimalField(
        _("karttan çekilen"), max_digits=12, decimal_places=2, null=True
    )
    credited = models.BooleanField(_("kredi yüklendi"), default=False)
    received_at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("ödeme bildirimi")
        verbose_name_plural = _("ödeme bildirimleri")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint("firm", "order", "key", name="payment_event_once"),)
        indexes = (
            models.Index(
                fields=("order",), name="payment_event_owed",
                condition=Q(outcome="PAID", credited=False, returned_at=None),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.payment_id

    @property
    def title(self) -> str:
        """The order's own words, for whoever looks for the payment at the bank."""
        return str(self.order)
