"""Otomatik Kredi Hatırlatması (S-083)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.ledger.models import Kind
from turkcell_hub.tenancy.models import FirmModel, Membership


class LowCreditReminder(FirmModel):
    """Who is told when a wallet falls below ``threshold``.

    ``armed``: the wallet has been at or above the threshold by a load since the last notice.
    A fall disarms it; refunds that lift the balance again do not arm it, a top-up does.
    """

    kind = models.CharField(_("kredi türü"), max_length=5, choices=Kind.choices)
    threshold = models.PositiveIntegerField(_("eşik"))
    members = models.ManyToManyField(Membership, blank=True, verbose_name=_("kişiler"))
    # Further numbers, E.164.
    phones = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    is_active = models.BooleanField(_("etkin"), default=True)
    armed = models.BooleanField(default=True, editable=False)
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("kredi hatırlatması")
        verbose_name_plural = _("kredi hatırlatmaları")
        constraints = (
            models.UniqueConstraint("firm", "kind", name="low_credit_reminder_once_a_kind"),
            models.CheckConstraint(condition=Q(threshold__gt=0), name="low_credit_threshold"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} < {self.threshold}"


class LowCreditNotice(FirmModel):
    """One crossing: written in the transaction that spends, sent by SMS right afterwards."""

    reminder = models.ForeignKey(
        LowCreditReminder, on_delete=models.CASCADE, related_name="notices"
    )
    transfer_id = models.BigIntegerField()
    threshold = models.PositiveIntegerField(_("eşik"))
    balance = models.BigIntegerField(_("kalan"))
    created_at = models.DateTimeField(_("zaman"), auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    sent_to = models.PositiveIntegerField(_("SMS gönderilen"), default=0)
    problem = models.CharField(_("sorun"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kredi uyarısı")
        verbose_name_plural = _("kredi uyarıları")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint("firm", "reminder", "transfer_id", name="low_credit_once"),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(settled_at=None), name="low_credit_unsent"),
        )

    def __str__(self) -> str:
        return f"{self.reminder_id}: {self.balance}"
