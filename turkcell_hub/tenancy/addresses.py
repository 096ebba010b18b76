"""Addresses that a firm types must not lead inside (SSRF; design/reliability.md, G20, hole 6).

Only https, only public addresses, only the usual ports; every address that the name has now
must be public. Free of this are the hosts that the operator of the portal himself named
(``GATEWAY_ALLOWED_HOSTS``, ``FAKE_OPERATOR_URL``) and the adapters' own default addresses.

A name that answers with another address between this check and the connection (rebinding) is
refused when it is connected to (``gateways.outside``). Redirects are not followed.
"""

from __future__ import annotations

import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import Invalid
from turkcell_hub.lib.addresses import is_public

_PORTS = frozenset({443, 8443})
_FORBIDDEN_LETTERS = set("\\ \t\r\n\0%")


def check(url: str, field: str = "base_url") -> None:
    """Raises ``Invalid`` (Turkish, on ``field``) when the portal must not call ``url``."""
    parts = _split(url, field)
    if _is_named(parts):
        return
    if parts.scheme != "https":
        raise Invalid(_("Adres https:// ile başlamalıdır."), field=field, code="bad_address")
    if (parts.port or 443) not in _PORTS:
        raise Invalid(
            _("Adreste yalnız 443 ve 8443 portları kullanılabilir."),
            field=field,
            code="bad_address",
        )
    for address in _resolve(parts.hostname or "", parts.port or 443, field):
        if not is_public(address):
            raise Invalid(
                _("Bu adres iç ağa çıkıyor. Operatörün internet adresini yazın."),
                field=field,
                code="inside_address",
            )


def is_named_by_the_operator(url: str) -> bool:
    """Whether whoever runs the portal named this place himself: then it may be inside."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return _is_named(parts)


def _split(url: str, field: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.username is None
            and parts.password is None
            and not parts.query
            and not parts.fragment
            and not _FORBIDDEN_LETTERS & set(url)
            and parts.port != 0
        )
    except ValueError:
        usable = False
    if not usable:
        raise Invalid(
            _("Adres okunamadı. Örnek: https://sms.operator.com.tr/api"),
            field=field,
            code="bad_address",
        )
    return parts


def _is_named(parts: SplitResult) -> bool:
    place = parts.netloc.lower()
    fake = urlsplit(settings.FAKE_OPERATOR_URL)
    if fake.netloc and (parts.scheme, place) == (fake.scheme, fake.netloc.lower()):
        return True
    return place in {host.strip().lower() for host in settings.GATEWAY_ALLOWED_HOSTS}


def _resolve(host: str, port: int, field: str) -> set[str]:
    """All addresses of the name. ``getaddrinfo`` reads the odd spellings of IPv4 (decimal,
    octal, short) as the connection itself will."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Invalid(
            _("Adres bulunamadı. Yazımı ve internet bağlantısını kontrol edin."),
            field=field,
            code="address_not_found",
        ) from None
    return {str(entry[4][0]) for entry in found}
