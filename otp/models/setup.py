"""The four steps of the set-up (L-014 … L-017, L-089); step one is a gateway account."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, GatewayAccount, Membership


class WebAccount(FirmModel):
    """Web Hesabı Ayarları (L-015): as whom the institution speaks, once a firm.

    ``sender_name`` stands at the end of each code's SMS, ``title`` is the approved sender name
    for operators that want one with every message.
    """

    account_code = models.CharField(_("web hesabı kodu"), max_length=40)
    sender_name = models.CharField(_("SMS'te görünecek kısa ad"), max_length=20)
    title = models.CharField(_("gönderici adı"), max_length=11, blank=True)
    contact = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sorumlu kişi"),
    )
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("web hesabı")
        verbose_name_plural = _("web hesapları")
        constraints = (models.UniqueConstraint("firm", name="otp_web_account_once"),)

    def __str__(self) -> str:
        return self.sender_name


class Connection(FirmModel):
    """Web Hizmeti Bağlantısı (L-016): a named way to the operator, tried with a button."""

    name = models.CharField(_("bağlantı adı"), max_length=60)
    account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("OTP hesabı")
    )
    is_active = models.BooleanField(_("etkin"), default=True)
    tried_at = models.DateTimeField(_("son deneme"), null=True, editable=False)
    works = models.BooleanField(_("çalışıyor"), null=True, editable=False)
    note = models.CharField(_("sonuç"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("web hizmeti bağlantısı")
        verbose_name_plural = _("web hizmeti bağlantıları")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(F("firm"), F("name"), name="otp_connection_name"),)

    def __str__(self) -> str:
        return self.name


class ConnectionUser(FirmModel):
    """The connection through which one person gets his codes (L-017)."""

    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("kullanıcı")
    )
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="users", verbose_name=_("bağlantı")
    )

    class Meta:
        verbose_name = _("bağlantı kullanıcısı")
        verbose_name_plural = _("bağlantı kullanıcıları")
        constraints = (models.UniqueConstraint("firm", "member", name="otp_one_connection_a_user"),)

    def __str__(self) -> str:
        return str(self.member)
