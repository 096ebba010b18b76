"""Which gateway account is used for a service, and why none can be (L-009 … L-013)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services.account_health import Health

Service = GatewayAccount.Service


def default_account(
    firm_id: int, service: str = GatewayAccount.Service.SMS, country: str | None = None
) -> GatewayAccount | None:
    """The firm's account for a service: the default one of the country (the firm's own country
    unless named), else the only active one, else None."""
    if country is None:
        usable = _usable(at_home=True).rows(firm=firm_id, service=service)
    else:
        usable = _usable(at_home=False).rows(firm=firm_id, service=service, country=country)
    default = next((account for account in usable if account.is_default), None)
    return default or (usable[0] if len(usable) == 1 else None)


@cache
def _usable(*, at_home: bool) -> Statement:
    """Asked by every page of whoever renews the invoice password, and by every sending."""
    country = F("firm__country") if at_home else Given("country", _of_account("country"))
    with every_firm():
        return Statement(
            GatewayAccount.objects.filter(
                firm_id=Given("firm", Firm._meta.get_field("id")),
                service=Given("service", _of_account("service")),
                country=country,
                is_active=True,
            )[:50]
        )


def _of_account(name: str) -> Any:
    return GatewayAccount._meta.get_field(name)


def no_account(service: str) -> str:
    """Why nothing can be sent without an account of this service, with what to do."""
    if service == GatewayAccount.Service.IYS:
        return _(
            "İYS bağlantısı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından bağlantı türü"
            " “İleti Yönetim Sistemi” olan bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.OTP:
        return _(
            "OTP hesabı tanımlı değil. Turkcell'in başvurudan sonra verdiği OTP kullanıcı adı ve"
            " şifresiyle OTP Kurulumu sayfasından bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.LOCATION:
        return _(
            "Konum hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hizmeti “Konum”"
            " olan bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.INVOICE:
        return _(
            "Fatura aktarım hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hizmeti"
            " “Fatura aktarımı” olan bir hesap ekleyip Kullanıcı Kodu ve Şifreyi girin."
        )
    if service == GatewayAccount.Service.ERP:
        return _(
            "ERP hesabı tanımlı değil. ERP Bağlantısı sayfasından Logo Objects REST ya da ERPNext"
            " hesabını ekleyin; ERP'niz kendisi REST ile alıyorsa hesap gerekmez."
        )
    if service == GatewayAccount.Service.TCKN:
        return _(
            "TCKN ile gönderim için ayrı bir TCKN SMS aboneliği gerekir. Operatörden alıp Ayarlar /"
            " Operatör Hesapları sayfasında hizmeti “TCKN SMS” olan bir hesap ekleyin."
        )
    return _("SMS hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hesap ekleyin.")


def sendable_problem(
    account: GatewayAccount | None, service: str = GatewayAccount.Service.SMS
) -> str | None:
    """Why nothing can be sent through the account (Turkish, with what to do), or None (L-010)."""
    if account is None:
        return no_account(service)
    if not account.is_active:
        return _("“%(name)s” hesabı kapalı. Operatör Hesapları sayfasından etkinleştirin.") % {
            "name": account.name
        }
    if account.secrets_missing():
        return _(
            "“%(name)s” hesabının kullanıcı adı ve şifresi girilmemiş. Operatörden gelen bilgileri"
            " Operatör Hesapları sayfasına yazın."
        ) % {"name": account.name}
    if account.health == Health.BAD_CREDENTIALS:
        return _(
            "Operatör “%(name)s” hesabının kullanıcı adını veya şifresini reddetti. Doğru şifreyi"
            " yazıp “Bağlantıyı dene” deyin; o zamana kadar yeniden denenmez."
        ) % {"name": account.name}
    return None


def push_address(account: GatewayAccount) -> str:
    """Where the operator sends delivery reports; the secret part is the account's own."""
    return f"{settings.PUBLIC_URL}/hooks/sms/{account.push_token}/"
