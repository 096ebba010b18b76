"""Tokens: two hours to work, four to refresh, and the newest refresh token alone is good."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Pair:
    access: str
    refresh: str


class Tokens:
    """Kept in memory only: after a restart everybody logs in again."""

    def __init__(self, seed: int) -> None:
        self._key = hashlib.sha256(f"registry {seed}".encode()).digest()
        self._numbers = itertools.count(1)
        self.forget()

    def forget(self) -> None:
        self._access: dict[str, tuple[str, float]] = {}
        self._refresh: dict[str, tuple[str, float]] = {}

    def issue(
        self, username: str, claims: dict[str, Any], now: float, life: float, refresh_life: float
    ) -> Pair:
        pair = Pair(
            self._signed({**claims, "typ": "Bearer", "iat": int(now), "exp": int(now + life)}),
            self._signed({"typ": "Refresh", "iat": int(now), "exp": int(now + refresh_life)}),
        )
        self._access[pair.access] = (username, now + life)
        self._refresh[pair.refresh] = (username, now + refresh_life)
        return pair

    def holder(self, access: str, now: float) -> str | None:
        """Whose token it is; None when it is unknown or its time is over."""
        username, until = self._access.get(access, ("", 0.0))
        return username if until > now else None

    def spend(self, refresh: str, now: float) -> str | None:
        """Whose refresh token it was: it is good for one time."""
        username, until = self._refresh.pop(refresh, ("", 0.0))
        return username if until > now else None

    def revoke(self) -> None:
        """Nobody's access token is good any more; refresh tokens are."""
        self._access.clear()

    def _signed(self, claims: dict[str, Any]) -> str:
        head = _encoded(orjson.dumps({"alg": "HS256", "typ": "JWT"}))
        body = _encoded(orjson.dumps({**claims, "jti": next(self._numbers)}))
        mark = hmac.new(self._key, f"{head}.{body}".encode(), hashlib.sha256).digest()
        return f"{head}.{body}.{_encoded(mark)}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
