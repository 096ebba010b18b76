"""Vekil: who acts for whom, on which days, up to which amount."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, Membership


class Substitute(FirmModel):
    """Vekil: ``deputy`` acts for ``member`` on these days, up to ``max_amount`` (None: any)."""

    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("asıl")
    )
    deputy = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("vekil")
    )
    first_day = models.DateField(_("ilk gün"))
    last_day = models.DateField(_("son gün"))
    max_amount = models.DecimalField(
        _("en çok tutar"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    by_label = models.CharField(_("tanımlayan"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tanımlanma"), auto_now_add=True)
    # When the tasks that were open on its first day had been told of; None: not yet.
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("vekil")
        verbose_name_plural = _("vekiller")
        constraints = (
            models.CheckConstraint(condition=~Q(member=F("deputy")), name="substitute_is_another"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="substitute_days_in_order"
            ),
        )
        indexes = (
            models.Index(fields=("firm", "last_day"), name="substitute_by_day"),
            models.Index(
                fields=("first_day",), condition=Q(told_at=None), name="substitute_untold"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} → {self.deputy}"
