"""The session with Mesaj Üssü: one token, one new login when it died, none after a refusal."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, Refused, Unreachable
from turkcell_hub.gateways.http import HttpClient, OnExchange
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms import mesajussu_codes
from turkcell_hub.gateways.sms.common import Answer
from turkcell_hub.gateways.sms.contract import AccountConfig

# A token dies after 24 hours or 10 minutes without use; ours ends a little earlier.
TOKEN_LIFE, TOKEN_IDLE = timedelta(hours=23, minutes=30), timedelta(minutes=9, seconds=30)
TOKEN_LIMIT = 8_000


class MesajUssuLine:
    """Calls with the header ``token``. Thread-safe."""

    def __init__(
        self, config: AccountConfig, base_url: str, on_exchange: OnExchange | None
    ) -> None:
        self._config = config
        self._http = HttpClient(
            base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(
            base_url,
            config.username,
            config.password,
            idle=TOKEN_IDLE.total_seconds(),
            life=TOKEN_LIFE.total_seconds(),
        )

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        submit: bool = False,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Answer:
        """The JSON of a success. A dead token (908, 918) took nothing: one new login, one more
        try. Raises the gateway family; a refused account is refused from then on."""
        for _ in range(2):
            token = self._login.token(self._log_in, self._born)
            reply = self._http.request(
                operation,
                method,
                path,
                submit=submit,
                headers={**(headers or {}), "token": token},
                **options,
            )
            code = mesajussu_codes.code_of(reply)
            if code not in mesajussu_codes.TOKEN_DEAD:
                break
            self._login.drop(token)
        else:
            raise Busy("TOKEN_REFUSED", reply.answer(str(code)))
        try:
            return Answer(mesajussu_codes.read(reply, submit=submit), reply)
        except BadCredentials as refusal:
            self._login.refuse(refusal)
            raise

    def close(self) -> None:
        self._http.close()

    def _log_in(self) -> str:
        """A new token. Whatever goes wrong here, no message has left."""
        reply = self._http.request(
            "login",
            "POST",
            "/v2/login",
            json={"username": self._config.username, "password": self._config.password},
        )
        try:
            body = mesajussu_codes.read(reply)
        except Refused as refusal:
            raise BadCredentials(refusal.reason, refusal.answer) from None
        except Broken:
            body = None
        token = body.get("token") if isinstance(body, dict) else None
        if isinstance(token, str) and 0 < len(token) <= TOKEN_LIMIT:
            token = token.strip()
            if token.isascii() and token.isprintable() and token:
                return token
        raise Unreachable("LOGIN_UNREADABLE", reply.answer())
