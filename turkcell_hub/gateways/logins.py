"""One account's login, shared by all adapters of this process that speak for it.

Three wrong passwords lock an account (T8), so a refused login is remembered: no
adapter that existed at that moment tries again. One that is built later may: building it is a
person's decision or follows one (the engine pauses the account).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable

from turkcell_hub.gateways.errors import BadCredentials

_logins: dict[str, SharedLogin] = {}
_logins_lock = threading.Lock()


class SharedLogin:
    """A session token and the memory of a refusal. Thread-safe; nothing outlives the process.

    ``idle`` and ``life`` (seconds): when the operator lets a token die, unused or at all.
    """

    def __init__(self, idle: float, life: float) -> None:
        self._idle, self._life = idle, life
        self._lock = threading.Lock()
        self._token = ""
        self._born = self._used = 0.0
        self._refusal: BadCredentials | None = None
        self._refused_at = 0.0

    def token(self, login: Callable[[], str], since: float) -> str:
        """The living token, or one login by one thread while the others wait for it.

        ``since``: when (``time.monotonic``) the asking adapter was built.
        Raises ``BadCredentials`` without a call when the login was refused after that.
        """
        with self._lock:
            self._guard(since)
            now = time.monotonic()
            if not (
                self._token and now - self._used < self._idle and now - self._born < self._life
            ):
                self._token = ""
                try:
                    self._token = login()
                except BadCredentials as refusal:
                    self._remember(refusal)
                    raise
                self._born = time.monotonic()
            self._used = time.monotonic()
            return self._token

    def drop(self, token: str) -> None:
        """Forgets a token that the operator no longer takes; a newer one stays."""
        with self._lock:
            if self._token == token:
                self._token = ""

    def guard(self, since: float) -> None:
        """Raises ``BadCredentials`` when the account was refused after ``since``."""
        with self._lock:
            self._guard(since)

    def refuse(self, refusal: BadCredentials) -> None:
        """Remembers a refusal that came in answer to anything else than a login."""
        with self._lock:
            self._remember(refusal)

    def _remember(self, refusal: BadCredentials) -> None:
        self._token = ""
        self._refusal, self._refused_at = refusal, time.monotonic()

    def _guard(self, since: float) -> None:
        if self._refusal is not None and self._refused_at >= since:
            raise BadCredentials(self._refusal.reason, self._refusal.answer)


def shared_login(
    base_url: str, username: str, password: str, *, idle: float = 0.0, life: float = 0.0
) -> SharedLogin:
    """The login of these credentials; a changed password is another login."""
    account = "\0".join((base_url, username, password)).encode()
    key = hashlib.sha256(account).hexdigest()
    with _logins_lock:
        return _logins.setdefault(key, SharedLogin(idle, life))
