"""The operator's bills as they came, and what each number owes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, GatewayAccount


class BillState(models.TextChoices):
    """``CONFLICT``: the same bill number with another ETTN or another amount; a person decides.
    ``ASIDE``: a person has decided that it is not booked. ``REPLACED``: he has taken the bill that
    contradicted it in its place."""

    OPEN = "OPEN", _("Aktarılmadı")
    REVIEW = "REVIEW", _("İnceleme bekliyor")
    CONFLICT = "CONFLICT", _("Çakışıyor")
    PARTLY = "PARTLY", _("Bir kısmı aktarıldı")
    BOOKED = "BOOKED", _("Aktarıldı")
    ASIDE = "ASIDE", _("Ayrıldı")
    REPLACED = "REPLACED", _("Yerine düzeltilmişi alındı")


# A bill is once in a firm, but for what contradicts one and what one has taken the place of.
BESIDE = (BillState.CONFLICT, BillState.REPLACED)
_COUNTS = ~Q(state__in=BESIDE)


def _money(label: object, **more: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=2, **more)  # type: ignore[arg-type]


class BillDocument(FirmModel):
    """The file that a bill came in, byte by byte (zlib). The same content is kept once."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)
    name = models.CharField(_("dosya"), max_length=160, blank=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("boyut"))
    created_at = models.DateTimeField(_("alınma"), auto_now_add=True)

    class Meta:
        verbose_name = _("fatura dosyası")
        verbose_name_plural = _("fatura dosyaları")
        constraints = (models.UniqueConstraint("firm", "sha256", name="bill_document_once"),)

    def __str__(self) -> str:
        return self.name


class Bill(FirmModel):
    """One bill. Its ETTN is unique in the country; its number is unique for its supplier.

    ``amount`` = ``net`` + ``third_party`` + ``rounding`` + Σ taxes − ``withheld``, by the rule that
    ``rule`` names; ``payable`` and ``carried`` are shown and never booked. ``period`` is the first
    day of the month that the bill is for: the end of its period, else its date. ``reviews`` are
    the reader's codes, ``confirmed_by`` who settled them.
    """

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    document = models.ForeignKey(BillDocument, on_delete=models.PROTECT, related_name="bills")
    state = models.CharField(
        _("durum"), max_length=8, choices=BillState.choices, default=BillState.OPEN
    )
    ettn = models.CharField(_("ETTN"), max_length=36, blank=True)
    number = models.CharField(_("fatura no"), max_length=20)
    number_key = models.CharField(max_length=20, editable=False)
    supplier_tax_no = models.CharField(_("operatör vergi no"), max_length=20, blank=True)
    supplier_name = models.CharField(_("operatör"), max_length=200, blank=True)
    subscriber_no = models.CharField(_("abone no"), max_length=20, blank=True)
    currency = models.CharField(_("para birimi"), max_length=3, default="TRY")
    type_code = models.CharField(_("fatura tipi"), max_length=20)
    issue_date = models.DateField(_("fatura tarihi"))
    period = models.DateField(_("dönem"))
    due_date = models.DateField(_("son ödeme"), null=True)
    net = _money(_("vergisiz tutar"))
    third_party = _money(_("başkası adına tahsilat"))
    rounding = _money(_("yuvarlama"))
    withheld = _money(_("tevkifat"))
    amount = _money(_("fatura tutarı"))
    payable = _money(_("ödenecek tutar"))
    carried = _money(_("devreden"))
    rule = models.CharField(max_length=4)
    taxes = models.JSONField(default=list)
    reviews = ArrayField(models.CharField(max_length=20), default=list)
    proposal = models.JSONField(null=True)
    warnings = ArrayField(models.CharField(max_length=30), default=list)
    is_collective = models.BooleanField(_("toplu fatura"), default=False)
    source_id = models.CharField(max_length=64, blank=True)
    # The smallest parts that can be booked apart (matching.units).
    parts = models.PositiveIntegerField(default=1)
    number_count = models.PositiveIntegerField(_("hat sayısı"), default=0)
    confirmed_by = models.CharField(_("inceleyen"), max_length=120, blank=True)
    note = models.CharField(_("not"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("alınma"), auto_now_add=True)

    class Meta:
        verbose_name = _("operatör faturası")
        verbose_name_plural = _("operatör faturaları")
        ordering = ("-issue_date", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "ettn"), condition=_COUNTS & ~Q(ettn=""), name="bill_ettn_once"
            ),
            models.UniqueConstraint(
                fields=("firm", "supplier_tax_no", "number_key"),
                condition=_COUNTS,
                name="bill_number_once",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-issue_date", "-id"), name="bill_by_date"),
            models.Index(fields=("firm", "period", "id"), name="bill_by_period"),
        )

    def __str__(self) -> str:
        return self.number

    def save(self, *args: object, **kwargs: object) -> None:
        self.number_key = self.number.strip().upper()
        super().save(*args, **kwargs)


class BillNumber(FirmModel):
    """What one service number owes of a bill. ``amount`` is gross; ``net`` null where the bill
    tells no base of the number's own."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(_("hizmet numarası"), max_length=20)
    tariff = models.CharField(_("tarife"), max_length=200, blank=True)
    amount = _money(_("tutar"))
    kdv = _money(_("KDV"))
    oiv = _money(_("ÖİV"))
    net = _money(_("vergisiz"), null=True)
    campaigns = models.JSONField(_("kampanyalar"), default=list)

    class Meta:
        verbose_name = _("fatura hattı")
        verbose_name_plural = _("fatura hatları")
        ordering = ("number",)
        constraints = (models.UniqueConstraint("firm", "bill", "number", name="bill_number_row"),)
        indexes = (models.Index(fields=("firm", "number", "bill"), name="bill_number_history"),)

    def __str__(self) -> str:
        return self.number
