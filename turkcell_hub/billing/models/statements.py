"""Monthly statements of delivered messages (A-003, A-004)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class Statement(FirmModel):
    """What one month costs: its own delivered parts, and corrections of earlier months.

    Written once, at the closing, with all its lines; a later report goes into the next one.
    """

    month = models.DateField(_("ay"))
    parts = models.IntegerField(_("SMS (parça)"))
    net = models.DecimalField(_("KDV hariç"), max_digits=14, decimal_places=2)
    vat = models.DecimalField(_("KDV"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("toplam"), max_digits=14, decimal_places=2)
    closed_at = models.DateTimeField(_("kapanış"))
    by_label = models.CharField(_("kapatan"), max_length=150)

    class Meta:
        verbose_name = _("aylık ekstre")
        verbose_name_plural = _("aylık ekstreler")
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint("firm", "month", name="statement_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="statement_of_a_month"),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("vat")), name="statement_sums_are_right"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%m.%Y}"


class StatementLine(FirmModel):
    """Delivered parts of one kind of message and of the month that they were sent in, at that
    month's tariff. A ``for_month`` before the statement's is a correction; it may be negative.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    source = models.CharField(_("hizmet"), max_length=20)
    for_month = models.DateField(_("gönderildiği ay"))
    messages = models.IntegerField(_("mesaj"))
    parts = models.IntegerField(_("SMS (parça)"))
    unit_price = models.DecimalField(_("birim fiyat"), max_digits=10, decimal_places=4)
    vat_rate = models.DecimalField(_("KDV oranı (%)"), max_digits=5, decimal_places=2)
    net = models.DecimalField(_("KDV hariç"), max_digits=14, decimal_places=2)
    vat = models.DecimalField(_("KDV"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("ekstre satırı")
        verbose_name_plural = _("ekstre satırları")
        ordering = ("-for_month", "source")
        constraints = (
            models.UniqueConstraint(
                "firm", "statement", "source", "for_month", name="statement_line_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.for_month:%m.%Y}: {self.parts}"
