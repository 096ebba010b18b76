"""PDUs as the specification writes them, read and written octet by octet."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import NamedTuple

HEADER = struct.Struct(">IIII")
ANSWER = 0x80000000
BIND_RECEIVER, BIND_TRANSMITTER, QUERY_SM, SUBMIT_SM, DELIVER_SM = 0x01, 0x02, 0x03, 0x04, 0x05
UNBIND, REPLACE_SM, CANCEL_SM, BIND_TRANSCEIVER = 0x06, 0x07, 0x08, 0x09
ENQUIRE_LINK, SUBMIT_MULTI, DATA_SM = 0x15, 0x21, 0x103
GENERIC_NACK = 0x80000000
BINDS = (BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER)

OK, MESSAGE_LENGTH, COMMAND_LENGTH, COMMAND_ID, BIND_STATE, ALREADY_BOUND = 0, 1, 2, 3, 4, 5
SYSTEM_ERROR, SOURCE, DESTINATION, MESSAGE_ID = 0x08, 0x0A, 0x0B, 0x0C
PASSWORD, SYSTEM_ID, QUEUE_FULL, SYSTEM_TYPE = 0x0E, 0x0F, 0x14, 0x53
ESM_CLASS, SUBMIT_FAILED, THROTTLED, SCHEDULE, EXPIRY = 0x43, 0x45, 0x58, 0x61, 0x62
CANCEL_FAILED, QUERY_FAILED, BAD_TLVS = 0x11, 0x67, 0xC0

SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F
RECEIPTED_ID, NETWORK_ERROR, PAYLOAD, STATE = 0x001E, 0x0423, 0x0424, 0x0427
_LARGEST = 70_000


class Malformed(Exception):
    """A PDU that breaks the specification; ``status`` is what it is answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Pdu(NamedTuple):
    command: int
    status: int
    sequence: int
    body: bytes


def pack(command: int, sequence: int, body: bytes = b"", status: int = OK) -> bytes:
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def unpack(buffer: bytearray) -> Pdu | None:
    """The first whole PDU, taken out of the buffer. Raises Malformed when the stream is none."""
    if len(buffer) < HEADER.size:
        return None
    length, command, status, sequence = HEADER.unpack_from(buffer)
    if not HEADER.size <= length <= _LARGEST:
        raise Malformed(COMMAND_LENGTH)
    if len(buffer) < length:
        return None
    body = bytes(buffer[HEADER.size : length])
    del buffer[:length]
    return Pdu(command, status, sequence, body)


class Reader:
    """Takes a body's fields one after the other."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def octet(self) -> int:
        return self.octets(1)[0]

    def octets(self, count: int) -> bytes:
        taken = self._body[self._at : self._at + count]
        if len(taken) < count:
            raise Malformed(COMMAND_LENGTH)
        self._at += count
        return taken

    def text(self, largest: int, status: int = COMMAND_LENGTH) -> str:
        """A C string whose field holds ``largest`` octets with the zero."""
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise Malformed(COMMAND_LENGTH)
        if end - self._at + 1 > largest:
            raise Malformed(status)
        taken = self._body[self._at : end]
        self._at = end + 1
        return taken.decode("latin-1")

    def tlvs(self) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            if len(self._body) - self._at < 4:
                raise Malformed(BAD_TLVS)
            tag, length = struct.unpack(">HH", self.octets(4))
            if len(self._body) - self._at < length:
                raise Malformed(BAD_TLVS)
            found[tag] = self.octets(length)
        return found


@dataclass(frozen=True)
class Message:
    """A submit_sm or deliver_sm (4.4.1, 4.6.1)."""

    source: str
    destination: str
    octets: bytes
    source_ton: int = 0
    source_npi: int = 0
    destination_ton: int = 1
    destination_npi: int = 1
    service_type: str = ""
    esm_class: int = 0
    schedule: str = ""
    validity: str = ""
    registered: int = 0
    data_coding: int = 0
    tlvs: tuple[tuple[int, bytes], ...] = ()

    def tlv(self, tag: int) -> bytes | None:
        return next((value for one, value in self.tlvs if one == tag), None)


def message(body: bytes) -> Message:
    """Raises Malformed."""
    read = Reader(body)
    service = read.text(6)
    source_ton, source_npi, source = read.octet(), read.octet(), read.text(21, SOURCE)
    ton, npi, destination = read.octet(), read.octet(), read.text(21, DESTINATION)
    esm_class, _protocol, _priority = read.octet(), read.octet(), read.octet()
    schedule, validity = read.text(17, SCHEDULE), read.text(17, EXPIRY)
    registered, _replace, coding, _default = (read.octet() for _ in range(4))
    length = read.octet()
    if length > 254:
        raise Malformed(MESSAGE_LENGTH)
    octets, tlvs = read.octets(length), read.tlvs()
    if PAYLOAD in tlvs and octets:
        raise Malformed(MESSAGE_LENGTH)  # one of the two (5.3.2.32)
    return Message(
        source, destination, tlvs.get(PAYLOAD, octets), source_ton, source_npi, ton, npi, service,
        esm_class, schedule, validity, registered, coding, tuple(tlvs.items()),
    )  # fmt: skip


def written(one: Message) -> bytes:
    """The body of the message."""
    tlvs = one.tlvs
    octets = one.octets
    if len(octets) > 254:
        tlvs, octets = (*tlvs, (PAYLOAD, octets)), b""
    return b"".join(
        (
            one.service_type.encode() + b"\0",
            bytes((one.source_ton, one.source_npi)), one.source.encode("latin-1") + b"\0",
            bytes((one.destination_ton, one.destination_npi)),
            one.destination.encode("latin-1") + b"\0",
            bytes((one.esm_class, 0, 0)),
            one.schedule.encode() + b"\0", one.validity.encode() + b"\0",
            bytes((one.registered, 0, one.data_coding, 0, len(octets))), octets,
            *(struct.pack(">HH", tag, len(value)) + value for tag, value in tlvs),
        )
    )  # fmt: skip
