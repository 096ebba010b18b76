"""Reads and checks the environment once, at start.

Every problem becomes ``ImproperlyConfigured`` with one sentence that names the variable
and says what it must look like.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from turkcell_hub.settings import outside, values
from turkcell_hub.settings.outside import Geocoder, Orders, Payment

LOG_LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("json", "console")


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
    database_statement_seconds: int
    backup_kept_days: int
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
    _log_words(env)
    debug = values.yes_or_no(env, "DEBUG", default=False)
    public_url, host = _public_url(env)
    hosts = values.hosts(env, "ALLOWED_HOSTS")
    from_source = debug or values.yes_or_no(env, "SERVE_STATIC_FROM_SOURCE", default=True)
    email_host = _email_host(env)
    return Environment(
        secret_key=_secret_key(env),
        debug=debug,
        allowed_hosts=hosts or [host, "localhost", "127.0.0.1", "[::1]"],
        public_url=public_url,
        https=public_url.startswith("https:"),
        field_encryption_keys=_encryption_keys(env),
        database=_database(env),
        database_statement_seconds=values.whole(
            env, "DATABASE_STATEMENT_SECONDS", default=120, most=86_400
        ),
        backup_kept_days=values.whole(env, "BACKUP_KEPT_DAYS", default=400, least=1, most=36_500),
        redis_url=_redis(env),
        data_dir=_data_dir(env, base_dir),
        static_storage=(
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if from_source
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
        serve_static_from_source=from_source,
        fake_operator_url=outside.sandbox(env),
        gateway_allowed_hosts=values.places(env, "GATEWAY_ALLOWED_HOSTS"),
        trusted_proxy_count=values.whole(env, "TRUSTED_PROXY_COUNT", default=0, most=16),
        metrics_token=_metrics_token(env),
        email_backend=(
            "django.core.mail.backends.smtp.EmailBackend"
            if email_host
            else "django.core.mail.backends.filebased.EmailBackend"
        ),
        email_host=email_host,
        email_port=values.whole(env, "EMAIL_PORT", default=587, most=65_535),
        email_user=env.str("EMAIL_USER", ""),
        email_password=env.str("EMAIL_PASSWORD", ""),
        email_tls=values.yes_or_no(env, "EMAIL_TLS", default=True),
        email_from=values.mail_address(env, "EMAIL_FROM", f"Turkcell Hub <noreply@{host}>"),
        sentry_dsn=outside.error_service(env),
        payment=outside.payment(env),
        orders=outside.orders(env),
        prices_set_by=values.one_of(env, "PRICES_SET_BY", ("operator", "firm"), default="operator"),
        membership_catalogue=values.file_name(env, "MEMBERSHIP_CATALOGUE"),
        iys_papers_catalogue=values.file_name(env, "IYS_PAPERS_CATALOGUE"),
        map_tile_url=outside.map_tile_url(env),
        map_attribution=outside.map_attribution(env),
        geocoder=outside.geocoder(env),
    )


def _secret_key(env: environ.Env) -> str:
    key = env.str("SECRET_KEY", "")
    if len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to a random text of at least 50 characters."
        )
    return key


def _metrics_token(env: environ.Env) -> str:
    token: str = env.str("METRICS_TOKEN", "")
    if token and len(token) < 32:
        raise ImproperlyConfigured(
            "METRICS_TOKEN must be a random text of at least 32 characters, or empty."
        )
    return token


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
    parts = values.parts_of(url)
    if not (
        parts
        and parts.scheme in ("postgres", "postgresql")
        and parts.path.strip("/")
        and "/" not in parts.path.strip("/")
    ):
        raise ImproperlyConfigured(
            "DATABASE_URL must be a PostgreSQL address such as"
            " postgresql://user:password@host:5432/name."
        )
    found = dict(env.db_url_config(url))
    # What a process holds that froze in a transaction (a paused machine, a cut line) everybody else
    # waits for: the server ends it. What the address itself says comes later and wins.
    idle = values.whole(env, "DATABASE_IDLE_SECONDS", default=60, most=86_400)
    options = found.setdefault("OPTIONS", {})
    said = f"-c idle_in_transaction_session_timeout={idle}s {options.get('options', '')}"
    options["options"] = said.strip()
    return found


def _redis(env: environ.Env) -> str:
    url: str = env.str("REDIS_URL", "")
    parts = values.parts_of(url)
    if not (
        parts
        and parts.scheme in ("redis", "rediss")
        and parts.hostname
        and (parts.path.strip("/") or "0").isdigit()
    ):
        raise ImproperlyConfigured(
            "REDIS_URL must be an address such as redis://:password@host:6379/0."
        )
    return url


def _public_url(env: environ.Env) -> tuple[str, str]:
    """The address that people type, and its name."""
    url: str = env.str("PUBLIC_URL", "http://localhost:8000").strip().rstrip("/")
    parts = values.parts_of(url)
    if not (parts and parts.hostname and values.is_address(url)) or parts.path or parts.query:
        raise ImproperlyConfigured(
            "PUBLIC_URL must be the address that people type, without a path, such as"
            " https://hub.example.com."
        )
    return url, parts.hostname


def _email_host(env: environ.Env) -> str:
    host: str = env.str("EMAIL_HOST", "").strip()
    if host and not values.is_name(host):
        raise ImproperlyConfigured(
            "EMAIL_HOST must be the name of the mail server, such as smtp.example.com, or empty;"
            " its port is EMAIL_PORT."
        )
    return host


def _data_dir(env: environ.Env, base_dir: Path) -> Path:
    folder = Path(env.str("TURKCELL_HUB_DATA", "") or base_dir / ".data")
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise ImproperlyConfigured("TURKCELL_HUB_DATA must be a folder that can be written.")
    return folder


def _log_words(env: environ.Env) -> None:
    """Those of ``settings.logs``, which every process reads while it is set up."""
    values.one_of(env, "LOG_LEVEL", LOG_LEVELS, default=LOG_LEVELS[0])
    values.one_of(env, "LOG_FORMAT", LOG_FORMATS, default=LOG_FORMATS[0])
