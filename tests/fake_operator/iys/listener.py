"""A customer's push address, with its own idea of who may write to it."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fake_operator.contracts import contract

USERNAME, PASSWORD = "iys", "gizli-şifre"
_EXPECTED = "Basic " + base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()


class Listener:
    """Keeps the rows it gets; answers ``answers`` first, then 200, and 401 to strangers."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.answers: list[int] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                contract("iys").check_push(body)
                listener.rows += body["list"]
                good = self.headers.get("Authorization") == _EXPECTED
                status = listener.answers.pop(0) if listener.answers else 200 if good else 401
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/iys"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def connection(self, **facts: Any) -> dict[str, Any]:
        own = {"url": self.url, "type": "CONSENT", "username": USERNAME, "password": PASSWORD}
        return {**own, **facts}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
