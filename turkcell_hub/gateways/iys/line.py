"""The line to the registry: the address, the pace, the login, and one new login at a 401."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from turkcell_hub.gateways.errors import Busy
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply
from turkcell_hub.gateways.iys import answers
from turkcell_hub.gateways.iys.pace import shared_pace
from turkcell_hub.gateways.iys.session import Login, SessionStore, check_code, shared_store
from turkcell_hub.gateways.sms.contract import AccountConfig

BASE_URL = "https://api.iys.org.tr"
SANDBOX_URL = "https://api.sandbox.iys.org.tr"
MOST = 1000  # consents of a list, addresses of a question, movements of a page
PAGE = 100
# Requests a second of one process; the registry's ten are shared by all behind one IP.
PACE = 5
_UNKNOWN_PLACE = frozenset({"H001", "H018"})


class IysLine:
    """Calls with a bearer token for one provider. Thread-safe."""

    def __init__(
        self, config: AccountConfig, on_exchange: OnExchange | None, store: SessionStore | None
    ) -> None:
        extra = config.extra
        base_url = (config.base_url or BASE_URL).rstrip("/")
        if extra.get("sandbox") and base_url == BASE_URL:
            base_url = SANDBOX_URL
        self.base_url = base_url
        self.code = check_code(extra.get("iys_code"))
        self._http = HttpClient(
            base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._pace = shared_pace(base_url, int(extra.get("max_requests_per_second") or PACE))
        known = store or shared_store(base_url, config.username, config.password)
        self._login = Login(self._http, config.username, config.password, known, self._pace)

    def brand(self, brand: str) -> str:
        """The path of a brand."""
        return f"/sps/{self.code}/brands/{segment(brand)}"

    def call(
        self, operation: str, method: str, path: str, *, submit: bool = False, **options: Any
    ) -> Reply:
        """The answer of a call that was taken; raises as ``answers.fail``."""
        reply = self._sent(operation, method, path, submit=submit, **options)
        answers.fail(reply, submit=submit)
        return reply

    def call_or_404(self, operation: str, path: str, body: Mapping[str, Any]) -> Reply:
        """A question; a 404 that does not speak of the provider or the brand comes back."""
        reply = self._sent(operation, "POST", path, json=body)
        codes = {one.code for one in answers.errors_of(reply)}
        if reply.status != 404 or not codes or codes & _UNKNOWN_PLACE:
            answers.fail(reply)
        return reply

    def close(self) -> None:
        self._http.close()

    def _sent(self, operation: str, method: str, path: str, **options: Any) -> Reply:
        """A refused token did nothing: one new login, one more try (H351)."""
        token = self._login.token()
        reply = self._once(token, operation, method, path, **options)
        if answers.is_token_dead(reply):
            token = self._login.renew(token)
            reply = self._once(token, operation, method, path, **options)
        if answers.is_token_dead(reply):
            raise Busy("TOKEN_REFUSED", reply.answer())
        return reply

    def _once(self, token: str, operation: str, method: str, path: str, **options: Any) -> Reply:
        self._pace.wait()
        headers = {"Authorization": f"Bearer {token}"}
        return self._http.request(operation, method, path, headers=headers, **options)


def segment(text: str) -> str:
    """A value as one piece of a path."""
    return quote(str(text), safe="")
