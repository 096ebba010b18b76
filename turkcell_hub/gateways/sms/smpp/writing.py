"""A message as the submit_sm that carry it."""

from __future__ import annotations

import smpp34

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.contract import SubmitRequest
from turkcell_hub.gateways.sms.smpp import coding, settings, wire
from turkcell_hub.gateways.sms.smpp.settings import Settings
from turkcell_hub.lib.sms_parts import count

_WITH_RECEIPT, _WITHOUT = 1, 0


def pdus(request: SubmitRequest, told: Settings, reference: int) -> list[bytes]:
    """One submit_sm a part, or one for all where the account wants ``message_payload``; the last
    asks for a receipt. ``reference`` (0 to 255) ties the parts.

    Raises ``Refused``, before anything is sent, for what this account cannot carry.
    """
    if request.start_at is not None:
        common.not_supported()
    if len(request.messages) != 1:
        raise Refused("BATCH_LIMIT")
    (message,) = request.messages
    fields = told.addresses(request.sender, message.to)
    _check(message.text, told)
    if told.payload:
        parts = [coding.whole(message.text, told.counting)]
    else:
        parts = coding.parts(message.text, told.counting, reference)
    validity = settings.relative(request.validity)
    return [_pdu(part, fields, validity, told, last=part is parts[-1]) for part in parts]


def _check(text: str, told: Settings) -> None:
    counted = count(text, told.counting)
    if not counted.parts:
        raise Refused("MESSAGE_EMPTY")
    if counted.problem:
        too_long = counted.problem == "too_long"
        raise Refused("MESSAGE_TOO_LONG" if too_long else "MESSAGE_UNREADABLE")


def _pdu(
    part: coding.Part, fields: dict[str, str | int], validity: str, told: Settings, *, last: bool
) -> bytes:
    octets = part.header + part.body
    payload = [smpp34.Tlv(wire.Tag.MESSAGE_PAYLOAD, octets)] if told.payload else []
    return smpp34.SubmitSm(
        short_message=b"" if payload else octets,
        tlvs=payload,
        service_type=told.service_type,
        esm_class=wire.UDHI if part.header else 0,
        data_coding=part.data_coding,
        validity_period=validity,
        registered_delivery=_WITH_RECEIPT if last else _WITHOUT,
        **fields,  # type: ignore[arg-type]
    ).encode()
