"""What an SMSC delivers on the line: receipts and messages of people.

The octets are kept as they came; understanding them is done afterwards, from the kept body.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
import smpp34

from turkcell_hub.gateways.errors import Broken
from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.contract import (
    DeliveryReport,
    InboundMessage,
    Outcome,
    ParsedPush,
)
from turkcell_hub.gateways.sms.outcomes import SMPP_STATUSES
from turkcell_hub.gateways.sms.smpp import coding, wire

CONTENT_TYPE = "application/vnd.smpp+json"
# message_state (SMPP 3.4, 5.2.28) in the words of the receipt's text (Appendix B).
STATES: Mapping[int, str] = {
    1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD",
    7: "UNKNOWN", 8: "REJECTD",
}  # fmt: skip
_GSM_NETWORK = 3
_FIELD = re.compile(r"\b(id|submit date|done date|stat|err):\s*(\S*)", re.IGNORECASE)
_TEXT = re.compile(r"\btext:", re.IGNORECASE)
_MOMENTS = {10: "%y%m%d%H%M", 12: "%y%m%d%H%M%S", 14: "%Y%m%d%H%M%S"}


class Delivery(NamedTuple):
    """One deliver_sm as it came. ``id`` is ours: the operator gives inbound messages none."""

    id: str
    at: datetime
    raw: bytes


class Ids(NamedTuple):
    """How an operator writes its message ids: the base of those in answers and of those in the
    text of receipts, None for "as they are" (5: hex in the answer, decimal in the receipt)."""

    answers: int | None = None
    receipts: int | None = None

    def of_answer(self, told: str) -> str:
        """The one form in which ids are kept and compared."""
        return _canonical(told, self.answers)

    def of_receipt(self, told: str) -> str:
        return _canonical(told, self.receipts)


def _canonical(told: str, base: int | None) -> str:
    """Decimal when the base is known, else without the zeros that some fill an id up with. What
    is no number of its base stays as it was told."""
    told = told.strip().lower()
    if base is not None:
        try:
            return str(int(told, base))
        except ValueError:
            return told
    return told.lstrip("0") or told


def arrived(raw: bytes) -> Delivery:
    return Delivery(uuid.uuid4().hex, datetime.now(UTC), raw)


def body_of(deliveries: Sequence[Delivery]) -> bytes:
    """What is kept of them, for ``parse``."""
    return orjson.dumps(
        [
            {"id": one.id, "at": one.at.isoformat(), "pdu": base64.b64encode(one.raw).decode()}
            for one in deliveries
        ]
    )


def parse(body: bytes, ids: Ids) -> ParsedPush:
    """Reads a kept body item by item; one that is unreadable spoils no other. Raises ``Broken``
    when it is no kept body at all."""
    items = _items(body)
    reports: list[DeliveryReport] = []
    inbound: list[tuple[InboundMessage, coding.Concatenation | None]] = []
    unreadable = 0
    for item in items:
        try:
            pdu = wire.deliver_sm(base64.b64decode(item["pdu"], validate=True))
            if _is_receipt(pdu):
                reports.append(_report(pdu, ids))
            else:
                inbound.append(_inbound(pdu, str(item["id"]), datetime.fromisoformat(item["at"])))
        except (wire.BadFrame, binascii.Error, *common.UNREADABLE):
            unreadable += 1
    return ParsedPush(tuple(reports), tuple(_joined(inbound)), unreadable)


def _items(body: bytes) -> list[Any]:
    try:
        items = orjson.loads(body)
    except orjson.JSONDecodeError:
        items = None
    if not isinstance(items, list):
        raise Broken("UNREADABLE_PUSH")
    return items


def _is_receipt(pdu: smpp34.DeliverSm) -> bool:
    kind = pdu.esm_class & wire.KIND_MASK
    return (
        kind in (wire.RECEIPT, wire.INTERMEDIATE)
        or _tlv(pdu, wire.Tag.RECEIPTED_MESSAGE_ID) is not None
    )


def _report(pdu: smpp34.DeliverSm, ids: Ids) -> DeliveryReport:
    """The state is that of the TLV where there is one, else of the text. Raises ValueError for a
    receipt that names no message or no state."""
    text, _place = _text(pdu)
    told = _fields(text)
    known = _message_id(pdu, told, ids)
    state = _tlv(pdu, wire.Tag.MESSAGE_STATE)
    word = STATES.get(int.from_bytes(state, "big"), "") if state else ""
    word = word or told.get("stat", "").upper()
    if not (known and word):
        raise ValueError("names no message or no state")
    error = told.get("err", "").strip("0")
    outcome = SMPP_STATUSES.outcome(word)
    return DeliveryReport(
        outcome=outcome,
        packet_id=known,
        operator_id=known,
        to=common.e164(pdu.source_addr),
        vendor_status=f"{word}/{told['err']}" if error else word,
        network_error=_network_error(pdu) if outcome is not Outcome.DELIVERED else None,
        sent_at=_moment(told.get("submit date", "")),
        done_at=_moment(told.get("done date", "")),
    )


def _message_id(pdu: smpp34.DeliverSm, told: Mapping[str, str], ids: Ids) -> str:
    """The TLV repeats the answer's id as it was; the text has the receipts' own form."""
    if told.get("id"):
        return ids.of_receipt(told["id"])
    named = _tlv(pdu, wire.Tag.RECEIPTED_MESSAGE_ID) or b""
    return ids.of_answer(named.rstrip(b"\0").decode("latin-1"))


def _fields(text: str) -> dict[str, str]:
    """The fields of a receipt's text, by their lower-case names; its quotation of the message,
    which may hold anything, is left out."""
    head = _TEXT.split(text, maxsplit=1)[0]
    return {name.lower(): value for name, value in _FIELD.findall(head)}


def _moment(digits: str) -> datetime | None:
    """A receipt's local time; None when it cannot be read."""
    form = _MOMENTS.get(len(digits))
    try:
        return datetime.strptime(digits, form).replace(tzinfo=common.ISTANBUL) if form else None
    except ValueError:
        return None


def _network_error(pdu: smpp34.DeliverSm) -> int | None:
    """The GSM network's code (5.3.2.31): one octet of the network's kind, two of the code."""
    told = _tlv(pdu, wire.Tag.NETWORK_ERROR_CODE)
    if told is None or len(told) != 3 or told[0] != _GSM_NETWORK:
        return None
    return int.from_bytes(told[1:], "big") or None


def _inbound(
    pdu: smpp34.DeliverSm, number: str, at: datetime
) -> tuple[InboundMessage, coding.Concatenation | None]:
    text, place = _text(pdu)
    sender = common.e164(pdu.source_addr)
    if not sender:
        raise ValueError("no sender")
    message = InboundMessage(
        operator_id=number,
        sender=sender,
        recipient=pdu.destination_addr,
        text=text,
        received_at=at,
    )
    return message, place


def _joined(
    messages: Sequence[tuple[InboundMessage, coding.Concatenation | None]],
) -> list[InboundMessage]:
    """Parts of one long message that came together are one message; a part whose others are not
    here stays by itself."""
    groups: dict[tuple[str, str, int, int], dict[int, InboundMessage]] = {}
    made: list[InboundMessage] = []
    for message, place in messages:
        if place is None:
            made.append(message)
            continue
        key = (message.sender, message.recipient, place.reference, place.total)
        parts = groups.setdefault(key, {})
        if place.number in parts:
            made.append(message)  # the reference has begun anew
        else:
            parts[place.number] = message
    for (_sender, _recipient, _reference, total), parts in groups.items():
        ordered = [parts[number] for number in sorted(parts)]
        if len(ordered) == total:
            text = "".join(part.text for part in ordered)
            ordered = [_with_text(ordered[0], text)]
        made += ordered
    return made


def _with_text(message: InboundMessage, text: str) -> InboundMessage:
    return InboundMessage(
        message.operator_id, message.sender, message.recipient, text, message.received_at
    )


def _text(pdu: smpp34.DeliverSm) -> tuple[str, coding.Concatenation | None]:
    octets = pdu.short_message or _tlv(pdu, wire.Tag.MESSAGE_PAYLOAD) or b""
    text, place = coding.read(pdu.data_coding, bool(pdu.esm_class & wire.UDHI), octets)
    if place is None:
        place = _sar(pdu)
    return text, place


def _sar(pdu: smpp34.DeliverSm) -> coding.Concatenation | None:
    """The other way to number parts: three TLVs instead of a header."""
    told = [
        _tlv(pdu, tag)
        for tag in (
            wire.Tag.SAR_MSG_REF_NUM,
            wire.Tag.SAR_TOTAL_SEGMENTS,
            wire.Tag.SAR_SEGMENT_SEQNUM,
        )
    ]
    if not all(told):
        return None
    reference, total, number = (int.from_bytes(value or b"", "big") for value in told)
    return coding.Concatenation(reference, total, number)


def _tlv(pdu: smpp34.DeliverSm, tag: int) -> bytes | None:
    return next((one.value for one in pdu.tlvs if one.tag == tag), None)
