"""SMS Limit artırımı (L-126)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal import cells
from turkcell_hub.tenancy.models import FirmModel


class RequestState(models.TextChoices):
    """``HANDED_ON``: approved in the firm and with the operator; the limit waits for his word."""

    WAITING = "BEKLIYOR", _("Onay bekliyor")
    HANDED_ON = "OPERATORDE", _("Operatöre iletildi")
    APPROVED = "ONAYLANDI", _("Onaylandı")
    REJECTED = "REDDEDILDI", _("Reddedildi")
    WITHDRAWN = "GERI_CEKILDI", _("Geri çekildi")


class LimitRequest(FirmModel):
    """A higher monthly limit, asked for with a reason and decided by somebody else."""

    limit_before = models.PositiveIntegerField(_("talep anındaki limit"))
    amount = models.PositiveIntegerField(_("istenen aylık limit"))
    reason = models.CharField(_("gerekçe"), max_length=500)
    state = models.CharField(
        _("durum"), max_length=12, choices=RequestState.choices, default=RequestState.WAITING
    )
    by_label = models.CharField(_("isteyen"), max_length=150)
    by_user = models.BigIntegerField(null=True)
    by_key = models.BigIntegerField(null=True)
    decided_by = models.CharField(_("karar veren"), max_length=150, blank=True)
    decision_note = models.CharField(_("karar notu"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("talep zamanı"), auto_now_add=True)
    decided_at = models.DateTimeField(_("karar zamanı"), null=True)

    class Meta:
        verbose_name = _("limit artırım talebi")
        verbose_name_plural = _("limit artırım talepleri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm",),
                condition=Q(state__in=("BEKLIYOR", "OPERATORDE")),
                name="one_open_limit_request",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=F("limit_before")), name="limit_request_is_an_increase"
            ),
        )

    def __str__(self) -> str:
        return f"{cells.number(self.limit_before)} → {cells.number(self.amount)} SMS"
