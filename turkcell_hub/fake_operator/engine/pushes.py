"""Pushes to the customers: 200 is expected, else three more tries five minutes apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import orjson

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.clock import SimulatedClock, Timeline
from turkcell_hub.fake_operator.engine.journal import Journal

TRIES = 4
PAUSE = 300.0
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_AT_ONCE = 4


@dataclass(slots=True)
class Push:
    """One body for one customer. ``done`` hears once how it ended: "ok" or "gave_up"."""

    account: Account
    rows: Callable[[], list[dict[str, Any]]]
    what: str
    done: Callable[[str], None]
    attempt: int = 1
    repeat: int = 0


class Courier(Protocol):
    """Brings the pushes of a protocol that has a line of its own instead of an address."""

    def send(self, push: Push, *, lost: bool = False) -> None: ...


class Pusher:
    """Sends pushes, at most four at once for each customer, and repeats the failed ones."""

    def __init__(self, clock: SimulatedClock, journal: Journal, portal_url: str = "") -> None:
        self._clock = clock
        self._journal = journal
        self._portal_url = portal_url.rstrip("/")
        self._tasks: set[asyncio.Task[None]] = set()
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._session: aiohttp.ClientSession | None = None
        self.couriers: dict[str, Courier] = {}
        self.timeline: Timeline

    def send(self, push: Push, *, lost: bool = False) -> None:
        """Starts the push now. ``lost``: this try never reaches the customer."""
        courier = self.couriers.get(push.account.protocol)
        if courier is not None:
            courier.send(push, lost=lost)
        else:
            self.follow(self._try(push, lost))

    def address(self, url: str) -> str:
        """A path belongs to the portal."""
        return self._portal_url + url if url.startswith("/") else url

    def follow(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts ``work`` now; ``settled`` waits for it like for a push."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Waits until no push is on its way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _try(self, push: Push, lost: bool) -> None:
        gate = self._gates.setdefault(push.account.username, asyncio.Semaphore(_AT_ONCE))
        async with gate:
            rows = push.rows()
            result = "lost" if lost else await self._post(push.account.push_url, rows)
        self.note(push, len(rows), result)
        if result == 200:
            self.arrived(push)
        elif push.attempt >= TRIES:
            self._end(push, "gave_up")
        else:
            self.again(push)

    def note(self, push: Push, rows: int, result: int | str) -> None:
        """One try, as it is found under ``/__control__/requests``."""
        self._journal.add(
            "push", push.account.username, at=self._clock.now(), what=push.what, rows=rows,
            attempt=push.attempt, result=result,
        )  # fmt: skip

    def arrived(self, push: Push) -> None:
        """The customer has it; a scripted habit may tell him once more."""
        self._end(push, "ok")
        if push.repeat > 0:
            push.repeat -= 1
            self.timeline.at(self._clock.now() + 1, lambda: self.send(push))

    def again(self, push: Push) -> None:
        push.attempt += 1
        self.timeline.at(self._clock.now() + PAUSE, lambda: self.send(push))

    def _end(self, push: Push, result: str) -> None:
        push.done(result)
        push.done = lambda _: None

    async def _post(self, url: str, rows: list[dict[str, Any]]) -> int | str:
        """The status, or the name of what went wrong."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        url = self.address(url)
        headers = {"Content-Type": "application/json"}
        try:
            async with self._session.post(
                url, data=orjson.dumps(rows), headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return type(error).__name__

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._session is not None:
            await self._session.close()
