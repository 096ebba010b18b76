"""Brings reports and messages of people to whoever is bound to receive them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from turkcell_hub.fake_operator.engine.pushes import Push
from turkcell_hub.fake_operator.protocols.smpp import wire

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.world import World
    from turkcell_hub.fake_operator.protocols.smpp.sessions import Session

#: Unanswered deliver_sm on one connection.
_WINDOW = 10


class Courier:
    """What has no answer stays here and is brought again to the next connection. Nothing is
    given up: an SMSC keeps receipts until somebody is there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bound: dict[str, list[Session]] = {}
        self._waiting: dict[str, deque[Push]] = {}
        self._under_way: dict[str, int] = {}
        # Apart from the pusher's: a customer who does not answer must not hold up the clock.
        self._tasks: set[asyncio.Task[None]] = set()

    def sessions(self, username: str) -> list[Session]:
        """Bound connections of the account, of all three kinds."""
        return self._bound.setdefault(username, [])

    def joined(self, session: Session) -> None:
        self.sessions(session.username).append(session)
        self._flush(session.username)

    def left(self, session: Session) -> None:
        if session in self.sessions(session.username):
            self.sessions(session.username).remove(session)

    def send(self, push: Push, *, lost: bool = False) -> None:
        if lost:
            self._world.pusher.note(push, 1, "lost")
            self._world.pusher.again(push)
            return
        self._waiting.setdefault(push.account.username, deque()).append(push)
        self._flush(push.account.username)

    def _flush(self, username: str) -> None:
        waiting = self._waiting.get(username)
        receivers = [one for one in self.sessions(username) if one.receives]
        while waiting and receivers and self._under_way.get(username, 0) < _WINDOW:
            self._under_way[username] = self._under_way.get(username, 0) + 1
            bringing = self._bring(receivers[-1], waiting.popleft())
            task = asyncio.get_running_loop().create_task(bringing)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _bring(self, session: Session, push: Push) -> None:
        username, result = push.account.username, 0
        rows: list[dict[str, Any]] = []
        try:
            rows = push.rows()
            for row in rows:
                result = await session.deliver(wire.written(row["sm"]))
                if result != wire.OK:
                    break
        finally:
            self._under_way[username] -= 1
        self._world.pusher.note(push, len(rows), 200 if result == wire.OK else result)
        if result == wire.OK:
            self._world.pusher.arrived(push)
        elif result < 0:
            self._waiting[username].appendleft(push)  # the connection is gone
        else:
            self._world.pusher.again(push)
        self._flush(username)
