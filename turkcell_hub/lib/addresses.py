"""Which addresses belong to the public internet."""

from __future__ import annotations

import ipaddress

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))


def is_public(address: str) -> bool:
    """True for a unicast address of the public internet; tunnels that hide another address
    inside (mapped, 6to4, Teredo, NAT64) count as inside. Raises ``ValueError`` for what is no
    address."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (
        ip not in _GLOBAL_UNICAST or any(ip in tunnel for tunnel in _TUNNELS)
    ):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
