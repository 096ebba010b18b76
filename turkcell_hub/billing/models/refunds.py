"""Which final states give credit back: a dated table of each firm (S-066)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class RefundRule(FirmModel):
    """From ``valid_from`` on, messages paid on that day or later that end in ``state`` give
    their credit back or not. Without a row the service's default holds (decisions.md)."""

    service = models.CharField(_("hizmet"), max_length=20)
    state = models.CharField(_("sonuç"), max_length=40)
    refunds = models.BooleanField(_("kredi iade edilir"))
    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("iade kuralı")
        verbose_name_plural = _("iade kuralları")
        constraints = (
            models.UniqueConstraint(
                "firm", "service", "state", "valid_from", name="refund_rule_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} · {self.valid_from:%d.%m.%Y}"
