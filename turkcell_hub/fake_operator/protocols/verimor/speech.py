"""How Verimor words reports and inbound messages."""

from __future__ import annotations

from typing import Any

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.inbound import Inbound


def written(moment: float | None) -> str | None:
    """Turkish local time without an offset, as the guide shows it."""
    return None if moment is None else iso(moment)[:19].replace("T", " ")


class VerimorSpeaker:
    """Accounts of gateway class C never hear their own ids again."""

    def report(self, account: Account, batch: Batch, index: int, state: State) -> dict[str, Any]:
        silent, dest = account.gateway_class == "C", batch.dests[index]
        return {
            "campaign_id": batch.packet_id,
            "campaign_custom_id": None if silent else batch.custom_id,
            "message_id": str(batch.message_id + index),
            "message_custom_id": None if silent else batch.id_of(index),
            "dest": dest if dest.startswith("90") else "00" + dest,
            "size": batch.parts_of(index),
            "international_multiplier": batch.multiplier_of(index),
            "credits": state.credits,
            "status": state.status,
            "gsm_error": str(state.gsm_error),
            "sent_at": written(state.sent_at),
            "done_at": written(state.done_at),
        }

    def inbound(self, message: Inbound) -> dict[str, Any]:
        return {
            "message_id": message.number,
            "created_at": written(message.received_at),
            "received_at": written(message.received_at),
            "network": message.network,
            "source_addr": message.source,
            "destination_addr": message.destination,
            "keyword": message.keyword,
            "content": message.content,
        }
