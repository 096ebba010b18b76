"""An SMSC of raw sockets that does what a test says, PDU by PDU (SMPP 3.4)."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

HEADER = struct.Struct(">IIII")
ANSWER = 0x80000000
BINDS = {0x01: "receiver", 0x02: "transmitter", 0x09: "transceiver"}
SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x04, 0x05, 0x06, 0x15


@dataclass(frozen=True)
class Seen:
    """A PDU that came."""

    command: int
    status: int
    sequence: int
    body: bytes
    raw: bytes


Behaviour = Callable[["Line", Seen], None]


def pack(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return HEADER.pack(16 + len(body), command, status, sequence) + body


def status(code: int) -> Behaviour:
    """An answer with this command_status and no body."""
    return lambda line, seen: line.send(pack(seen.command | ANSWER, seen.sequence, status=code))


def taken(message_id: str = "77001") -> Behaviour:
    body = message_id.encode() + b"\0"
    return lambda line, seen: line.send(pack(SUBMIT | ANSWER, seen.sequence, body))


def octets(raw: bytes) -> Behaviour:
    return lambda line, _seen: line.send(raw)


def vanish(line: Line, _seen: Seen) -> None:
    """Hangs up without an answer."""
    line.close()


def half(line: Line, seen: Seen) -> None:
    line.send(pack(SUBMIT | ANSWER, seen.sequence, b"77001\0")[:-3])
    line.close()


def silence(_line: Line, _seen: Seen) -> None:
    """No answer."""


def nack(line: Line, seen: Seen) -> None:
    line.send(pack(ANSWER, seen.sequence, status=0x03))


class Line:
    """One connection of the adapter."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._lock = connection, threading.Lock()

    def send(self, raw: bytes) -> None:
        with self._lock, suppress(OSError):
            self._connection.sendall(raw)

    def close(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


class Smsc:
    """Binds everybody and takes everything, unless ``on_bind`` or ``on_submit`` hold something
    else. Use as ``with``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.on_bind: deque[Behaviour] = deque()
        self.on_submit: deque[Behaviour] = deque()
        self.seen: list[Seen] = []
        self.lines: list[Line] = []
        self.heard = threading.Condition()
        self._ids = 77001
        self._socket = socket.create_server(("127.0.0.1", 0))
        scheme = "smpps" if tls else "smpp"
        self.url = f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Smsc:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        for line in self.lines:
            line.close()

    def of(self, *commands: int) -> list[Seen]:
        return [one for one in list(self.seen) if one.command in commands]

    def binds(self) -> list[Seen]:
        return self.of(*BINDS)

    def wait_for(self, command: int, count: int = 1, seconds: float = 5) -> list[Seen]:
        """The PDUs of this command, once there are so many."""
        with self.heard:
            self.heard.wait_for(lambda: len(self.of(command)) >= count, seconds)
        return self.of(command)

    def deliver(self, body: bytes, sequence: int = 1) -> None:
        """A deliver_sm on the newest connection."""
        self.lines[-1].send(pack(DELIVER, sequence, body))

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        if self._tls is not None:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
        line = Line(connection)
        self.lines.append(line)
        with connection, connection.makefile("rb") as stream, suppress(OSError, ValueError):
            while len(head := stream.read(16)) == 16:
                length, command, code, sequence = HEADER.unpack(head)
                body = stream.read(length - 16)
                self._heard(line, Seen(command, code, sequence, body, head + body))

    def _heard(self, line: Line, seen: Seen) -> None:
        with self.heard:
            self.seen.append(seen)
            self.heard.notify_all()
        if seen.command in BINDS:
            usual = octets(pack(seen.command | ANSWER, seen.sequence, b"SMSC\0"))
            (self.on_bind.popleft() if self.on_bind else usual)(line, seen)
        elif seen.command == SUBMIT:
            if self.on_submit:
                behaviour = self.on_submit.popleft()
            else:
                behaviour, self._ids = taken(str(self._ids)), self._ids + 1
            behaviour(line, seen)
        elif seen.command in (UNBIND, ENQUIRE):
            line.send(pack(seen.command | ANSWER, seen.sequence))
