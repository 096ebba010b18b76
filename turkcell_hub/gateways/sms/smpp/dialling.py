"""Where an SMSC is, and the connection to it."""

from __future__ import annotations

import contextlib
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from turkcell_hub.gateways.errors import Unreachable
from turkcell_hub.lib.addresses import is_public

PLAIN, SECURE = "smpp", "smpps"
# 2775 is registered for SMPP; for TLS there is only the custom of 3550.
PORTS = {PLAIN: 2775, SECURE: 3550}


class Place(NamedTuple):
    host: str
    port: int
    tls: bool


def place_of(url: str) -> Place:
    """``smpp://host:port`` or, with TLS, ``smpps://host:port``. Raises ``Unreachable``."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise Unreachable("BAD_ADDRESS") from None
    if not parts.hostname:
        raise Unreachable("BAD_ADDRESS")
    return Place(parts.hostname, port, parts.scheme == SECURE)


def connect(place: Place, timeout: float, *, only_outside: bool) -> socket.socket:
    """A connected socket. With ``only_outside`` every address of the name must be public, and
    one of those very addresses is taken: the name is not asked a second time (G20, hole 6).

    Raises ``Unreachable``."""
    reason = "NO_CONNECTION"
    for address in _addresses(place, only_outside):
        with contextlib.suppress(OSError):
            try:
                made = socket.create_connection((address, place.port), timeout)
            except TimeoutError:
                reason = "CONNECT_TIMEOUT"
                continue
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            made.setblocking(False)
            return made
    raise Unreachable(reason)


def _addresses(place: Place, only_outside: bool) -> list[str]:
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("NO_CONNECTION") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if only_outside and not all(is_public(address) for address in addresses):
        raise Unreachable("BAD_ADDRESS")
    return addresses
