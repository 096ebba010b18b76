"""The address that a request really comes from."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> Address | None:
    """The peer, or what the outermost of ``TRUSTED_PROXY_COUNT`` own proxies saw.

    ``X-Forwarded-For`` counts only from the right and only as far as our own proxies wrote
    it: what stands to the left of them is the caller's own claim. None when there is no readable
    address; an IP list then refuses.
    """
    proxies = settings.TRUSTED_PROXY_COUNT
    if not proxies:
        return _read(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return _read(hops[-proxies]) if len(hops) >= proxies else None


def network_of(request: HttpRequest) -> str | None:
    """Whose wrong passwords are counted together (axes): the address, of IPv6 the network of 64
    bits, because a line has all of its addresses to change between."""
    address = client_address(request)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address) if address else None


def _read(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
