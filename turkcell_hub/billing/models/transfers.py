"""Where transfers go, and what came in (Y-018 … Y-020)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models.orders import Order
from turkcell_hub.billing.models.returned import Returned
from turkcell_hub.lib.money import format_amount
from turkcell_hub.tenancy.models import FirmModel


class BankAccount(FirmModel):
    """An account that buyers are asked to send their transfer to."""

    bank = models.CharField(_("banka"), max_length=80)
    branch = models.CharField(_("şube"), max_length=80, blank=True)
    holder = models.CharField(_("hesap sahibi"), max_length=150)
    iban = models.CharField(_("IBAN"), max_length=34)
    is_active = models.BooleanField(_("etkin"), default=True)
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("banka hesabı")
        verbose_name_plural = _("banka hesapları")
        constraints = (models.UniqueConstraint("firm", "iban", name="bank_account_once"),)

    def __str__(self) -> str:
        return f"{self.bank} · …{self.iban[-4:]}"


class IncomingState(models.TextChoices):
    MATCHED = "ESLESTI", _("Siparişle eşleşti")
    REVIEW = "INCELENIYOR", _("İncelenecek")
    UNRELATED = "ILGISIZ", _("Siparişle ilgisiz")
    RETURNED = "IADE", _("İade edildi")


class IncomingPayment(Returned, FirmModel):
    """A line of a bank statement, taken in once (``key``). ``problem``: a code of
    ``matching.Problem`` that says why a person has to look at it."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True)
    key = models.CharField(max_length=64, editable=False)
    booked_on = models.DateField(_("işlem tarihi"))
    amount = models.DecimalField(_("tutar"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("para birimi"), max_length=3, default="TRY")
    sender = models.CharField(_("gönderen"), max_length=200, blank=True)
    description = models.CharField(_("açıklama"), max_length=500, blank=True)
    bank_reference = models.CharField(_("dekont no"), max_length=60, blank=True)
    state = models.CharField(_("durum"), max_length=12, choices=IncomingState.choices)
    problem = models.CharField(_("neden"), max_length=20, blank=True)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, related_name="transfers",
        verbose_name=_("sipariş"),
    )  # fmt: skip
    note = models.CharField(_("not"), max_length=300, blank=True)
    by_label = models.CharField(_("aktaran"), max_length=150)
    decided_by = models.CharField(_("karar veren"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("aktarım zamanı"), auto_now_add=True)

    class Meta:
        verbose_name = _("gelen havale")
        verbose_name_plural = _("gelen havaleler")
        constraints = (
            models.UniqueConstraint("firm", "key", name="incoming_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="incoming_payment_comes_in"),
            models.CheckConstraint(
                condition=~Q(state="ESLESTI") | Q(order__isnull=False),
                name="incoming_payment_matched_to_something",
            ),
        )
        indexes = (models.Index(fields=("firm", "state", "-id"), name="incoming_by_state"),)

    def __str__(self) -> str:
        return f"{self.booked_on:%d.%m.%Y} · {format_amount(self.amount, self.currency)}"

    @property
    def reason(self) -> str:
        """Why a person has to look at it, or what he said."""
        from turkcell_hub.billing.words import PROBLEMS

        return self.note or str(PROBLEMS.get(self.problem, ""))  # type: ignore[call-overload]

    @property
    def order_code(self) -> str:
        return self.order.short_reference if self.order else ""
