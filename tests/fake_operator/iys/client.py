"""A plain HTTP client of the registry; every answer is held against the contract."""

from __future__ import annotations

from typing import Any

import requests

from tests.fake_operator.contracts import contract

PASSWORD = "dogru-sifre"
PHONE, MAIL = "+905321112233", "ayse@ornek.com.tr"
TODAY = "2026-11-23 09:00:00"


def consent(**fields: Any) -> dict[str, Any]:
    """An ordinary approval; ``None`` leaves a field out."""
    body = {
        "recipient": PHONE, "type": "MESAJ", "status": "ONAY", "source": "HS_WEB",
        "consentDate": TODAY, "recipientType": "BIREYSEL", **fields,
    }  # fmt: skip
    return {name: value for name, value in body.items() if value is not None}


def codes(answer: requests.Response) -> list[str]:
    return sorted(one["code"] for one in answer.json()["errors"])


class IysClient:
    """Paths are relative to the brand unless they begin with a slash."""

    def __init__(self, url: str, username: str, iys_code: int, brand: int) -> None:
        self.url = url
        self.username = username
        self.brand = f"/sps/{iys_code}/brands/{brand}"
        self.http = requests.Session()
        self.tokens: dict[str, Any] = {}

    def token(self, **fields: Any) -> requests.Response:
        body = {"grant_type": "password", "username": self.username, "password": PASSWORD}
        body = {name: value for name, value in {**body, **fields}.items() if value is not None}
        return self.call("POST", "/oauth2/token", json=body)

    def login(self) -> None:
        answer = self.token()
        assert answer.status_code == 200, answer.text
        self.use(answer.json())

    def use(self, tokens: dict[str, Any]) -> None:
        self.tokens = tokens
        self.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    def call(
        self, method: str, path: str, *, check: bool = True, **options: Any
    ) -> requests.Response:
        options.setdefault("timeout", 20)
        full = path if path.startswith("/") else f"{self.brand}/{path}"
        answer = self.http.request(method, self.url + full, **options)
        if check:
            contract("iys").check_answer(answer)
        return answer

    def add(self, *, v2: bool = False, **fields: Any) -> requests.Response:
        prefix = "/v2" if v2 else ""
        return self.call("POST", f"{prefix}{self.brand}/consents", json=consent(**fields))

    def add_many(self, *rows: dict[str, Any], v2: bool = False) -> requests.Response:
        prefix = "/v2" if v2 else ""
        return self.call("POST", f"{prefix}{self.brand}/consents/request", json=list(rows))

    def results(self, request_id: str, *, v2: bool = False) -> Any:
        prefix = "/v2" if v2 else ""
        answer = self.call("GET", f"{prefix}{self.brand}/consents/request/{request_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def status(self, recipient: str = PHONE, **fields: Any) -> requests.Response:
        body = {"recipient": recipient, "recipientType": "BIREYSEL", "type": "MESAJ", **fields}
        body = {name: value for name, value in body.items() if value is not None}
        return self.call("POST", "consents/status", json=body)

    def approved(self, *recipients: str, kind: str = "BIREYSEL", type_: str = "MESAJ") -> Any:
        path = f"consents/{kind}/status/{type_}"
        return self.call("POST", path, json={"recipients": list(recipients)})

    def changes(self, **query: Any) -> requests.Response:
        return self.call("GET", "consents/changes", params=query)
