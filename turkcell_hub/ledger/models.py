"""Credits as double entries (C-02, idea 6): four kinds of credit, one mechanism."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.tenancy.models import FirmModel


class Kind(models.TextChoices):
    """What is counted. Spending one kind never changes another (C-02)."""

    SMS = "SMS", _("SMS kredisi")
    OTP = "OTP", _("OTP kredisi")
    IYS = "IYS", _("İYS izin miktarı")
    LIMIT = "LIMIT", _("SMS limiti")


class Account(FirmModel):
    """One of the three accounts of a wallet (firm and kind).

    SOURCE is the world that credits come from: its balance is minus what was loaded.
    The sum of the three is always 0, so available = loaded − spent at every read.
    """

    class Role(models.TextChoices):
        SOURCE = "SOURCE", _("Yüklenen")
        AVAILABLE = "AVAILABLE", _("Kalan")
        SPENT = "SPENT", _("Harcanan")

    kind = models.CharField(_("tür"), max_length=5, choices=Kind.choices)
    role = models.CharField(_("rol"), max_length=9, choices=Role.choices)
    balance = models.BigIntegerField(_("bakiye"), default=0)

    class Meta:
        verbose_name = _("kredi hesabı")
        verbose_name_plural = _("kredi hesapları")
        constraints = (
            models.UniqueConstraint("firm", "kind", "role", name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(role="SOURCE") | Q(balance__gte=0), name="ledger_never_below_zero"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} / {self.get_role_display()}"


class Transfer(FirmModel):
    """One double entry: ``amount`` leaves the ``debit`` account and enters the ``credit`` one.

    Rows are kept for ever: a trigger refuses DELETE, and UPDATE of anything but a growing
    ``refunded``. ``key`` makes each movement happen once per firm.
    """

    class Type(models.TextChoices):
        LOAD = "LOAD", _("Yükleme")
        SPEND = "SPEND", _("Harcama")
        REFUND = "REFUND", _("İade")
        ADJUST = "ADJUST", _("Düzeltme")

    kind = models.CharField(_("tür"), max_length=5, choices=Kind.choices)
    type = models.CharField(_("hareket"), max_length=6, choices=Type.choices)
    reason = models.CharField(_("neden"), max_length=20, choices=Reason.choices)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField(_("miktar"))
    key = models.CharField(_("işlem anahtarı"), max_length=100)
    of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="refunds", db_index=False
    )
    refunded = models.BigIntegerField(_("iade edilen"), default=0)
    at = models.DateTimeField(_("zaman"), default=timezone.now)
    actor = models.CharField(_("yapan"), max_length=150)
    subject_type = models.CharField(_("kayıt türü"), max_length=40, blank=True)
    subject_id = models.BigIntegerField(_("kayıt"), null=True)

    class Meta:
        verbose_name = _("kredi hareketi")
        verbose_name_plural = _("kredi hareketleri")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint("firm", "key", name="ledger_transfer_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
                name="ledger_refund_within_spend",
            ),
            models.CheckConstraint(
                condition=Q(type="REFUND", of__isnull=False)
                | (~Q(type="REFUND") & Q(of__isnull=True)),
                name="ledger_refund_names_its_spend",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "kind", "-at"), name="ledger_transfer_history"),
            models.Index(fields=("of",), condition=Q(of__isnull=False), name="ledger_transfer_of"),
            models.Index(
                fields=("firm", "subject_type", "subject_id"),
                condition=Q(subject_id__isnull=False),
                name="ledger_transfer_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.amount} {self.get_kind_display()}"

    @property
    def change(self) -> int:
        """Effect on what can be spent: positive for loads and refunds."""
        if self.type == self.Type.ADJUST:
            return self.amount if self.credit.role == Account.Role.AVAILABLE else -self.amount
        return -self.amount if self.type == self.Type.SPEND else self.amount
