"""Login and tokens: 24 hours at most, 10 minutes without use, bound to the caller's address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

import orjson

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu import codes
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused

LIFE, IDLE, WRONG_TRIES = 24 * 3600.0, 600.0, 3


@dataclass(slots=True)
class Session:
    desk: Desk
    address: str
    begun: float
    used: float


class Sessions:
    """The living tokens. They are in memory alone: after a restart every token is wrong."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._key = secrets.token_bytes(32)

    async def login(self, username: str, password: str, address: str) -> str:
        """A new token. Raises Refused."""
        desk = self._world.desks.get(username)
        if desk is None or desk.account.protocol != "mesajussu":
            raise Refused(codes.NO_USER)
        await self._check(desk, password, address)
        now = self._world.clock.now()
        token = self._token(desk, address, now)
        self._sessions[token] = Session(desk, address, now, now)
        return token

    async def _check(self, desk: Desk, password: str, address: str) -> None:
        account = desk.account
        if account.allowed_ips is not None and address not in account.allowed_ips:
            raise Refused(codes.IP_REFUSED)
        if account.locked:
            raise Refused(codes.LOCKED)
        if not hmac.compare_digest(account.password.encode(), password.encode()):
            account.failed_logins += 1
            account.locked = account.failed_logins >= WRONG_TRIES
            await self._world.save_account(desk)
            raise Refused(codes.LOCKED if account.locked else codes.WRONG_PASSWORD)
        if account.failed_logins:
            account.failed_logins = 0
            await self._world.save_account(desk)
        if account.state_code is not None:
            raise Refused(account.state_code)
        if account.password_expired(self._world.clock.now()):
            raise Refused(codes.PASSWORD_EXPIRED)

    def desk_of(self, token: str | None, address: str) -> Desk:
        """The account behind the token. Raises Refused."""
        session = self._sessions.get(token or "")
        if session is None:
            raise Refused(codes.TOKEN_WRONG)
        now = self._world.clock.now()
        if now - session.begun > LIFE or now - session.used > IDLE:
            del self._sessions[token or ""]
            raise Refused(codes.TOKEN_OLD)
        if session.address != address:
            raise Refused(codes.IP_REFUSED)
        session.used = now
        return session.desk

    def _token(self, desk: Desk, address: str, now: float) -> str:
        claims = {
            "msisdn": desk.account.username, "ip": address, "userId": desk.account.username,
            "validity": int(LIFE * 1000), "created": int(now * 1000), "jti": secrets.token_hex(8),
        }  # fmt: skip
        signed = ".".join(_encoded(orjson.dumps(part)) for part in ({"alg": "HS256"}, claims))
        seal = hmac.new(self._key, signed.encode(), hashlib.sha256).digest()
        return f"MU_{signed}.{_encoded(seal)}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
