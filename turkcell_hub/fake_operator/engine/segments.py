"""Parts of long messages that come one by one, until all of a message are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.desks import Desk
    from turkcell_hub.fake_operator.engine.world import World


class Segments:
    """On disk before they are answered, like everything that is taken."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def keep(self, desk: Desk, key: str, number: int, text: str) -> int:
        """Takes one part of the message ``key``; returns the part's own message id."""
        record = {
            "k": "segment", "account": desk.account.username, "key": key, "number": number,
            "text": text, "message_id": self._world.next_message,
        }  # fmt: skip
        self.restore(record)
        await self._world.truth.commit(record)
        return int(record["message_id"])

    def joined(self, desk: Desk, key: str, number: int, text: str, total: int) -> str | None:
        """The whole text when this part is the last that was missing, and forgets its parts."""
        parts = {**desk.segments.get(key, {}), number: text}
        if len(parts) < total:
            return None
        record = {"k": "joined", "account": desk.account.username, "key": key}
        self.forget(record)
        self._world.truth.note(record)
        return "".join(parts[one] for one in sorted(parts))

    def forget(self, record: dict[str, Any]) -> None:
        self._world.desks[record["account"]].segments.pop(record["key"], None)

    def restore(self, record: dict[str, Any]) -> None:
        segments = self._world.desks[record["account"]].segments
        segments.setdefault(record["key"], {})[record["number"]] = record["text"]
        self._world.next_message = max(self._world.next_message, record["message_id"] + 1)
