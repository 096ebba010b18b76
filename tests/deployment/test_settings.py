"""A wrong value of any variable stops the start with one sentence that names the variable."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from turkcell_hub.settings import environment, logs
from turkcell_hub.starting import WRONG_SETTING

ROOT = Path(__file__).resolve().parents[2]
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
GOOD = {
    "SECRET_KEY": "k" * 50,
    "FIELD_ENCRYPTION_KEYS": KEY,
    "DATABASE_URL": "postgresql://hub:unused@db:5432/hub",
    "REDIS_URL": "redis://redis:6379/0",
    "PUBLIC_URL": "https://hub.example.com",
}
PAID = {"PAYMENT_MERCHANT": "HUB", "PAYMENT_SECRET": "s" * 32}
WRONG = {
    "SECRET_KEY": ("", "short"),
    "FIELD_ENCRYPTION_KEYS": ("", "no key", f"{KEY},short"),
    "DATABASE_URL": (
        "",
        "mysql://hub@db/hub",
        "postgresql://hub@db:port/hub",
        "postgresql://hub@db:5432/",
        "postgresql://hub@[db/hub",
    ),
    "REDIS_URL": (
        "",
        "http://redis",
        "redis://",
        "redis://redis:port/0",
        "redis://redis:6379/first",
        "unix:///run/redis.sock",
    ),
    "PUBLIC_URL": (
        "hub.example.com",
        "ftp://hub.example.com",
        "https://",
        "https://hub.example.com:port",
        "https://hub.example.com/portal",
        "https://hub example.com",
    ),
    "DEBUG": ("maybe",),
    "SERVE_STATIC_FROM_SOURCE": ("2",),
    "EMAIL_TLS": ("ssl",),
    "TRUSTED_PROXY_COUNT": ("-1", "one", "²", "99"),
    "DATABASE_IDLE_SECONDS": ("1.5", "99999999999"),
    "DATABASE_STATEMENT_SECONDS": ("-1", "99999999999"),
    "BACKUP_KEPT_DAYS": ("0", "-1", "40000"),
    "ALLOWED_HOSTS": ("https://hub.example.com", "hub.example.com:8000", "hub example.com"),
    "GATEWAY_ALLOWED_HOSTS": ("http://erp.local", "erp.local/x", "erp.local:99999", "erp local"),
    "FAKE_OPERATOR_URL": ("operator:8001", "http://", "http://operator:port"),
    "METRICS_TOKEN": ("short",),
    "MAP_TILE_URL": ("http://tiles.example.com/{z}/{x}/{y}.png", "https://tiles.example.com/"),
    "GEOCODER_URL": ("geocoder", "ftp://geocoder"),
    "GEOCODER_CACHE_DAYS": ("-1", "4000"),
    "GEOCODER_PER_SECOND": ("-1", "nan", "fast"),
    "GEOCODER_CUSTOMERS": ("some",),
    "PAYMENT_URL": ("pay", "pay.example.com"),
    "PAYMENT_PROVIDER": ("paypal",),
    "ORDERS_URL": ("orders",),
    "ORDERS_EMAIL": ("@", "desk", "desk@"),
    "PRICES_SET_BY": ("nobody",),
    "MEMBERSHIP_CATALOGUE": ("/nowhere/papers.toml",),
    "IYS_PAPERS_CATALOGUE": ("/nowhere/papers.toml",),
    "EMAIL_HOST": ("smtp://mail.example.com", "mail.example.com:25", "mail example"),
    "EMAIL_PORT": ("smtp", "65536"),
    "EMAIL_FROM": ("Turkcell Hub", "hub@"),
    "LOG_LEVEL": ("LOUD", "10"),
    "LOG_FORMAT": ("xml",),
    "SENTRY_DSN": ("sentry", "https://sentry.example.com/1", "https://key@sentry.example.com"),
    "TURKCELL_HUB_DATA": (str(ROOT / "manage.py"),),
}
# Any text is right: names, passwords and captions of others.
FREE = {
    "EMAIL_PASSWORD", "EMAIL_USER", "GEOCODER_ATTRIBUTION", "GEOCODER_KEY",
    "MAP_TILE_ATTRIBUTION", "ORDERS_KEY", "PAYMENT_MERCHANT", "PAYMENT_SECRET",
    "POSTGRES_PASSWORD",
}  # fmt: skip
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in documented():
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_value_is_told_in_a_sentence_that_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for other, its in (PAID | {"ORDERS_KEY": "key"}).items():
        monkeypatch.setenv(other, its)
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.read(tmp_path)
    sentence = str(caught.value)
    assert re.match(rf"(\S+ ){{0,1}}{name}\b", sentence), sentence
    assert sentence.endswith("."), sentence
    assert "unused" not in sentence, "a password"


def test_no_variable_is_left_out() -> None:
    assert documented() == set(WRONG) | FREE


def test_the_example_as_it_stands_and_every_variable_empty_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """docker-compose.yml hands every line of the file over, the empty ones too."""
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    for name, value in given.items():
        monkeypatch.setenv(name, GOOD.get(name, value.strip('"')))
    read = environment.read(tmp_path)
    assert read.email_from == "Turkcell Hub <noreply@hub.example.com>"
    for name in documented() - set(GOOD):
        monkeypatch.setenv(name, "")
    assert environment.read(tmp_path).data_dir == tmp_path / ".data"


# What production wants is not what a checkout starts with; the file says what holds without a line.
OWN_DEFAULTS = {"TRUSTED_PROXY_COUNT", "SERVE_STATIC_FROM_SOURCE", "POSTGRES_PASSWORD", *GOOD}
# Beside these the captions and limits of maps and geocoder count.
SERVICES = {
    "MAP_TILE_URL": "https://tiles.example.com/{z}/{x}/{y}.png",
    "GEOCODER_URL": "https://geo.example.com",
}


@pytest.mark.parametrize("name", sorted({*WRONG, *FREE} - OWN_DEFAULTS - set(SERVICES)))
def test_a_line_of_the_example_says_what_holds_without_it(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for service, address in SERVICES.items():
        monkeypatch.setenv(service, address)
    without = environment.read(tmp_path), logging_of(name)
    line = re.search(rf"^{name}=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    if line:
        monkeypatch.setenv(name, line[1].strip('"'))
    assert (environment.read(tmp_path), logging_of(name)) == without


def logging_of(name: str) -> tuple[str, str]:
    if not name.startswith("LOG_"):
        return "", ""
    told = runpy.run_path(logs.__file__)["LOGGING"]
    return told["root"]["level"], type(told["formatters"]["structured"]["processors"][-1]).__name__


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        (
            "ALLOWED_HOSTS", "hub.example.com, .example.com,[::1],hub_2,*",
            lambda read: read.allowed_hosts
            == ["hub.example.com", ".example.com", "[::1]", "hub_2", "*"],
        ),
        (
            "GATEWAY_ALLOWED_HOSTS", "erp.local:8080, 10.0.0.5 ,[fd00::1]:9",
            lambda read: read.gateway_allowed_hosts
            == ["erp.local:8080", "10.0.0.5", "[fd00::1]:9"],
        ),
        (
            "PUBLIC_URL", "http://hub-1:8080/",
            lambda read: read.public_url == "http://hub-1:8080",
        ),
        (
            "EMAIL_FROM", "Ege Tekstil <sms@ege.example>",
            lambda read: read.email_from == "Ege Tekstil <sms@ege.example>",
        ),
        (
            "DATABASE_URL", "postgres://hub:p%40ss@db/hub?sslmode=require",
            lambda read: (read.database["PASSWORD"], read.database["OPTIONS"]["sslmode"])
            == ("p@ss", "require"),
        ),
        (
            "REDIS_URL", "rediss://:p%40ss@redis:6380",
            lambda read: read.redis_url == "rediss://:p%40ss@redis:6380",
        ),
    ],
)  # fmt: skip
def test_what_is_right_is_taken(
    name: str,
    value: str,
    read: Callable[[environment.Environment], bool],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv(name, value)
    assert read(environment.read(tmp_path))


def test_a_level_of_the_log_may_be_written_small(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    environment.read(tmp_path)
    assert runpy.run_path(logs.__file__)["LOGGING"]["root"]["level"] == "DEBUG"


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["-m", "gunicorn", "turkcell_hub.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"],
        ["-m", "celery", "-A", "turkcell_hub.celery", "worker", "--queues", "fast"],
    ],
    ids=["manage.py", "gunicorn", "celery"],
)
def test_each_way_to_start_ends_with_the_sentence_alone(command: list[str], tmp_path: Path) -> None:
    env = os.environ | GOOD | {"TURKCELL_HUB_DATA": str(tmp_path), "EMAIL_PORT": "smtp"}
    ended = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    said = ended.stdout + ended.stderr
    assert ended.returncode == WRONG_SETTING, said
    assert "wrong setting: EMAIL_PORT must be a whole number" in said
    assert "Traceback" not in said


def documented() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
