"""HMAC-SHA256 over named values, as hosted payment pages want it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

SIGNATURE_HEADER = "X-Payment-Signature"


def of_values(secret: str, values: Mapping[str, str]) -> str:
    """Over ``name=value`` lines in the order of the names; ``signature`` itself is left out."""
    lines = [f"{name}={values[name]}" for name in sorted(values) if name != "signature"]
    return of_body(secret, "\n".join(lines).encode())


def of_body(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def matches(told: str, right: str) -> bool:
    """In constant time; whatever was told is compared as bytes."""
    return hmac.compare_digest(told.encode(), right.encode())
