"""Gateway accounts: what a firm needs to reach an operator (L-010 … L-013)."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models.firms import Country, FirmModel
from turkcell_hub.tenancy.sealed import SealedJSONField, SealedTextField


def _push_token() -> str:
    return secrets.token_urlsafe(32)


class GatewayAccount(FirmModel):
    """An account at an operator: (country, service kind, adapter, credentials, pace).

    In the market each service (SMS, TCKN SMS, OTP …) and country has an account of its own, so a
    second service is a second account, never a flag.
    """

    class Service(models.TextChoices):
        SMS = "sms", _("SMS")
        TCKN = "tckn", _("TCKN SMS")
        IYS = "iys", _("İYS")
        OTP = "otp", _("OTP")
        LOCATION = "location", _("Konum")
        INVOICE = "invoice", _("Fatura aktarımı")
        ERP = "erp", _("ERP")

    class Health(models.TextChoices):
        UNTRIED = "untried", _("Denenmedi")
        OK = "ok", _("Çalışıyor")
        FAILING = "failing", _("Sorunlu")
        BAD_CREDENTIALS = "bad_credentials", _("Kullanıcı adı veya şifre yanlış")

    name = models.CharField(_("hesap adı"), max_length=80)
    service = models.CharField(
        _("hizmet"), max_length=12, choices=Service.choices, default=Service.SMS
    )
    country = models.CharField(
        _("ülke türü"), max_length=4, choices=Country.choices, default=Country.TURKIYE
    )
    adapter = models.CharField(_("bağlantı türü"), max_length=30)
    base_url = models.URLField(_("adres"), max_length=300)
    username = models.CharField(_("kullanıcı adı"), max_length=120, blank=True)
    password = SealedTextField(_("şifre"), blank=True)
    options = SealedJSONField(_("ek ayarlar"), default=dict, blank=True)
    pace_per_second = models.PositiveIntegerField(_("saniyede en çok mesaj"), null=True, blank=True)
    is_default = models.BooleanField(_("varsayılan"), default=False)
    is_active = models.BooleanField(_("etkin"), default=True)
    health = models.CharField(
        _("durum"), max_length=16, choices=Health.choices, default=Health.UNTRIED, editable=False
    )
    health_note = models.CharField(_("açıklama"), max_length=200, blank=True, editable=False)
    checked_at = models.DateTimeField(_("son deneme"), null=True, editable=False)
    # When this login was entered; None for one that is older than this column.
    login_set_at = models.DateTimeField(_("şifrenin girildiği an"), null=True, editable=False)
    # How often in a row the operator has refused it.
    refusals = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    push_token = models.CharField(max_length=64, unique=True, default=_push_token, editable=False)
    push_ips = ArrayField(
        models.CharField(max_length=50),
        default=list,
        blank=True,
        verbose_name=_("rapor gönderen IP adresleri"),
    )
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("operatör hesabı")
        verbose_name_plural = _("operatör hesapları")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint("firm", "name", name="gateway_account_name_once_per_firm"),
            models.UniqueConstraint(
                fields=("firm", "service", "country"),
                condition=Q(is_default=True),
                name="one_default_gateway_account",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.username = self.username.strip()

    @property
    def sends(self) -> bool:
        """Whether SMS go through it: it has sender names and a push address for reports."""
        return self.service in (self.Service.SMS, self.Service.TCKN)

    def secrets_missing(self) -> bool:
        """True until both the user name and the password are there (L-010)."""
        return not (self.username and self.password)

    def extra(self) -> dict[str, Any]:
        """The adapter's own settings (``AccountConfig.extra``)."""
        return dict(cast("dict[str, Any]", self.options) or {})


class SenderTitle(FirmModel):
    """Gönderici kısa tanımı (L-013, L-075): an approved sender name of one account, and so of
    its channel: a name is for phone numbers or for TCKNs, never for both (L-070)."""

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.CASCADE, related_name="sender_titles"
    )
    title = models.CharField(_("gönderici kısa tanımı"), max_length=11)
    is_default = models.BooleanField(_("varsayılan"), default=False)
    is_active = models.BooleanField(_("etkin"), default=True)

    class Meta:
        verbose_name = _("gönderici adı")
        verbose_name_plural = _("gönderici adları")
        ordering = ("-is_default", "title")
        constraints = (
            models.UniqueConstraint("firm", "account", "title", name="sender_title_once"),
            models.UniqueConstraint(
                fields=("firm", "account"),
                condition=Q(is_default=True),
                name="one_default_sender_title",
            ),
        )

    def __str__(self) -> str:
        return self.title
