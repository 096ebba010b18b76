"""Reads the truth for a checker: what was accepted, message by message, and what is doubled."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.world import World


class Query:
    """One account's messages, or everybody's, with a sequence above ``after``."""

    def __init__(self, world: World, account: str | None, after: int, limit: int) -> None:
        self._world = world
        self._after = after
        self._limit = limit
        self._batches = [one for one in world.batches if account is None or one.account == account]

    def page(self) -> dict[str, Any]:
        rows = list(islice(self._rows(), self._limit))
        return {"messages": rows, "last": rows[-1]["seq"] if rows else None}

    def _rows(self) -> Iterator[dict[str, Any]]:
        now = self._world.clock.now()
        for batch in self._batches:
            for index in range(max(0, self._after + 1 - batch.seq), len(batch)):
                yield self._row(batch, index, now)

    def _row(self, batch: Batch, index: int, now: float) -> dict[str, Any]:
        text = batch.text(index)
        state = batch.state(index, now, self._world.seed)
        return {
            "seq": batch.seq + index,
            "account": batch.account,
            "packet_id": str(batch.packet_id),
            "custom_id": batch.custom_id,
            "message_id": str(batch.message_id + index),
            "message_custom_id": batch.id_of(index),
            "sender": batch.sender_of(index),
            "dest": batch.dests[index] if batch.service == "tckn" else "+" + batch.dests[index],
            "text": text,
            "text_hash": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
            "parts": batch.parts_of(index),
            "service": batch.service,
            "media": batch.media,
            "url": batch.url,
            "accepted_at": iso(batch.accepted_at),
            "start_at": iso(batch.start_at),
            "status": state.status,
            "credits": state.credits,
        }

    def summary(self) -> dict[str, Any]:
        """Counts over everything, whatever the page. ``doubled`` names what came twice."""
        packets: Counter[str] = Counter()
        messages: Counter[str] = Counter()
        own: Counter[tuple[str, str]] = Counter()
        total = 0
        for batch in self._batches:
            total += len(batch)
            if batch.custom_id is not None:
                packets[batch.custom_id] += 1
                messages[batch.custom_id] += len(batch)
            own.update((batch.account, one) for one in batch.ids or () if one)
        return {
            "batches": len(self._batches),
            "messages": total,
            "messages_by_custom_id": dict(messages),
            "doubled_custom_ids": {key: n for key, n in packets.items() if n > 1},
            "doubled_message_custom_ids": {key[1]: n for key, n in own.items() if n > 1},
        }
