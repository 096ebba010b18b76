"""The address at which İYS pushes an account's movements, with the login that İYS asks for."""

from __future__ import annotations

import hmac
from ipaddress import IPv4Address, IPv6Address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services import connections

USERNAME = "iys"


def address(account: GatewayAccount) -> str:
    """What is given to İYS' support for the registration, with ``USERNAME``, ``password``."""
    return f"{settings.PUBLIC_URL}/hooks/iys/{account.push_token}/"


def password(account: GatewayAccount) -> str:
    """Of the account alone; with a new push address (“Rapor adresini yenile”) it is new too."""
    return _password(account.push_token)


def told(account: GatewayAccount) -> dict[str, str]:
    """What İYS, or its support, is given: address, username, password."""
    return of_token(account.push_token)


def of_token(token: str) -> dict[str, str]:
    """The same for the secret part of an address, also of one that was renewed since."""
    url = f"{settings.PUBLIC_URL}/hooks/iys/{token}/"
    return {"address": url, "username": USERNAME, "password": _password(token)}


def _password(token: str) -> str:
    return salted_hmac("tenancy.registry_push", token, algorithm="sha256").hexdigest()[:40]


def shown(account: GatewayAccount) -> dict[str, str] | None:
    """``told``, or None where nothing can be pushed: the way leads over an intermediary, or the
    account is not complete."""
    try:
        return told(account) if connections.registry_capabilities(account).hears else None
    except GatewayError:
        return None


def door(
    token: str, username: str, given: str, peer: IPv4Address | IPv6Address | None
) -> GatewayAccount | None:
    """The account whose address, login and network these are; None for anybody else."""
    with every_firm():
        rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
        account: GatewayAccount | None = rows.filter(push_token=token).first()
    if account is None or not hmac.compare_digest(
        f"{username}:{given}".encode(), f"{USERNAME}:{password(account)}".encode()
    ):
        return None
    if not account.push_ips:
        return account
    networks = [ip_network(entry, strict=False) for entry in account.push_ips]
    return account if peer is not None and any(peer in one for one in networks) else None
