"""The one place that turns an account's row into a working gateway (L-009 … L-013)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from turkcell_hub.errors import HubError, Invalid
from turkcell_hub.gateways.erp.contract import ErpGateway
from turkcell_hub.gateways.erp.registry import erp_adapters, open_erp
from turkcell_hub.gateways.errors import BadCredentials, Unreachable
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.invoice.contract import InvoiceGateway
from turkcell_hub.gateways.invoice.registry import invoice_adapters, open_invoices
from turkcell_hub.gateways.iys.contract import IysGateway
from turkcell_hub.gateways.location import registry as locations
from turkcell_hub.gateways.location.contract import LocationAccount, LocationGateway
from turkcell_hub.gateways.otp.contract import OtpGateway
from turkcell_hub.gateways.registry import (
    AdapterInfo,
    iys_adapters,
    open_iys,
    open_otp,
    open_sms,
    otp_adapters,
    sms_adapters,
)
from turkcell_hub.gateways.sms.contract import AccountConfig, SmsGateway
from turkcell_hub.tenancy import addresses
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services.account_health import LOGIN_MISSING, REFUSED_BEFORE, Health
from turkcell_hub.tenancy.services.registry_sessions import AccountSessions


def adapters() -> list[AdapterInfo]:
    """The kinds of connection that there are, with the fields that each asks for."""
    return [
        *sms_adapters(),
        *otp_adapters(),
        *iys_adapters(),
        *locations.adapters(),
        *invoice_adapters(),
        *erp_adapters(),
    ]


def adapter_info(code: str) -> AdapterInfo:
    """Raises ``Invalid`` for a code that is not listed."""
    for info in adapters():
        if info.code == code:
            return info
    raise Invalid(_("Bağlantı türünü listeden seçin."), field="adapter")


def config_of(account: GatewayAccount) -> AccountConfig:
    return AccountConfig(
        adapter=account.adapter,
        base_url=account.base_url,
        username=account.username,
        password=account.password,
        country=account.country,
        service=account.service,
        extra=account.extra(),
        only_outside=not addresses.is_named_by_the_operator(account.base_url),
    )


def open_gateway(account: GatewayAccount, on_exchange: OnExchange | None = None) -> SmsGateway:
    """The account's gateway, for machines. Makes no call to the operator.

    Raises only the gateway family: ``BadCredentials("LOGIN_REFUSED_BEFORE")`` while the login
    stands refused (T8; a third wrong try would lock the account) or is not filled in,
    ``Unreachable("BAD_ADDRESS")`` when the address must not be called, ``Refused`` for an
    unknown adapter. Close it after use.
    """
    _guard(account)
    return _open(account, on_exchange)


def open_registry(account: GatewayAccount, on_exchange: OnExchange | None = None) -> IysGateway:
    """The gateway of an account of the service İYS; its login is shared by all processes.
    Promises and raises as ``open_gateway``."""
    _guard(account)
    return _open_registry(account, on_exchange)


def open_codes(account: GatewayAccount, on_exchange: OnExchange | None = None) -> OtpGateway:
    """The gateway of an account of the service OTP. Promises and raises as ``open_gateway``."""
    _guard(account)
    return _open_codes(account, on_exchange)


def open_locator(account: GatewayAccount, on_exchange: OnExchange | None = None) -> LocationGateway:
    """The gateway of an account of the service "location". Promises and raises as
    ``open_gateway``."""
    _guard(account)
    return _open_locator(account, on_exchange)


def open_inbox(account: GatewayAccount, *, guarded: bool = True) -> InvoiceGateway:
    """The source of bills of an account of the service "invoice". Promises and raises as
    ``open_gateway``; ``guarded`` False is for a try that a person has asked for."""
    if guarded or account.secrets_missing():
        _guard(account)
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    return open_invoices(config_of(account))


def open_books(account: GatewayAccount, on_exchange: OnExchange | None = None) -> ErpGateway:
    """The ERP of an account of the service "erp". Promises and raises as ``open_gateway``."""
    _guard(account)
    return _open_books(account, on_exchange)


def open_push_reader(account: GatewayAccount) -> SmsGateway:
    """A gateway for ``parse_push`` alone: reports that arrive are read even while the login
    is refused. Never call the operator with it."""
    return open_sms(config_of(account))


def try_sms(account: GatewayAccount) -> str:
    gateway = _open(account, None)
    try:
        balance = gateway.check()
    finally:
        gateway.close()
    if balance is None:
        return _("Bağlantı çalışıyor.")
    return _("Bağlantı çalışıyor; operatördeki kalan kontör: %(credits)s.") % {
        "credits": f"{balance.credits:,}".replace(",", ".")
    }


def try_registry(account: GatewayAccount) -> str:
    gateway = _open_registry(account, None)
    try:
        if not gateway.capabilities().brands:
            gateway.check()
            return _("Bağlantı çalışıyor.")
        brands = gateway.brands()
    finally:
        gateway.close()
    shown = ", ".join(f"{one.name} ({one.code})" for one in brands[:5])
    return _("Bağlantı çalışıyor; İYS'deki marka sayısı: %(count)d. %(brands)s") % {
        "count": len(brands),
        "brands": shown,
    }


def try_codes(account: GatewayAccount) -> str:
    gateway = _open_codes(account, None)
    try:
        balance = gateway.balance()
    finally:
        gateway.close()
    if balance is None:
        return _("Bağlantı çalışıyor.")
    return _("Bağlantı çalışıyor; operatördeki kalan OTP kredisi: %(credits)s.") % {
        "credits": f"{balance:,}".replace(",", ".")
    }


def _open_codes(account: GatewayAccount, on_exchange: OnExchange | None) -> OtpGateway:
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    keys = [key.encode() for key in settings.FIELD_ENCRYPTION_KEYS]
    return open_otp(config_of(account), keys, on_exchange)


def try_locator(account: GatewayAccount) -> str:
    gateway = _open_locator(account, None)
    try:
        gateway.check()
    finally:
        gateway.close()
    return _("Bağlantı çalışıyor.")


def try_books(account: GatewayAccount) -> str:
    gateway = _open_books(account, None)
    try:
        gateway.check()
    finally:
        gateway.close()
    return _("Bağlantı çalışıyor; ERP firmayı tanıdı.")


def _open_books(account: GatewayAccount, on_exchange: OnExchange | None) -> ErpGateway:
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    return open_erp(config_of(account), on_exchange)


def _guard(account: GatewayAccount) -> None:
    if account.health == Health.BAD_CREDENTIALS:
        raise BadCredentials(REFUSED_BEFORE)
    if account.secrets_missing():
        raise BadCredentials(LOGIN_MISSING)


def _open_registry(account: GatewayAccount, on_exchange: OnExchange | None) -> IysGateway:
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    return open_iys(config_of(account), on_exchange, AccountSessions(account))


def _open_locator(account: GatewayAccount, on_exchange: OnExchange | None) -> LocationGateway:
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    config = LocationAccount(
        adapter=account.adapter,
        base_url=account.base_url,
        username=account.username,
        password=account.password,
        extra=account.extra(),
        only_outside=not addresses.is_named_by_the_operator(account.base_url),
    )
    return locations.open_location(config, on_exchange)


def _open(account: GatewayAccount, on_exchange: OnExchange | None) -> SmsGateway:
    try:
        check_address(account)
    except HubError:
        raise Unreachable("BAD_ADDRESS") from None
    return open_sms(config_of(account), on_exchange)


def check_address(account: GatewayAccount) -> None:
    # The adapter's own address was typed by nobody; it need not resolve where the form is.
    info = adapter_info(account.adapter)
    if account.base_url != info.default_base_url or info.line:
        addresses.check(account.base_url, line=info.line)
