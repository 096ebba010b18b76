"""How Mesaj Üssü words reports and inbound messages."""

from __future__ import annotations

from typing import Any

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.inbound import Inbound


def receiver(batch: Batch, index: int) -> str:
    """10 digits, or the TCKN."""
    dest = batch.dests[index]
    return dest if batch.service == "tckn" else dest[2:]


class MesajUssuSpeaker:
    """Accounts of gateway class C never hear their own ids again."""

    def report(self, account: Account, batch: Batch, index: int, state: State) -> dict[str, Any]:
        silent = account.gateway_class == "C"
        return {
            "packetId": str(batch.packet_id),
            "customId": None if silent else batch.custom_id,
            "messageId": str(batch.message_id + index),
            "messageCustomId": None if silent else batch.id_of(index),
            "receiver": receiver(batch, index),
            "size": batch.parts_of(index),
            "internationalMultiplier": batch.multiplier_of(index),
            "credits": state.credits,
            "status": state.status,
            "gsmError": str(state.gsm_error),
            "sentAt": None if state.sent_at is None else iso(state.sent_at),
            "doneAt": None if state.done_at is None else iso(state.done_at),
        }

    def inbound(self, message: Inbound) -> dict[str, Any]:
        return {
            "messageId": str(message.number),
            "createdAt": iso(message.received_at),
            "receivedAt": iso(message.received_at),
            "network": message.network,
            "sender": message.source[2:],
            "receiver": message.destination,
            "keyword": message.keyword,
            "content": message.content,
        }
