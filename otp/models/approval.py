"""Something outside the portal that a person is asked to approve, e.g. a payment of the ERP."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otp.models.challenge import Method
from turkcell_hub.tenancy.models import FirmModel, Membership


class ApprovalState(models.TextChoices):
    WAITING = "WAITING", _("Onay bekliyor")
    APPROVED = "APPROVED", _("Onaylandı")
    REJECTED = "REJECTED", _("Reddedildi")
    CANCELLED = "CANCELLED", _("Geri çekildi")
    EXPIRED = "EXPIRED", _("Süresi doldu")


class Approval(FirmModel):
    """Onay İsteği (L-083, idea 9). ``external_id`` is the asking program's own number, once a
    firm. ``details`` is everything else that is approved; a change of any of it voids a code."""

    external_id = models.CharField(_("dış numara"), max_length=80)
    title = models.CharField(_("konu"), max_length=60)
    document_number = models.CharField(_("belge no"), max_length=30, blank=True)
    party = models.CharField(_("taraf"), max_length=120, blank=True)
    amount = models.DecimalField(
        _("tutar"), max_digits=15, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    currency = models.CharField(_("para birimi"), max_length=3, blank=True)
    details = models.TextField(_("ayrıntı"), max_length=4000, blank=True)
    approver = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("onaylayacak")
    )
    method = models.CharField(
        _("en az yöntem"), max_length=4, choices=Method.choices, default=Method.SMS
    )
    state = models.CharField(
        _("durum"), max_length=9, choices=ApprovalState.choices, default=ApprovalState.WAITING
    )
    note = models.CharField(_("not"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("son zaman"), null=True, blank=True)
    asked_by = models.CharField(_("isteyen"), max_length=150)
    asked_by_key_id = models.BigIntegerField(null=True)
    asked_by_member_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("istek"), auto_now_add=True)
    decided_at = models.DateTimeField(_("karar"), null=True)

    class Meta:
        verbose_name = _("onay isteği")
        verbose_name_plural = _("onay istekleri")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint("firm", "external_id", name="otp_approval_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="otp_approval_amount"
            ),
        )
        indexes = (
            models.Index(
                fields=("firm", "approver", "-id"),
                condition=Q(state="WAITING"),
                name="otp_approval_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.document_number}".strip()
