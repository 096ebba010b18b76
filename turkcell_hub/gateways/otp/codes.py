"""Codes that we make and check ourselves: from the system's randomness, kept as keyed hashes.

A code of six digits has a million values, so a plain hash of it is no secret; the key stands
outside the database. Each ticket names its key, so keys are rotated
by putting the new one in front.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

_PURPOSE = b"turkcell-hub one-time codes"


class CodeBook:
    """``keys``: the ring, the newest first; each is narrowed to this one purpose."""

    def __init__(self, keys: Sequence[bytes], length: int = 6) -> None:
        if not keys:
            raise ValueError("codes need a key")
        self._length = length
        narrowed = [hmac.digest(key, _PURPOSE, "sha256") for key in keys]
        self._keys = {hashlib.sha256(key).hexdigest()[:8]: key for key in narrowed}
        self._newest = next(iter(self._keys))

    def __repr__(self) -> str:
        return "<CodeBook>"

    def new(self, reference: str) -> tuple[str, str]:
        """A fresh code and its ticket. ``reference`` binds the two to one sending."""
        code = f"{secrets.randbelow(10**self._length):0{self._length}d}"
        return code, f"{self._newest}.{reference}.{self._mac(self._newest, reference, code)}"

    def fits(self, ticket: str, code: str) -> bool:
        """In constant time. False also for a ticket whose key is no longer in the ring."""
        key_id, _, rest = ticket.partition(".")
        reference, _, mac = rest.rpartition(".")
        known = key_id in self._keys
        wanted = self._mac(key_id if known else self._newest, reference, code)
        return hmac.compare_digest(wanted, mac) and known

    def _mac(self, key_id: str, reference: str, code: str) -> str:
        message = f"{reference}\0{code}".encode()
        return hmac.new(self._keys[key_id], message, "sha256").hexdigest()
