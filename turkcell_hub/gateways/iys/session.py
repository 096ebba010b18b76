"""The login at the registry: one pair of tokens for an account, shared by all processes.

A token lives two hours and is renewed five minutes before its end
with the newest refresh token. After H084 no token call may be made for an hour, or the hour
begins anew. Wrong credentials answer 400 and are never tried again by a machine.

Gateways know no database: whoever opens the adapter passes a ``SessionStore``.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from turkcell_hub.gateways.errors import BadCredentials, Busy, Refused, Unreachable
from turkcell_hub.gateways.http import HttpClient, Reply
from turkcell_hub.gateways.iys.answers import HOUR, TOO_FAST, clip, errors_of, fail
from turkcell_hub.gateways.iys.pace import Pace

MARGIN = 300.0
LONGEST_TOKEN = 16_000


@dataclass(frozen=True)
class Session:
    """What is known of a login. Times are seconds since 1970 by our clock. ``login`` names the
    credentials that it was made with; ``refused_at`` is 0 unless they were refused."""

    login: str = ""
    access: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    access_ends: float = 0.0
    refresh_ends: float = 0.0
    refused_at: float = 0.0
    refusal: str = ""

    def to_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Session:
        """An empty session for a record that another version wrote."""
        try:
            return cls(**record)
        except TypeError:
            return cls()


class SessionStore(Protocol):
    """Where the session of one account lives."""

    def held(self) -> AbstractContextManager[None]:
        """One holder at a time over all processes; a dead holder is forgotten after a while.
        Raises ``Busy`` when the turn does not come."""

    def load(self) -> Session: ...

    def save(self, session: Session) -> None: ...

    def halted_until(self) -> float:
        """When token calls to this address may be made again; 0 when they may now. The limit
        counts by IP, so a halt holds for every account of the installation."""

    def halt(self, until: float) -> None: ...


class MemoryStore:
    """A session for this process alone."""

    _halts: dict[str, float] = {}  # noqa: RUF012 - shared on purpose: the limit is the IP's

    def __init__(self, base_url: str = "") -> None:
        self._base_url = base_url
        self._lock = threading.Lock()
        self._session = Session()

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._lock:
            yield

    def load(self) -> Session:
        return self._session

    def save(self, session: Session) -> None:
        self._session = session

    def halted_until(self) -> float:
        return self._halts.get(self._base_url, 0.0)

    def halt(self, until: float) -> None:
        self._halts[self._base_url] = until


_stores: dict[str, MemoryStore] = {}
_stores_lock = threading.Lock()


def shared_store(base_url: str, username: str, password: str) -> MemoryStore:
    """The one session of these credentials in this process."""
    key = _fingerprint(base_url, username, password)
    with _stores_lock:
        return _stores.setdefault(key, MemoryStore(base_url))


def _fingerprint(*secrets: str) -> str:
    return hashlib.sha256("\0".join(secrets).encode()).hexdigest()


class Login:
    """Gives the living token. Thread-safe."""

    def __init__(
        self, http: HttpClient, username: str, password: str, store: SessionStore, pace: Pace
    ) -> None:
        self._http, self._store, self._pace = http, store, pace
        self._username, self._password = username, password
        self._name = _fingerprint(repr(http), username, password)
        self._born = time.time()
        self._known = Session()

    def token(self) -> str:
        """Makes a call only when no process has a token that lives five minutes more.

        Raises ``BadCredentials`` for refused credentials, without a call when they were refused
        after this adapter was built; ``Busy`` while token calls are halted.
        """
        known = self._known
        if self._is_fresh(known):
            return known.access
        return self._changed(dead="")

    def renew(self, dead: str) -> str:
        """A token other than ``dead``, which the registry refused: another process's newer
        one, else one new login with the password."""
        return self._changed(dead)

    def _changed(self, dead: str) -> str:
        with self._store.held():
            session = self._store.load()
            if session.login != self._name:
                session = Session(login=self._name)
            self._guard(session)
            if session.access == dead or not self._is_fresh(session):
                session = self._obtained(session, by_refresh=not dead)
                self._store.save(session)
            self._known = session
            return session.access

    def _is_fresh(self, session: Session) -> bool:
        return bool(session.access) and session.access_ends - MARGIN > time.time()

    def _guard(self, session: Session) -> None:
        if session.refused_at >= self._born:
            raise BadCredentials(session.refusal or "LOGIN_REFUSED")

    def _obtained(self, session: Session, *, by_refresh: bool) -> Session:
        if by_refresh and session.refresh and session.refresh_ends > time.time():
            try:
                return self._asked(grant_type="refresh_token", refresh_token=session.refresh)
            except BadCredentials:
                # Spent or forgotten there (400). The password has not been doubted.
                self._store.save(replace(session, access="", refresh=""))
        try:
            return self._asked(
                grant_type="password", username=self._username, password=self._password
            )
        except BadCredentials as refused:
            self._store.save(
                Session(login=self._name, refused_at=time.time(), refusal=refused.reason)
            )
            raise

    def _asked(self, **fields: str) -> Session:
        """One token call, never within a halt."""
        wait = self._store.halted_until() - time.time()
        if wait > 0:
            raise Busy("TOKEN_LIMIT", retry_after=wait)
        self._pace.wait()
        asked_at = time.time()
        reply = self._http.request("token", "POST", "/oauth2/token", json=fields)
        if reply.status == 429:
            self._slow_down(reply)
        if reply.status in (400, 401):
            body = reply.json_object()
            answer = reply.answer(clip(body.get("error")), clip(body.get("error_description")))
            raise BadCredentials("LOGIN_REFUSED", answer)
        fail(reply)
        return self._read(reply, asked_at)

    def _slow_down(self, reply: Reply) -> None:
        """A 429 here means the hourly limit unless it names the other one."""
        if any(one.code in TOO_FAST for one in errors_of(reply)):
            fail(reply)
        self._store.halt(time.time() + HOUR)
        raise Busy("TOKEN_LIMIT", reply.answer("H084"), retry_after=HOUR)

    def _read(self, reply: Reply, asked_at: float) -> Session:
        body = reply.json_object()
        access, refresh = body.get("access_token"), body.get("refresh_token")
        try:
            life = float(body.get("expires_in") or 0)
            refresh_life = float(body.get("refresh_expires_in") or 0)
        except (TypeError, ValueError):
            life = refresh_life = 0.0
        if not _is_token(access):
            raise Unreachable("LOGIN_UNREADABLE", reply.answer())
        return Session(
            login=self._name,
            access=str(access),
            refresh=str(refresh) if _is_token(refresh) else "",
            access_ends=asked_at + life,
            refresh_ends=asked_at + refresh_life,
        )


def _is_token(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TOKEN:
        return False
    return value.isascii() and value.isprintable() and " " not in value


def check_code(value: object) -> str:
    """The provider's number. Raises ``Refused`` when it is none."""
    text = str(value or "").strip()
    if not (text.isascii() and text.isdigit()):
        raise Refused("IYS_CODE_MISSING")
    return text
