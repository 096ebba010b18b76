"""PDUs of SMPP 3.4 on the line. ``smpp34`` writes and reads the message PDUs with their optional
parameters; what it leaves raw (binding, questions, bare answers) is written here."""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterator
from typing import NamedTuple

import smpp34

HEADER = struct.Struct(">IIII")  # length, command, status, sequence
ANSWER = 0x80000000  # the bit that makes a command's id that of its answer
VERSION = 0x34
# No PDU of this use comes near it: message_payload holds 64 KB at most.
LARGEST = 70_000
UDHI = 0x40
# Bits 2 to 5 of esm_class in a deliver_sm: what kind of message it is (SMPP 3.4, 5.2.12).
KIND_MASK, RECEIPT, INTERMEDIATE = 0x3C, 0x04, 0x20


class Command(enum.IntEnum):
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    GENERIC_NACK = 0x80000000
    ALERT_NOTIFICATION = 0x102


class Tag(enum.IntEnum):
    """Optional parameters (5.3.2); the library's own names for them are not typed."""

    RECEIPTED_MESSAGE_ID = 0x001E
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class BadFrame(ValueError):
    """The line carries something that is no SMPP."""


class Pdu(NamedTuple):
    """One PDU: its header's fields, and all of its octets."""

    command: int
    status: int
    sequence: int
    raw: bytes

    @property
    def body(self) -> bytes:
        return self.raw[HEADER.size :]

    @property
    def is_answer(self) -> bool:
        return bool(self.command & ANSWER)


def pdu(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def numbered(raw: bytes, sequence: int) -> bytes:
    """The same PDU under another sequence number."""
    return raw[:12] + sequence.to_bytes(4, "big") + raw[16:]


def bind(
    command: Command, system_id: str, password: str, system_type: str, address_range: str = ""
) -> bytes:
    """Raises ValueError for a value that its field does not hold (SMPP 3.4, 4.1)."""
    return pdu(
        command,
        0,
        c_string(system_id, 15)
        + c_string(password, 8)
        + c_string(system_type, 12)
        + bytes((VERSION, 0, 0))
        + c_string(address_range, 40),
    )


def c_string(text: str, longest: int) -> bytes:
    """A text of at most ``longest`` octets with its closing zero. Raises ValueError."""
    octets = text.encode("latin-1")
    if len(octets) > longest or b"\0" in octets:
        raise ValueError("does not fit its field")
    return octets + b"\0"


def first_string(body: bytes) -> str:
    """The C string at a body's begin: message_id of a submit_sm_resp."""
    return body.partition(b"\0")[0].decode("latin-1")


def deliver_sm(raw: bytes) -> smpp34.DeliverSm:
    """Raises BadFrame for octets that are no deliver_sm."""
    try:
        read = smpp34.decode(raw)
    except (smpp34.SmppError, ValueError):
        raise BadFrame("unreadable deliver_sm") from None
    if not isinstance(read, smpp34.DeliverSm):
        raise BadFrame("no deliver_sm")
    return read


class Frames:
    """Cuts a stream of octets into PDUs."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, octets: bytes) -> Iterator[Pdu]:
        """Raises BadFrame when the stream cannot be SMPP; what came before it was told."""
        self._rest += octets
        while len(self._rest) >= HEADER.size:
            length, command, status, sequence = HEADER.unpack_from(self._rest)
            if not HEADER.size <= length <= LARGEST:
                raise BadFrame("impossible length")
            if len(self._rest) < length:
                return
            raw = bytes(self._rest[:length])
            del self._rest[:length]
            yield Pdu(command, status, sequence, raw)
