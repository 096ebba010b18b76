"""How a process of the product ends when a setting is wrong: with the sentence that names the
variable, not with the way through the program that led there."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Gunicorn's word for "it will not come up by itself": with any other it would try for ever.
WRONG_SETTING = 3


def read_settings() -> None:
    """Reads the settings, once a process. Ends it with ``WRONG_SETTING`` when one is wrong."""
    try:
        _first = settings.SECRET_KEY
    except ImproperlyConfigured as problem:
        sys.stderr.write(f"{told(problem)}\n")
        raise SystemExit(WRONG_SETTING) from None


def told(problem: ImproperlyConfigured) -> str:
    return f"Ayar hatası / wrong setting: {problem}"
