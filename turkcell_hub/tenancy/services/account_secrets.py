"""An account's secrets stay with the server that they were given for.

Whoever may change an address need not know the password: a server of his own would be told it with
the next login.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.adapter_info import AdapterInfo
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services.opening import adapter_info, adapters


class Place(NamedTuple):
    """Where an account logs in, and the names of the secrets that it holds, as forms spell them."""

    server: tuple[str, str]
    secrets: frozenset[str]


def place_of(row: GatewayAccount) -> Place:
    parts = urlsplit(row.base_url)
    held = {"password"} if row.password else set()
    # Of every adapter: a secret that this one does not ask for may be asked for by the next.
    known = {name for info in adapters() for name in _secrets_of(info)}
    held |= {_form_name(f"extra.{key}") for key, value in row.extra().items() if value} & known
    return Place((parts.scheme, parts.netloc.lower()), frozenset(held))


def require_again(before: Place, row: GatewayAccount, data: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` (``secret_again``) where ``row`` now leads to another server and ``data``
    does not bring each of its secrets anew: ``password``, and in ``retyped`` the names of others.
    Those that the connection does not ask for are forgotten."""
    if place_of(row).server == before.server:
        return
    given = {*data.get("retyped", ()), *(("password",) if data.get("password") else ())}
    asked = {"password"} | _secrets_of(adapter_info(row.adapter))
    row.options = {
        key: value
        for key, value in row.extra().items()
        if _form_name(f"extra.{key}") not in before.secrets - asked
    }
    for name in sorted(before.secrets & asked - given, reverse=True):
        raise Invalid(
            _("Adres başka bir sunucuya çevrildi; kayıtlı gizli bilgi oraya gönderilmez. Yeniden"
              " yazın."),
            code="secret_again",
            field=name,
        )  # fmt: skip


def _secrets_of(info: AdapterInfo) -> set[str]:
    return {_form_name(one.name) for one in info.fields if one.kind == "password"}


def _form_name(name: str) -> str:
    return name.replace(".", "_")
