"""A customer of the SMSC on a plain socket, written from the specification."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import smpp34

ANSWER = 0x80000000
TRANSMITTER, RECEIVER, TRANSCEIVER = 0x02, 0x01, 0x09
QUERY, SUBMIT, DELIVER, UNBIND, CANCEL, ENQUIRE = 0x03, 0x04, 0x05, 0x06, 0x08, 0x15
SENDER, PASSWORD = "TURKCELLHUB", "sifre-88"


class Pdu(NamedTuple):
    command: int
    status: int
    sequence: int
    body: bytes
    raw: bytes


class SmppClient:
    def __init__(self, url: str, username: str) -> None:
        parts = urlsplit(url)
        self.username = username
        self.socket = socket.create_connection((parts.hostname, parts.port), 10)
        self._sequence = 0

    def send(self, command: int, body: bytes = b"", sequence: int | None = None) -> None:
        if sequence is None:
            self._sequence += 1
            sequence = self._sequence
        self.socket.sendall(struct.pack(">IIII", 16 + len(body), command, 0, sequence) + body)

    def read(self) -> Pdu | None:
        """The next PDU; None when the connection is over."""
        head = self._octets(16)
        if len(head) < 16:
            return None
        length, command, status, sequence = struct.unpack(">IIII", head)
        body = self._octets(length - 16)
        return Pdu(command, status, sequence, body, head + body)

    def _octets(self, count: int) -> bytes:
        found = b""
        try:
            while len(found) < count and (piece := self.socket.recv(count - len(found))):
                found += piece
        except ConnectionError:
            pass
        return found

    def ask(self, command: int, body: bytes = b"") -> Pdu:
        """The answer to this command; what is delivered meanwhile is left aside."""
        self.send(command, body)
        while True:
            pdu = self.read()
            assert pdu is not None
            if pdu.command in (command | ANSWER, ANSWER):
                return pdu

    def bind(self, mode: int = TRANSCEIVER, password: str = PASSWORD, system_type: str = "") -> int:
        body = b"\0".join(text.encode() for text in (self.username, password, system_type))
        return self.ask(mode, body + b"\0\x34\0\0\0").status

    def submit(
        self,
        to: str = "905321112201",
        text: bytes = b"Merhaba",
        sender: str = SENDER,
        **fields: int,
    ) -> Pdu:
        wanted = {"source_addr_ton": 5, "dest_addr_ton": 1, "dest_addr_npi": 1}
        pdu = smpp34.SubmitSm(sender, to, text, **{**wanted, "registered_delivery": 1, **fields})
        return self.ask(SUBMIT, pdu.encode()[16:])

    def delivered(self, *, answer: bool = True) -> smpp34.DeliverSm:
        """The next deliver_sm."""
        pdu = self.read()
        assert pdu is not None
        assert pdu.command == DELIVER
        if answer:
            self.send(DELIVER | ANSWER, b"\0", pdu.sequence)
        return smpp34.decode(pdu.raw)


@contextmanager
def connected(url: str, username: str) -> Iterator[SmppClient]:
    client = SmppClient(url, username)
    with client.socket:
        yield client
