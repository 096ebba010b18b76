"""Working with an account's gateway: open, ask what it can, find it by its push address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_network

from turkcell_hub.gateways import registry as adapters
from turkcell_hub.gateways.erp.contract import ErpGateway
from turkcell_hub.gateways.iys.contract import IysCapabilities, IysGateway
from turkcell_hub.gateways.location.contract import LocationGateway
from turkcell_hub.gateways.otp.contract import OtpGateway
from turkcell_hub.gateways.registry import open_iys, open_sms
from turkcell_hub.gateways.sms.contract import Capabilities, SmsGateway
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services.opening import (
    config_of,
    open_books,
    open_codes,
    open_gateway,
    open_locator,
    open_push_reader,
    open_registry,
)

_WITHOUT_PUSH = (
    GatewayAccount.Service.IYS,
    GatewayAccount.Service.OTP,
    GatewayAccount.Service.LOCATION,
    GatewayAccount.Service.ERP,
)


@contextmanager
def gateway(account: GatewayAccount) -> Iterator[SmsGateway]:
    """The account's gateway for calls, closed afterwards. Raises as ``open_gateway``."""
    opened = open_gateway(account)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def registry(account: GatewayAccount) -> Iterator[IysGateway]:
    """The gateway of an account of the service İYS, closed afterwards. Raises as
    ``open_registry``."""
    opened = open_registry(account)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def locator(account: GatewayAccount) -> Iterator[LocationGateway]:
    """The gateway of an account of the service "location", closed afterwards. Raises as
    ``open_locator``."""
    opened = open_locator(account)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def books(account: GatewayAccount) -> Iterator[ErpGateway]:
    """The ERP of an account of the service "erp", closed afterwards. Raises as ``open_books``."""
    opened = open_books(account)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def push_reader(account: GatewayAccount) -> Iterator[SmsGateway]:
    """The account's gateway for ``parse_push`` alone."""
    opened = open_push_reader(account)
    try:
        yield opened
    finally:
        opened.close()


def capabilities(account: GatewayAccount) -> Capabilities:
    """What the account's adapter can do; no call is made."""
    opened = open_sms(config_of(account))
    try:
        return opened.capabilities()
    finally:
        opened.close()


@contextmanager
def codes(account: GatewayAccount) -> Iterator[OtpGateway]:
    """The gateway of an account of the service OTP, closed afterwards. Raises as
    ``open_codes``."""
    opened = open_codes(account)
    try:
        yield opened
    finally:
        opened.close()


def registry_capabilities(account: GatewayAccount) -> IysCapabilities:
    """What the adapter of an account of the service İYS can do; no call is made."""
    opened = open_iys(config_of(account))
    try:
        return opened.capabilities()
    finally:
        opened.close()


@contextmanager
def registry_reader(account: GatewayAccount) -> Iterator[IysGateway]:
    """The gateway of an account of the service İYS for ``parse_push`` alone: what the registry
    pushes is read even while the login is refused."""
    opened = open_iys(config_of(account))
    try:
        yield opened
    finally:
        opened.close()


def keeps_line(account: GatewayAccount) -> bool:
    """Whether the account's reports come over a connection of its own, which one process holds
    (``turkcell_hub.outbox.lines``); asks for no capabilities, so it costs nothing."""
    return account.service != GatewayAccount.Service.IYS and adapters.keeps_line(account.adapter)


def by_push_token(token: str, address: IPv4Address | IPv6Address | None) -> GatewayAccount | None:
    """The account whose push address holds ``token``, if it takes pushes from ``address``.
    Delivery reports alone: an account of the service İYS has no such address."""
    with every_firm():
        sending = GatewayAccount.objects.exclude(service__in=_WITHOUT_PUSH)
        account = sending.filter(push_token=token, is_active=True).first()
    if account is None or not account.push_ips:
        return account
    networks = [ip_network(entry, strict=False) for entry in account.push_ips]
    known = address is not None and any(address in network for network in networks)
    return account if known else None
