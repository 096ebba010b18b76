"""Helpers for tests that talk to the fake operator."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.nursery import Child, nursery
from turkcell_hub.fake_operator import process

_SECONDS = 30


class FakeOperatorProcess(process.FakeOperatorProcess):
    """The product's own, begun quickly (``tests/support/nursery.py``)."""

    def _begin(self, arguments: list[str]) -> Child:
        return nursery().begin(arguments)


class ControlClient:
    """The control API of docs/fake-operator.md. Every refusal raises ``ControlError``."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no netrc lies on the way to this machine

    def _call(self, method: str, path: str, **options: Any) -> Any:
        answer = self._session.request(
            method, f"{self.url}/__control__{path}", timeout=_SECONDS, **options
        )
        if answer.status_code != requests.codes.ok:
            raise ControlError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def create_account(
        self, username: str, protocol: str, password: str = "dogru-sifre", **settings: Any
    ) -> dict[str, Any]:
        wanted = {"username": username, "password": password, "protocol": protocol, **settings}
        return self._call("POST", "/accounts", json=wanted)

    def account(self, username: str) -> dict[str, Any]:
        return self._call("GET", f"/accounts/{username}")

    def change_account(self, username: str, **settings: Any) -> dict[str, Any]:
        return self._call("PATCH", f"/accounts/{username}", json=settings)

    def script(self, username: str, *steps: dict[str, Any]) -> None:
        """What the account's next exchanges do, in order."""
        self._call("POST", f"/accounts/{username}/scripts", json={"steps": list(steps)})

    def forget_scripts(self, username: str) -> None:
        self._call("DELETE", f"/accounts/{username}/scripts")

    def chaos(self, username: str, *rules: dict[str, Any], seed: int = 1) -> None:
        body = {"rules": list(rules), "seed": seed}
        self._call("PUT", f"/accounts/{username}/chaos", json=body)

    def inbound(self, username: str, phone: str, content: str, **more: str) -> int:
        body = {"from": phone, "content": content, **more}
        return self._call("POST", f"/accounts/{username}/inbound", json=body)["message_id"]

    def open_order_key(self, key: str, step: float = 0) -> None:
        """``step``: seconds after which an order goes on by itself; 0: by hand alone."""
        self._call("PUT", f"/order-keys/{key}", json={"step": step})

    def orders(self) -> list[dict[str, Any]]:
        return self._call("GET", "/orders")

    def say_of_order(self, order_id: str, states: dict[str, str], note: str = "") -> dict[str, Any]:
        return self._call("POST", f"/orders/{order_id}", json={"states": states, "note": note})

    def order_events(self) -> list[dict[str, Any]]:
        """What listeners were told, the newest last."""
        return list(self._call("GET", "/order-events"))

    def order_stumbles(self, *steps: str) -> None:
        """The next orders meet ``lose``, ``busy`` or ``down``."""
        self._call("POST", "/order-stumbles", json={"steps": list(steps)})

    def put_erp(self, code: str, **facts: Any) -> None:
        """Opens or changes a firm of the sandbox's ERPs: login, cards, closed period, stumbles."""
        self._call("PUT", f"/erp/firms/{code}", json=facts)

    def erp(self, code: str) -> dict[str, Any]:
        """A firm with every slip that it booked."""
        return self._call("GET", f"/erp/firms/{code}")

    def now(self) -> float:
        return self._call("GET", "/clock")["epoch"]

    def advance(self, seconds: float) -> None:
        """Moves the operator's clock; pushes that are due on the way have been made."""
        self._call("POST", "/clock", json={"advance_seconds": seconds})

    def set_clock(self, moment: str) -> None:
        """ISO 8601 with offset."""
        self._call("POST", "/clock", json={"set": moment})

    def settle(self) -> None:
        """Fires what is due now and waits for its pushes."""
        self._call("POST", "/settle")

    def truth(self, account: str, *, after: int = 0, limit: int = 100_000) -> dict[str, Any]:
        wanted = {"account": account, "after": after, "limit": limit}
        return self._call("GET", "/truth", params=wanted)

    def requests(self, account: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
        """What was seen on the wire: kinds login, send, query and push."""
        wanted = {"account": account, "kind": kind, "limit": 100_000}
        return self._call("GET", "/requests", params=wanted)["requests"]

    # --- bills ------------------------------------------------------------------------------

    def make_bill(
        self, username: str, shape: str, number: str, issue_date: str, **more: Any
    ) -> dict[str, Any]:
        """A bill of a shape; what it is worth and what each number owes."""
        body = {"shape": shape, "number": number, "issue_date": issue_date, **more}
        return self._call("POST", f"/accounts/{username}/bills", json=body)

    def bills(self, username: str) -> list[dict[str, Any]]:
        """Every bill of the account as the operator knows it, and whether it was taken."""
        return self._call("GET", f"/accounts/{username}/bills")["bills"]

    # --- the consent registry ---------------------------------------------------------------

    def reset_registry(self) -> None:
        """Forgets providers, consents, tokens, counters and switches."""
        self._call("POST", "/iys/reset")

    def change_registry(self, **settings: Any) -> dict[str, Any]:
        return self._call("PATCH", "/iys/settings", json=settings)

    def put_provider(self, iys_code: int, **facts: Any) -> dict[str, Any]:
        return self._call("PUT", f"/iys/providers/{iys_code}", json=facts)

    def fill_consents(self, brand: int, *rows: dict[str, Any]) -> int:
        """Records as they are told, whatever the rules."""
        return self._call("POST", f"/iys/brands/{brand}/consents", json={"rows": rows})["stored"]

    def consents_of(self, recipient: str) -> list[dict[str, Any]]:
        found = self._call("GET", "/iys/records", params={"recipient": recipient})
        return found["records"]

    def citizen(self, recipient: str, **choice: Any) -> list[dict[str, Any]]:
        """A person refuses or approves at the registry itself."""
        body = {"recipient": recipient, **choice}
        return self._call("POST", "/iys/citizen", json=body)["movements"]

    def close_line(self, recipient: str) -> list[dict[str, Any]]:
        body = {"recipient": recipient}
        return self._call("POST", "/iys/closed-line", json=body)["movements"]

    def registry_truth(self, brand: int | None = None, **query: int) -> dict[str, Any]:
        wanted = {**query, **({} if brand is None else {"brand": brand})}
        return self._call("GET", "/iys/truth", params=wanted)

    def registry_counters(self) -> dict[str, Any]:
        return self._call("GET", "/iys/counters")

    def revoke_registry_tokens(self) -> None:
        self._call("POST", "/iys/revoke-tokens")


class ControlError(Exception):
    """The control API said no."""
