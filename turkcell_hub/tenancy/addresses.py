"""Addresses that a firm types must not lead inside (docs/reliability.md, G20; SSRF).

Only https and SMPP, only public addresses, only the usual ports; every address of the name now
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
# SMPP has no port that all operators use; the well-known services below must stay out of reach.
_HTTP, _SMPP = ("http", "https"), ("smpp", "smpps")
_EXAMPLES = {
    "https": "https://sms.operator.com.tr/api",
    "smpps": "smpps://smpp.operator.com.tr:3550",
}
_FIRST_FREE_PORT = 1024
# PostgreSQL, MySQL, Valkey, memcached, Elasticsearch, MongoDB: nobody's SMS centre.
_STORES = frozenset({3306, 5432, 6379, 9200, 11211, 27017})
_CONTROL = "__control__"
_FORBIDDEN_LETTERS = set("\\ \t\r\n\0%")


def check(url: str, field: str = "base_url", *, line: bool = False) -> None:
    """Raises ``Invalid`` (Turkish, on ``field``) when the portal must not call ``url``.
    ``line``: it must be the address of an SMPP server, else never."""
    parts = _split(url, field, _SMPP if line else _HTTP)
    if _is_named(parts):
        return
    if line:
        _check_smpp_port(parts, field)
    else:
        _check_https(parts, field)
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


def is_the_sandbox(url: str) -> bool:
    """Whether the place is the sandbox that plays all operators (``FAKE_OPERATOR_URL``)."""
    try:
        return _is_sandbox(urlsplit(url))
    except ValueError:
        return False


def _split(url: str, field: str, schemes: tuple[str, ...]) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in schemes
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
        example = _EXAMPLES[schemes[-1]]
        raise Invalid(
            _("Adres okunamadı. Örnek: %(example)s") % {"example": example},
            field=field,
            code="bad_address",
        )
    return parts


def _check_https(parts: SplitResult, field: str) -> None:
    if parts.scheme != "https":
        raise Invalid(_("Adres https:// ile başlamalıdır."), field=field, code="bad_address")
    if (parts.port or 443) not in _PORTS:
        raise Invalid(
            _("Adreste yalnız 443 ve 8443 portları kullanılabilir."),
            field=field,
            code="bad_address",
        )


def _check_smpp_port(parts: SplitResult, field: str) -> None:
    port = parts.port or _FIRST_FREE_PORT
    if parts.path or port < _FIRST_FREE_PORT or port in _STORES:
        raise Invalid(
            _("SMPP adresi smpps://sunucu:port biçiminde olmalı; 1024'ten küçük portlar ve"
              " veritabanı portları kullanılamaz."),
            field=field,
            code="bad_address",
        )  # fmt: skip


def _is_named(parts: SplitResult) -> bool:
    if _is_sandbox(parts):
        return True
    return parts.netloc.lower() in {host.strip().lower() for host in settings.GATEWAY_ALLOWED_HOSTS}


def _is_sandbox(parts: SplitResult) -> bool:
    fake = urlsplit(settings.FAKE_OPERATOR_URL)
    same = bool(fake.netloc) and parts.netloc.lower() == fake.netloc.lower()
    # Its control drives every firm's accounts there.
    if _CONTROL in parts.path.lower():
        return False
    return same and parts.scheme in (fake.scheme, _SMPP[0])


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
