"""Fatura Eşleştirme Tabloları (L-091 … L-100)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.models import Account, Project, ServiceCard, Side, Workplace
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import FirmModel


class MatchingTable(FirmModel):
    """To which account and with which cards the operator's bills are booked.

    ``by_number``: Hizmet Numaraları Bazında Giriş Yapılsın (L-099). ``by_rate``: tax cards may
    differ by rate (L-100).
    """

    code = models.CharField(_("kod"), max_length=20)
    name = models.CharField(_("açıklama"), max_length=120, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("fatura cari hesabı")
    )
    by_number = models.BooleanField(_("hizmet numaraları bazında"), default=False)
    by_rate = models.BooleanField(_("vergi oranları bazında"), default=False)
    is_active = models.BooleanField(_("etkin"), default=True)
    search_key = models.TextField(editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("eşleştirme tablosu")
        verbose_name_plural = _("fatura eşleştirme tabloları")
        ordering = ("code",)
        constraints = (models.UniqueConstraint("firm", "code", name="matching_table_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = turkish.fold(f"{self.code} {self.name}")
        super().save(*args, **kwargs)


class LineKind(models.TextChoices):
    MAIN = "MAIN", _("Ana hizmet")
    NUMBER = "NUMBER", _("Hizmet numarası")
    TAX = "TAX", _("Vergi")
    THIRD_PARTY = "THIRD", _("Başkası adına tahsilat")
    ROUNDING = "ROUND", _("Yuvarlama")


class MatchingLine(FirmModel):
    """One row of a tab. ``rate`` is the KDV of a main row or the rate of a tax row; null stands
    for every rate that has no row of its own. ``account``: whom an issued row is billed to.
    ``used_for``: which machine has the number ("POS, Alsancak"); "" where a person has it."""

    table = models.ForeignKey(MatchingTable, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(_("sekme"), max_length=8, choices=Side.choices, default=Side.RECEIVED)
    kind = models.CharField(_("tür"), max_length=6, choices=LineKind.choices)
    number = models.CharField(_("hizmet numarası"), max_length=20, blank=True)
    tax_code = models.CharField(_("vergi kodu"), max_length=10, blank=True)
    rate = models.DecimalField(_("oran (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    card = models.ForeignKey(
        ServiceCard, on_delete=models.PROTECT, related_name="+", verbose_name=_("hizmet kartı")
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proje kodu"),
    )  # fmt: skip
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("işyeri"),
    )  # fmt: skip
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cari hesap"),
    )  # fmt: skip
    special_code = models.CharField(_("özel kodu"), max_length=10, blank=True)
    used_for = models.CharField(
        _("kullanan cihaz"), max_length=60, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("eşleştirme satırı")
        verbose_name_plural = _("eşleştirme satırları")
        ordering = ("side", "kind", "number", "tax_code", "rate", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "table", "side", "kind", "number", "tax_code", "rate"),
                nulls_distinct=False,
                name="matching_line_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind="NUMBER") & ~Q(number="")) | (~Q(kind="NUMBER") & Q(number="")),
                name="matching_line_number",
            ),
            models.CheckConstraint(
                condition=(Q(kind="TAX") & ~Q(tax_code="")) | (~Q(kind="TAX") & Q(tax_code="")),
                name="matching_line_tax",
            ),
        )

    def __str__(self) -> str:
        told = self.number or self.tax_code
        return f"{self.get_kind_display()} {told}".strip()
