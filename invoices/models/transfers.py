"""Runs that take bills into the ERP, and what each has booked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invoices.matching import Unmatched
from invoices.models.bills import Bill
from invoices.models.tables import MatchingTable
from turkcell_hub.erp.models import Document, Side
from turkcell_hub.lib.money import LIRA
from turkcell_hub.tenancy.models import FirmModel


class DateChoice(models.TextChoices):
    """Fatura Tarihi (L-103)."""

    TODAY = "TODAY", _("İşlem Tarihi")
    TYPED = "TYPED", _("Filtrede girilen değer")


class TransferState(models.TextChoices):
    RUNNING = "RUNNING", _("Sürüyor")
    DONE = "DONE", _("Tamamlandı")
    FAILED = "FAILED", _("Yarıda kaldı")
    UNDONE = "UNDONE", _("Geri alındı")


class Transfer(FirmModel):
    """One run with its filter (L-101 … L-105). A firm has one that runs at a time.

    ``total`` is the lira of its documents, ``totals`` their sums by currency ({"TRY": "12.50"})."""

    table = models.ForeignKey(MatchingTable, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(_("yön"), max_length=8, choices=Side.choices, default=Side.RECEIVED)
    state = models.CharField(
        _("durum"), max_length=7, choices=TransferState.choices, default=TransferState.RUNNING
    )
    job_id = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField(_("fatura yılı"), null=True)
    month = models.PositiveSmallIntegerField(_("fatura ayı"), null=True)
    date_choice = models.CharField(
        _("fatura tarihi"), max_length=5, choices=DateChoice.choices, default=DateChoice.TODAY
    )
    date = models.DateField(_("tarih"))
    merge = models.BooleanField(_("birleştir"), default=True)
    by_number = models.BooleanField(_("numara bazında"), default=False)
    unmatched = models.CharField(
        _("eşleşmeyen numara"), max_length=4,
        choices=[(Unmatched.STOP, _("Belgeyi durdur")),
                 (Unmatched.MAIN_CARD, _("Ana kartı kullan"))],
        default=Unmatched.STOP,
    )  # fmt: skip
    documents = models.PositiveIntegerField(_("belge"), default=0)
    stopped = models.PositiveIntegerField(_("duran belge"), default=0)
    total = models.DecimalField(_("toplam"), max_digits=18, decimal_places=2, default=0)
    totals = models.JSONField(_("para birimine göre toplam"), default=dict)
    problems = models.JSONField(default=list)
    started_by = models.CharField(_("başlatan"), max_length=120)
    created_at = models.DateTimeField(_("başlama"), auto_now_add=True)
    ended_at = models.DateTimeField(_("bitiş"), null=True)

    class Meta:
        verbose_name = _("fatura aktarımı")
        verbose_name_plural = _("fatura aktarımları")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("firm",),
                condition=Q(state=TransferState.RUNNING),
                name="one_running_transfer",
            ),
        )

    @property
    def amounts(self) -> dict[str, str]:
        """``totals``; a run of before they were kept had lira alone."""
        return self.totals or ({LIRA: str(self.total)} if self.documents else {})

    def __str__(self) -> str:
        return f"{self.table.code} {timezone.localtime(self.created_at):%d.%m.%Y %H:%M}"


class Taking(FirmModel):
    """A number of a bill ("" for its common part) that a document books.

    While it is not released no other run can take the same part, whatever its mode: booked is a
    number, not a run. ``document`` is null for a part without
    any amount.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="takings")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.RECEIVED)
    number = models.CharField(max_length=20, blank=True)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="takings")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="bill_takings"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("aktarılan fatura hattı")
        verbose_name_plural = _("aktarılan fatura hatları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "bill", "side", "number"),
                condition=Q(released_at__isnull=True),
                name="bill_part_taken_once",
            ),
        )
        indexes = (models.Index(fields=("firm", "document"), name="taking_by_document"),)

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.number}"
