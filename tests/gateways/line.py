"""A server of raw sockets, for what a well-behaved operator never does on the line."""

from __future__ import annotations

import atexit
import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http.client import parse_headers
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.gateways.openapi import Contract


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Behaviour = Callable[[socket.socket, "RawServer"], None]


def send(raw: bytes) -> Behaviour:
    """Writes these bytes and closes the connection."""
    return partial(_send, raw)  # unlike a function, it stays itself as a class's attribute


def _send(raw: bytes, connection: socket.socket, _: RawServer) -> None:
    connection.sendall(raw)


def answer(status: int = 200, body: Any = b"", **headers: str) -> Behaviour:
    """A whole answer. ``body``: bytes, str, or anything that JSON can hold."""
    if not isinstance(body, bytes):
        body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    lines = {"Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return send(f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + body)


def half(body: bytes = b'{"token": "abc', promised: int = 4000) -> Behaviour:
    return send(f"HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\n\r\n".encode() + body)


def reset(connection: socket.socket, _: RawServer) -> None:
    """RST instead of an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def vanish(connection: socket.socket, _: RawServer) -> None:
    """Reads the request and hangs up."""


def hang(connection: socket.socket, server: RawServer) -> None:
    """Reads the request and says nothing until the test is over."""
    server.over.wait(30)


def drip(connection: socket.socket, server: RawServer) -> None:
    """A byte now and then: no single read ever times out."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not server.over.wait(0.02):
        connection.sendall(b" ")


class RawServer:
    """Plays ``script`` one behaviour a request; the last one repeats. Use as ``with``."""

    def __init__(self, *script: Behaviour) -> None:
        self.script = list(script) or [answer()]
        self.seen: list[Seen] = []
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._socket.close()

    def behaviour(self, seen: Seen) -> Behaviour:
        """What to do with this request, which is the last of ``self.seen``."""
        return self.script[min(len(self.seen), len(self.script)) - 1]

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            line = stream.readline().decode().split()
            if len(line) != 3:
                return
            raw = b"".join(iter(stream.readline, b"\r\n"))
            headers = {k.lower(): v for k, v in parse_headers(BytesIO(raw)).items()}
            body = stream.read(int(headers.get("content-length", 0)))
            target = urlsplit(line[1])
            query = parse_qs(target.query)
            with self._lock:
                self.seen.append(Seen(line[0], target.path, query, headers, body))
                behaviour = self.behaviour(self.seen[-1])
            try:
                behaviour(connection, self)
            except OSError:
                return


class ContractServer(RawServer):
    """Answers by operation of a wire contract, and holds each request against it."""

    def __init__(self, contract: Contract, usual: Mapping[str, Behaviour], base: str = "") -> None:
        super().__init__()
        self.contract, self.base = contract, base
        self.usual = dict(usual)
        self.queued: dict[str, list[Behaviour]] = {}
        self.calls: dict[str, list[Seen]] = {}
        self.problems: list[str] = []
        self.url += base

    def on(self, operation: str, *behaviours: Behaviour) -> None:
        """The next answers to this operation; the last of them repeats."""
        self.queued[operation] = list(behaviours)

    def behaviour(self, seen: Seen) -> Behaviour:
        operation = self.contract.find(seen.method, seen.path.removeprefix(self.base))
        if operation is None:
            self.problems.append(f"no operation {seen.method} {seen.path}")
            return answer(404)
        self.calls.setdefault(operation.id, []).append(seen)
        found = self.contract.problems(operation, seen.query, seen.headers, seen.body)
        self.problems += [f"{operation.id}: {problem}" for problem in found]
        queue = self.queued.get(operation.id, [])
        if queue:
            return queue.pop(0) if len(queue) > 1 else queue[0]
        return self.usual[operation.id]


def closed_port() -> str:
    """An address where nobody listens, and nobody else will while this process lives: the port
    is held, so that a server that starts meanwhile does not get it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    atexit.register(held.close)
    return f"http://127.0.0.1:{held.getsockname()[1]}"
