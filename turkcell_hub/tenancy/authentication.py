"""Who asks, at the REST door: the API key in ``Authorization: Bearer …`` and nothing else."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from turkcell_hub.api.peers import client_address
from turkcell_hub.errors import HubError, Invalid, NotAllowed
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor, of_key
from turkcell_hub.tenancy.models import ApiKey
from turkcell_hub.tenancy.services import keys

_NAMES_IN_URL = frozenset({"access_token", "api_key", "apikey", "authorization"})
_USE_NOTED_EVERY = timedelta(minutes=1)


class KeyRefused(HubError):
    """There is a key, but it opens nothing."""

    status = 401
    code = "key_unknown"


class KeyAuthentication(BaseAuthentication):
    """Answers ``(actor, key)`` and opens the firm's scope for the rest of the request.

    Raises ``Invalid`` (a key in the URL), ``KeyRefused`` (401: key_malformed, key_unknown,
    key_revoked, key_expired) and ``NotAllowed`` (403: key_ip_refused, firm_inactive).
    """

    def authenticate(self, request: Request) -> tuple[Actor, ApiKey] | None:
        http_request: HttpRequest = request._request
        _refuse_key_in_url(http_request)
        scheme, _space, token = http_request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = _live_key(token.strip())
        _check_place(key, http_request)
        # The middleware's no_scope() block ends it with the request.
        scope.enter(key.firm_id)
        _note_use(key)
        return of_key(key, key.code_ids, key.brand_ids), key


class KeyScheme(OpenApiAuthenticationExtension):
    """Names the key in the API's schema."""

    target_class = KeyAuthentication
    name = "api_key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "thub_<önek>_<gizli>",
            "description": "Ayarlar > API anahtarları sayfasında üretilir ve bir kez gösterilir.",
        }


def _refuse_key_in_url(request: HttpRequest) -> None:
    for name, values in request.GET.lists():
        if name.lower() in _NAMES_IN_URL or any("thub_" in value for value in values):
            raise Invalid(
                _(
                    "Anahtar adres içinde gönderilemez: adresler kayıtlara yazılır. Bu anahtarı"
                    " yenileyin ve 'Authorization: Bearer …' başlığı ile gönderin."
                ),
                code="key_in_url",
            )


def _live_key(token: str) -> Any:
    """The key with the ids of its Yetki Kodları (``code_ids``) and brands (``brand_ids``), read
    together: each request asks for them."""
    prefix = keys.prefix_of(token)
    if prefix is None:
        raise KeyRefused(
            _("Bu bir API anahtarı değil. Anahtarlar thub_ ile başlar."), code="key_malformed"
        )
    with scope.every_firm():
        key = next(iter(_keys().rows(prefix=prefix)), None)
    if not keys.fits(token, key) or key is None:
        raise KeyRefused(_("Böyle bir API anahtarı yok. Anahtarı eksiksiz kopyalayın."))
    if key.revoked_at is not None:
        raise KeyRefused(
            _("Bu API anahtarı iptal edilmiş. Yeni bir anahtar üretin."), code="key_revoked"
        )
    if key.has_expired():
        raise KeyRefused(
            _("Bu API anahtarının süresi dolmuş. Yeni bir anahtar üretin."), code="key_expired"
        )
    return key


@cache
def _keys() -> Statement:
    """The key of a ``prefix`` with its firm; made while all firms are in scope."""
    codes = ApiKey.authority_codes.through.objects.filter(apikey_id=OuterRef("pk"))
    brands = ApiKey.brands.through.objects.filter(apikey_id=OuterRef("pk"))
    rows = ApiKey.objects.select_related("firm").annotate(
        code_ids=ArraySubquery(codes.values("authoritycode_id")),
        brand_ids=ArraySubquery(brands.values("brand_id")),
    )
    return Statement(rows.filter(prefix=Given("prefix", ApiKey._meta.get_field("prefix"))))


def _check_place(key: ApiKey, request: HttpRequest) -> None:
    if not key.firm.is_active:
        raise NotAllowed(_("Bu anahtarın firması kapalı."), code="firm_inactive")
    if not key.allowed_ips:
        return
    address = client_address(request)
    if address is None or not any(
        address in ipaddress.ip_network(network) for network in key.allowed_ips
    ):
        raise NotAllowed(
            _("Bu anahtar bu IP adresinden kullanılamaz. Anahtarın IP listesini kontrol edin."),
            code="key_ip_refused",
            extra={"address": str(address) if address else None},
        )


def _note_use(key: ApiKey) -> None:
    """At most one write a minute, however busy the key is."""
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - _USE_NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
