"""İLETİ packages of the firm: what was bought, what runs, and who was warned (Y-003 … Y-013,
K-063 … K-069)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from iys_consent.catalogue import SIZES, name_of
from turkcell_hub.billing.models import Order
from turkcell_hub.tenancy.models import FirmModel


def default_days() -> list[int]:
    return [30, 14, 7, 1]


def default_percents() -> list[int]:
    return [80, 95, 100]


class PackageState(models.TextChoices):
    """``PAYING``: agreed to and not paid. ``WAITING``: paid or free, an Admin decides."""

    PAYING = "ODEME_BEKLIYOR", _("Ödeme bekliyor")
    WAITING = "ONAY_BEKLIYOR", _("Onay bekliyor")
    ACTIVE = "AKTIF", _("Aktif")
    ENDED = "SURESI_DOLDU", _("Süresi doldu")
    REPLACED = "DEGISTIRILDI", _("Paket değiştirildi")
    REJECTED = "REDDEDILDI", _("Reddedildi")
    CANCELLED = "IPTAL", _("Vazgeçildi")


class Package(FirmModel):
    """One purchase of an İLETİ package, kept for ever (K-068).

    ``size``: consents it is for. The price is that of its day. ``ends_on``: the last day, one
    year after the start (Y-009); a change ends it earlier. ``spent_before``: what had been spent
    of the İYS quota when it started, so that its own use can be told from the ledger.
    ``terms_from`` and ``terms_digest`` name the very words that were agreed to.
    """

    size = models.PositiveIntegerField(_("paket"))
    state = models.CharField(_("abonelik durumu"), max_length=16, choices=PackageState.choices)
    net = models.DecimalField(_("KDV hariç"), max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField(_("KDV oranı (%)"), max_digits=5, decimal_places=2)
    gross = models.DecimalField(_("KDV dahil"), max_digits=12, decimal_places=2)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    terms_from = models.DateField(_("sözleşme tarihi"), null=True)
    terms_digest = models.CharField(_("sözleşme özeti"), max_length=64)
    agreed_at = models.DateTimeField(_("sözleşme onayı"), auto_now_add=True)
    by_label = models.CharField(_("satın alan"), max_length=150)
    by_user = models.BigIntegerField(null=True)
    by_key = models.BigIntegerField(null=True)
    starts_on = models.DateField(_("başlangıç"), null=True)
    ends_on = models.DateField(_("bitiş"), null=True)
    spent_before = models.BigIntegerField(default=0, editable=False)
    decided_by = models.CharField(_("onaylayan"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("karar zamanı"), null=True)
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("kapanış"), null=True)

    class Meta:
        verbose_name = _("İLETİ paketi")
        verbose_name_plural = _("satın alınan izin paketleri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm",), condition=Q(state="AKTIF"), name="one_active_message_package"
            ),
            models.UniqueConstraint(
                fields=("firm",),
                condition=Q(state="ODEME_BEKLIYOR"),
                name="one_unpaid_message_package",
            ),
            models.CheckConstraint(condition=Q(size__in=SIZES), name="message_package_is_sold"),
            models.CheckConstraint(condition=Q(gross__gte=F("net")), name="message_package_sums"),
            models.CheckConstraint(
                condition=~Q(state="AKTIF")
                | Q(starts_on__isnull=False, ends_on__gt=F("starts_on")),
                name="message_package_runs_for_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="message_package_by_firm"),
            models.Index(
                fields=("ends_on",), condition=Q(state="AKTIF"), name="message_package_ends"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """İLETİ-250"""
        return name_of(self.size)

    @property
    def is_free(self) -> bool:
        return self.gross == 0


class PackageNotice(FirmModel):
    """People were told once that a package ends soon, has ended or is filling up. ``kind``:
    "gun" or "doluluk"; ``at``: the day or percent of the rules that was crossed."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("uyarı"), max_length=8)
    at = models.PositiveSmallIntegerField(_("eşik"))
    created_at = models.DateTimeField(_("zaman"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("e-posta"), null=True)

    class Meta:
        verbose_name = _("paket uyarısı")
        verbose_name_plural = _("paket uyarıları")
        constraints = (
            models.UniqueConstraint("firm", "package", "kind", "at", name="package_notice_once"),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(mailed_at=None), name="package_notice_unsent"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class PackageRules(FirmModel):
    """Dated: the contract's words, when people are warned, and İYS' count for the first upload
    (S-034). What holds from ``valid_from`` until the next row; one that has begun is not
    changed."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    terms = models.TextField(_("sözleşme metni"), blank=True)
    warn_days = ArrayField(
        models.PositiveSmallIntegerField(), default=default_days, verbose_name=_("uyarı günleri")
    )
    warn_percents = ArrayField(
        models.PositiveSmallIntegerField(),
        default=default_percents,
        verbose_name=_("doluluk uyarıları (%)"),
    )
    many_addresses = models.PositiveIntegerField(_("ilk yükleme sınırı (adres)"), default=150_000)
    accounting_email = models.EmailField(
        _("ödeme için başvuru e-postası"), default="muhasebe@iys.org.tr", blank=True
    )
    access_email = models.EmailField(
        _("giriş yetkisi için başvuru e-postası"), default="bilgi@iys.org.tr", blank=True
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("paket kuralları")
        verbose_name_plural = _("paket kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="package_rules_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"
