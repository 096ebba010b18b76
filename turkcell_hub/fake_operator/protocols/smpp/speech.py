"""The words of SMPP's receipts (Appendix B of the specification) and of what handsets write."""

from __future__ import annotations

from typing import Any

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.clock import local
from turkcell_hub.fake_operator.engine.inbound import Inbound
from turkcell_hub.fake_operator.protocols.smpp import coding, wire
from turkcell_hub.fake_operator.protocols.smpp.wire import Message

#: The engine's words as message_state (5.2.28) and as the receipt's text.
STATES = {
    "SENDING": (1, "ENROUTE"),
    "WAITING": (1, "ENROUTE"),
    "DELIVERED": (2, "DELIVRD"),
    "SENT": (6, "ACCEPTD"),
    "EXPIRED": (3, "EXPIRED"),
    "CANCELLED": (4, "DELETED"),
    "NOT_DELIVERED": (5, "UNDELIV"),
    "INVALID_DESTINATION_ADDRESS": (5, "UNDELIV"),
}
_REJECTED = (8, "REJECTD")
_RECEIPT, _GSM, _INTERNATIONAL, _ISDN = 0x04, 3, 1, 1
_QUOTED = 20


def answered_id(account: Account, message_id: int) -> str:
    """As submit_sm_resp tells it."""
    return f"{message_id:X}" if account.message_ids == "hex" else str(message_id)


class SmppSpeaker:
    """Rows hold a deliver_sm each, under ``sm``."""

    def report(self, account: Account, batch: Batch, index: int, state: State) -> dict[str, Any]:
        number, word = STATES.get(state.status, _REJECTED)
        message_id = batch.message_id + index
        told = f"{message_id:010d}" if account.message_ids == "hex" else str(message_id)
        delivered = "001" if word == "DELIVRD" else "000"
        done = state.done_at or batch.accepted_at
        text = (
            f"id:{told} sub:001 dlvrd:{delivered} submit date:{_minute(batch.accepted_at)}"
            f" done date:{_minute(done)} stat:{word} err:{state.gsm_error % 1000:03d}"
            f" text:{batch.text(index)[:_QUOTED]}"
        )
        tlvs: list[tuple[int, bytes]] = []
        if account.receipts != "text":
            named = answered_id(account, message_id).encode() + b"\0"
            tlvs = [(wire.RECEIPTED_ID, named), (wire.STATE, bytes((number,)))]
            if state.gsm_error:
                code = bytes((_GSM,)) + state.gsm_error.to_bytes(2, "big")
                tlvs.append((wire.NETWORK_ERROR, code))
        octets = b"" if account.receipts == "tlv" else text.encode("ascii", "replace")[:254]
        return {"sm": _from_handset(
            batch.dests[index], batch.sender_of(index), octets, 0, _RECEIPT, tuple(tlvs)
        )}  # fmt: skip

    def inbound(self, message: Inbound) -> dict[str, Any]:
        data_coding, octets = coding.write(message.content)
        return {"sm": _from_handset(
            message.source, message.destination, octets, data_coding, 0, ()
        )}  # fmt: skip


def _minute(moment: float) -> str:
    return f"{local(moment):%y%m%d%H%M}"


def _from_handset(
    source: str, destination: str, octets: bytes, data_coding: int, esm_class: int,
    tlvs: tuple[tuple[int, bytes], ...],
) -> Message:  # fmt: skip
    return Message(
        source, destination, octets, _INTERNATIONAL, _ISDN, 0, 0,
        esm_class=esm_class, data_coding=data_coding, tlvs=tlvs,
    )  # fmt: skip
