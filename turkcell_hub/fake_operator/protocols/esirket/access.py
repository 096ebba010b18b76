"""Who may in at e-Şirket: a token for twelve hours, three wrong passwords, 120 days (8.4)."""

from __future__ import annotations

import hmac
import secrets

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu import codes
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused

LIFE, WRONG_TRIES = 12 * 3600.0, 3


class BadFirm(Exception):
    """The firm code is not the account's."""


class Access:
    """The living tokens, in memory alone."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tokens: dict[str, tuple[Desk, float]] = {}

    async def log_in(self, username: str, password: str, firm: str, address: str) -> str:
        """A token. Raises codes.Refused with 902, 907, 900, 913 or 823, and BadFirm."""
        desk = self.known(username, firm)
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
        if account.password_expired(self._world.clock.now()):
            raise Refused(codes.PASSWORD_EXPIRED)
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (desk, self._world.clock.now())
        return token

    def known(self, username: str, firm: str) -> Desk:
        """Raises BadFirm."""
        desk = self._world.desks.get(username)
        if desk is None or desk.account.protocol != "esirket":
            raise BadFirm
        if firm != (desk.account.firm_code or username):
            raise BadFirm
        return desk

    def desk_of(self, header: str) -> Desk:
        """Raises codes.Refused for a token that is dead; it dies with its password too."""
        token = header.removeprefix("Bearer ")
        desk, begun = self._tokens.get(token, (None, 0.0))
        now = self._world.clock.now()
        if desk is None or now - begun > LIFE:
            raise Refused(codes.TOKEN_OLD)
        if desk.account.locked or desk.account.password_expired(now):
            raise Refused(codes.TOKEN_OLD)
        return desk

    def forget(self, desk: Desk) -> None:
        self._tokens = {t: kept for t, kept in self._tokens.items() if kept[0] is not desk}

    def by_key(self, key: str) -> Desk | None:
        """The account of TM Forum 678 that this key opens."""
        for desk in self._world.desks.values():
            account = desk.account
            if account.protocol == "tmf678" and hmac.compare_digest(account.password, key):
                return desk
        return None
