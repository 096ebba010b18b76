"""All settings, read from the environment (``.env.example`` documents each variable).

A wrong or missing value stops the start with one sentence that names the variable.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy

from turkcell_hub.settings.environment import read

BASE_DIR = Path(__file__).resolve().parents[2]
ENV = read(BASE_DIR)

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
PUBLIC_URL = ENV.public_url
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
FIELD_ENCRYPTION_KEYS = ENV.field_encryption_keys
FAKE_OPERATOR_URL = ENV.fake_operator_url
PAYMENT = ENV.payment
ORDERS = ENV.orders
PRICES_SET_BY = ENV.prices_set_by
MEMBERSHIP_CATALOGUE = ENV.membership_catalogue
IYS_PAPERS_CATALOGUE = ENV.iys_papers_catalogue
GATEWAY_ALLOWED_HOSTS = ENV.gateway_allowed_hosts
TRUSTED_PROXY_COUNT = ENV.trusted_proxy_count
METRICS_TOKEN = ENV.metrics_token
MAP_TILE_URL = ENV.map_tile_url
MAP_ATTRIBUTION = ENV.map_attribution
GEOCODER = ENV.geocoder
_TILES = ["https://" + MAP_TILE_URL.split("/")[2]] if MAP_TILE_URL else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "turkcell_hub.portal",
    "turkcell_hub.api",
    "turkcell_hub.audit",
    "turkcell_hub.tenancy",
    "turkcell_hub.ledger",
    "turkcell_hub.jobs",
    "turkcell_hub.outbox",
    "turkcell_hub.events",
    "turkcell_hub.erp",
    "turkcell_hub.billing",
    "turkcell_hub.applications",
    "turkcell_hub.help",
    "turkcell_hub.sandbox",
    "turkcell_hub.privacy",
    "turkcell_hub.membership",
    "turkcell_hub.demo",
    "iys_consent",
    "messaging",
    "invoices",
    "otp",
    "fieldteams",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "turkcell_hub.tenancy.middleware.LanguageMiddleware",
    "turkcell_hub.tenancy.middleware.FirmScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "turkcell_hub.urls"
WSGI_APPLICATION = "turkcell_hub.wsgi.application"
ASGI_APPLICATION = "turkcell_hub.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # Named loaders would not be cached: each page would read and parse its templates anew.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "turkcell_hub.portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "turkcell_hub.portal.forms.drawing.Renderer"

DATABASES = {"default": ENV.database}
DATABASE_STATEMENT_SECONDS = ENV.database_statement_seconds  # of web requests alone
BACKUP_KEPT_DAYS = ENV.backup_kept_days
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
# What a filter shows that asks nothing.
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("Hepsi")

REDIS_URL = ENV.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hub",
    }
}

AUTH_USER_MODEL = "tenancy.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "turkcell_hub.tenancy.backends.PersonBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_HANDLER = "turkcell_hub.tenancy.login_throttle.LoginThrottle"
AXES_FAILURE_LIMIT = 5
# A network from which passwords of more different accounts failed within the cool-off waits.
LOGIN_ACCOUNTS_LIMIT = 20
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "tenancy/locked_out.html"
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "turkcell_hub.api.peers.network_of"
AXES_ENABLE_ADMIN = False
OTP_TOTP_ISSUER = "Turkcell Hub"

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Istanbul"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["turkcell_hub.portal.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = ENV.data_dir / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENV.data_dir / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": ENV.static_storage},
}
WHITENOISE_USE_FINDERS = ENV.serve_static_from_source
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_ENGINE = "turkcell_hub.tenancy.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "turkcell_hub.portal.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if ENV.https:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_TILES],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "frame-src": ["'self'"],
        "base-uri": ["'none'"],
    }
}

EMAIL_BACKEND = ENV.email_backend
EMAIL_HOST, EMAIL_PORT = ENV.email_host, ENV.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.email_user, ENV.email_password
EMAIL_USE_TLS = ENV.email_tls
DEFAULT_FROM_EMAIL = ENV.email_from
EMAIL_FILE_PATH = ENV.data_dir / "mail"

from turkcell_hub.settings.api import *  # noqa: E402, F403
from turkcell_hub.settings.logs import LOGGING  # noqa: E402, F401
from turkcell_hub.settings.queues import *  # noqa: E402, F403

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # tenancy.request_logs says it
PROMETHEUS_EXPORT_MIGRATIONS = False
SILENCED_SYSTEM_CHECKS: list[str] = []

if ENV.sentry_dsn:
    from turkcell_hub.settings import errors_out

    errors_out.install(ENV.sentry_dsn)
