"""Plain HTTP clients of the protocols; every answer is held against its contract."""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from jsonschema import ValidationError

from tests.fake_operator.contracts import contract

PASSWORD = "dogru-sifre"
SENDER = "TURKCELLHUB"


class MesajUssuClient:
    """Logs in when it must; ``check`` False for answers that are broken on purpose."""

    def __init__(self, url: str, username: str) -> None:
        self.url = url + "/api/api/integration"
        self.username = username
        self.token = ""
        self.http = requests.Session()

    def call(
        self, method: str, path: str, *, check: bool = True, headers: Any = None, **options: Any
    ) -> requests.Response:
        sent = {"token": self.token, **(headers or {})}
        options.setdefault("timeout", 20)
        answer = self.http.request(method, self.url + path, headers=sent, **options)
        if check:
            contract("mesajussu").check_answer(answer)
        return answer

    def login(self, password: str = PASSWORD, **options: Any) -> requests.Response:
        body = {"username": self.username, "password": password}
        answer = self.call("POST", "/v2/login", json=body, **options)
        if answer.ok and "application/json" in answer.headers["Content-Type"]:
            self.token = answer.json().get("token", "")
        return answer

    def oton(self, *receivers: str, **options: Any) -> requests.Response:
        """Transactional unless told otherwise; body fields by keyword, HTTP ones in ``http``."""
        http = options.pop("http", {})
        body = {
            "message": "Siparişiniz yola çıktı.",
            "sender": SENDER,
            "etkFlag": False,
            "receivers": list(receivers) or ["5321112201"],
            **options,
        }
        return self.call("POST", "/v2/sms/send/oton", json=body, **http)

    def nton(self, *pairs: tuple[str, str], **options: Any) -> requests.Response:
        http = options.pop("http", {})
        rows = [{"receiver": to, "message": text, "sender": SENDER} for to, text in pairs]
        body = {"messages": rows, "etkFlag": False, **options}
        return self.call("POST", "/v2/sms/send/nton", json=body, **http)

    def report(self, **query: Any) -> list[dict[str, Any]]:
        return self.call("GET", "/v2/sms/report", params=query).json()["reports"]

    def balance(self) -> int:
        return self.call("GET", "/v2/balance").json()[0]["amount"]


class VerimorClient:
    """Credentials go with each request."""

    def __init__(self, url: str, username: str, password: str = PASSWORD) -> None:
        self.url = url
        self.who = {"username": username, "password": password}
        self.http = requests.Session()

    def call(
        self, method: str, path: str, *, check: bool = True, **options: Any
    ) -> requests.Response:
        options.setdefault("timeout", 20)
        answer = self.http.request(method, self.url + path, **options)
        if check:
            contract("verimor").check_answer(answer)
        return answer

    def send(self, dest: str = "905321112201", msg: str = "Merhaba", **fields: Any) -> Any:
        http = fields.pop("http", {})
        body = {**self.who, "source_addr": SENDER, "messages": [{"msg": msg, "dest": dest}]}
        body.update(fields)
        body = {name: value for name, value in body.items() if value is not None}
        return self.call("POST", "/v2/send.json", json=body, **http)

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.call("GET", path, params={**self.who, **query})

    def status(self, **query: Any) -> list[dict[str, Any]]:
        return self.get("/v2/status", **query).json()

    def balance(self) -> int:
        return int(self.get("/v2/balance").text)


class NetgsmClient:
    """Basic authentication with each request."""

    def __init__(self, url: str, username: str, password: str = PASSWORD) -> None:
        self.url = url
        self.username = username
        self.http = requests.Session()
        self.http.auth = (username.encode(), password.encode())

    def call(
        self, method: str, path: str, *, check: bool = True, **options: Any
    ) -> requests.Response:
        options.setdefault("timeout", 20)
        answer = self.http.request(method, f"{self.url}/sms/rest/v2{path}", **options)
        if check:
            contract("netgsm").check_answer(answer)
        return answer

    def send(self, *numbers: str, msg: str = "Merhaba", **fields: Any) -> requests.Response:
        http = fields.pop("http", {})
        rows = [{"msg": msg, "no": number} for number in numbers or ("5321112201",)]
        body = {"msgheader": SENDER, "iysfilter": "0", "messages": rows, **fields}
        body = {name: value for name, value in body.items() if value is not None}
        return self.call("POST", "/send", json=body, **http)

    def report(self, *jobs: str, **fields: Any) -> requests.Response:
        body = {
            "startdate": "23.11.2026 00:00:00",
            "stopdate": "30.11.2026 00:00:00",
            "jobids": list(jobs),
            **fields,
        }
        body = {name: value for name, value in body.items() if value is not None}
        return self.call("POST", "/report", json=body)

    def balance(self) -> int:
        return self.call("POST", "/balance", json={"stip": 1}).json()["balance"][0]["amount"]


class Sink:
    """The customer's push address: keeps what comes, answers ``answers`` first and then 200.

    Every push is held against the contract of the protocol whose words it has.
    """

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.faults: list[str] = []
        self.answers: deque[int] = deque()
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                sink.take(json.loads(raw))
                self.send_response(sink.answers.popleft() if sink.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/push"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for body in self.bodies for row in body]

    def take(self, body: Any) -> None:
        verimor = "message_id" in body[0]
        try:
            contract("verimor" if verimor else "mesajussu").check_push(body)
        except ValidationError as error:
            self.faults.append(error.message)
        self.bodies.append(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        assert self.faults == []
