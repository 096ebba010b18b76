"""How Netgsm words reports and inbound messages."""

from __future__ import annotations

from typing import Any

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.clock import local
from turkcell_hub.fake_operator.engine.inbound import Inbound

#: The numbers of the owner's client 1.1.11.
STATUSES = {
    "SENDING": 0,
    "WAITING": 0,
    "DELIVERED": 1,
    "SENT": 1,
    "EXPIRED": 2,
    "INVALID_DESTINATION_ADDRESS": 3,
    "NOT_PASSED_ON": 4,
    "REJECTED": 11,
    "NOT_DELIVERED": 12,
    "DOUBLE_SEND_ERROR": 13,
    "NO_CREDIT": 14,
    "BLACKLISTED_DESTINATION_ADDRESS": 15,
    "NOT_ALLOWED_BY_IYS": 16,
    "IYS_ERROR": 17,
}
_KKTC = {"905338": 880, "905428": 160, "905488": 160}
_HOLDERS = {"53": 30, "54": 10, "50": 20, "55": 20}
_UNDEFINED = 70


def operator_of(number: str) -> int:
    """By the prefix: the sandbox ports no numbers."""
    return _KKTC.get(number[:6], _HOLDERS.get(number[2:4], _UNDEFINED))


def dotted(moment: float | None) -> str | None:
    return None if moment is None else f"{local(moment):%d.%m.%Y %H:%M:%S}"


class NetgsmSpeaker:
    """Nothing is pushed; the rows are those of the questions."""

    def report(self, account: Account, batch: Batch, index: int, state: State) -> dict[str, Any]:
        arrived = STATUSES[state.status] == 1
        return {
            "jobid": str(batch.packet_id),
            "number": batch.dests[index].removeprefix("90"),
            "status": STATUSES[state.status],
            "operator": operator_of(batch.dests[index]),
            "msglen": batch.parts_of(index),
            "deliveredDate": dotted(state.done_at) if arrived else None,
            "errorCode": state.gsm_error,
            "referansID": None,
        }

    def inbound(self, message: Inbound) -> dict[str, Any]:
        return {
            "message": message.content,
            "sender": message.source.removeprefix("90"),
            "receiver": message.destination,
            "datetime": dotted(message.received_at),
        }
