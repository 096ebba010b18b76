"""The sandbox operator's control (docs/fake-operator.md): accounts, stumbles, replies, bills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import HttpClient, Reply, fail_by_status

_BASE = "/__control__"


class SandboxControl:
    """Raises ``Refused`` with the sandbox's own words for what it does not take, and the rest of
    the gateway family when it is away."""

    def __init__(self, url: str, *, timeout: float = 15.0) -> None:
        self._http = HttpClient(url, read_timeout=timeout, connect_timeout=3.0)

    def open_account(self, username: str, protocol: str, wanted: Mapping[str, Any]) -> None:
        """A new account; one that is there already takes what is wanted and is unlocked."""
        known = {one["username"] for one in self._call("GET", "/accounts")}
        if username in known:
            self.change(username, {**wanted, "unlock": True})
        else:
            told = {**wanted, "username": username, "protocol": protocol}
            self._call("POST", "/accounts", told)

    def change(self, username: str, wanted: Mapping[str, Any]) -> None:
        self._call("PATCH", f"/accounts/{username}", wanted)

    def open_registry(self, code: int, title: str) -> None:
        """The firm at the consent registry, with a brand of the same code."""
        told = {"title": title, "brands": [{"code": code, "name": title}]}
        self._call("PUT", f"/iys/providers/{code}", told)

    def script(self, username: str, steps: Sequence[Mapping[str, Any]]) -> int:
        """What meets the account's next exchanges; returns how many wait."""
        answer = self._call("POST", f"/accounts/{username}/scripts", {"steps": list(steps)})
        return int(answer["waiting"])

    def inbound(self, username: str, told: Mapping[str, Any]) -> str:
        """Somebody writes to the account's number; the id of what he wrote."""
        return str(self._call("POST", f"/accounts/{username}/inbound", told)["message_id"])

    def make_bill(self, username: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = self._call("POST", f"/accounts/{username}/bills", wanted)
        return made

    def shapes(self) -> list[str]:
        return list(self._call("GET", "/bill-shapes"))

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        reply = self._http.request(f"sandbox {path}", method, _BASE + path, json=body)
        fail_by_status(reply, submit=False)
        if reply.status >= 400:
            raise Refused("SANDBOX_REFUSED", reply.answer(text=_words(reply)))
        return reply.json()


def _words(reply: Reply) -> str:
    return str(reply.json_object().get("error") or reply.text)[:300]
