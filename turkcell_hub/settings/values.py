"""Reads one variable and says in a sentence what it must look like (``ImproperlyConfigured``)."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_NAME = r"(?:[\w.-]+|\[[0-9A-Fa-f:.%\w]+\])"
_HOST = re.compile(rf"\*|\.?{_NAME}")
_PLACE = re.compile(rf"({_NAME})(?::(\d{{1,5}}))?")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
_LAST_PORT = 65_535


def yes_or_no(env: environ.Env, name: str, *, default: bool) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return raw in ("1", "true", "yes", "on") if raw else default
    raise ImproperlyConfigured(f"{name} must be true or false.")


def whole(env: environ.Env, name: str, *, default: int, most: int, least: int = 0) -> int:
    """A whole number of ``least`` to ``most``."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and least <= int(raw) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number between {least} and {most}.")
    return int(raw)


def number(env: environ.Env, name: str, *, default: float) -> float:
    raw = os.environ.get(name, "").strip()
    try:
        found = float(raw) if raw else default
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ImproperlyConfigured(f"{name} must be a number such as 1 or 0.5.")
    return found


def one_of(env: environ.Env, name: str, allowed: Sequence[str], *, default: str) -> str:
    """One of the words, whatever their case; empty: ``default``."""
    raw = os.environ.get(name, "").strip()
    for word in allowed:
        if (raw or default).lower() == word.lower():
            return word
    raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}.")


def address(env: environ.Env, name: str, what: str) -> str:
    """An http or https address without the slash at its end; empty where none is given."""
    url: str = env.str(name, "").strip().rstrip("/")
    if url and not is_address(url):
        raise ImproperlyConfigured(f"{name} must be {what}, with http:// or https://, or empty.")
    return url


def is_address(url: str) -> bool:
    parts = parts_of(url)
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname) and not re.search(
        r"\s", url
    )


def parts_of(url: str) -> SplitResult | None:
    """The address's parts; ``None`` where its port or its brackets cannot be read."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return None
    return parts


def is_name(host: str) -> bool:
    return bool(re.fullmatch(_NAME, host))


def hosts(env: environ.Env, name: str) -> list[str]:
    """Names that a request may ask for: no scheme, no port."""
    found = _names(env, name)
    for host in found:
        if not _HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} must be names such as hub.example.com, separated by commas, without"
                f" http:// and without a port; {host!r} is none."
            )
    return found


def places(env: environ.Env, name: str) -> list[str]:
    """Names with or without a port."""
    found = _names(env, name)
    for place in found:
        match = _PLACE.fullmatch(place)
        if not match or int(match[2] or 1) not in range(1, _LAST_PORT + 1):
            raise ImproperlyConfigured(
                f"{name} must be names such as erp.local or erp.local:8080, separated by commas,"
                f" without http://; {place!r} is none."
            )
    return found


def mail_address(env: environ.Env, name: str, default: str = "") -> str:
    """``hub@example.com`` or ``Turkcell Hub <hub@example.com>``."""
    said: str = env.str(name, "").strip() or default
    if said and not _MAIL.fullmatch(parseaddr(said)[1]):
        raise ImproperlyConfigured(f"{name} must be an e-mail address.")
    return said


def file_name(env: environ.Env, name: str) -> str:
    """A file that can be read; empty where none is given."""
    path: str = env.str(name, "").strip()
    if path and not (os.path.isfile(path) and os.access(path, os.R_OK)):
        raise ImproperlyConfigured(f"{name} must be the path of a file that can be read, or empty.")
    return path


def _names(env: environ.Env, name: str) -> list[str]:
    return [found for part in env.list(name, default=[]) if (found := part.strip())]
