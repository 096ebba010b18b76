"""What the firm's ERP is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class ErpSystem(models.TextChoices):
    LOGO = "LOGO", _("Logo (Tiger, Go, Wings)")
    ERPNEXT = "ERPNEXT", _("ERPNext")
    OTHER = "DIGER", _("Diğer (REST ile)")


class ErpLink(FirmModel):
    """ERP bağlantısı: one row a firm. ``version`` as the ERP spells it ("" unknown);
    ``hr_linked`` (İK Bağlantısı): the personnel cards may be used for messages (L-050)."""

    system = models.CharField(
        _("ERP"), max_length=8, choices=ErpSystem.choices, default=ErpSystem.LOGO
    )
    version = models.CharField(_("sürüm"), max_length=40, blank=True)
    hr_linked = models.BooleanField(_("İK bağlantısı"), default=False)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("ERP bağlantısı")
        verbose_name_plural = _("ERP bağlantıları")
        constraints = (models.UniqueConstraint("firm", name="one_erp_link_per_firm"),)

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.version}".strip()
