"""Who wants to hear of orders, and telling them (TMF622 v4: ``POST /hub``, the listener's events).

Nobody promises order, or that an event comes once: a listener that does not answer 2xx is told
twice more on the operator's clock, and by then newer events may have come.
"""

from __future__ import annotations

import uuid
from typing import Any

import aiohttp
import orjson

from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.orders.book import Kept, OrderBook

STATE = "ProductOrderStateChangeEvent"
NEEDS = "ProductOrderInformationRequiredEvent"
CANCEL = "CancelProductOrderStateChangeEvent"
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_TRIES, _PAUSE = 3, 30.0


class Herald:
    """``told``: every event, as it was made, the newest last."""

    def __init__(self, world: World, book: OrderBook) -> None:
        self._world, self._book = world, book
        self.told: list[dict[str, Any]] = []

    def follow(self, order: Kept) -> None:
        """Tells of each step that the clock will bring."""
        step = self._book.keys.get(order.key, 0.0)
        for turn in (1, 2) if step else ():
            self._world.timeline.at(order.at + turn * step, lambda: self.state(order))

    def state(self, order: Kept) -> None:
        """The order stands otherwise, or something is missing."""
        shown = self._book.shown(order, self._now())
        self._tell(order, NEEDS if shown["state"] == "held" else STATE, {"productOrder": shown})

    def cancelled(self, order: Kept) -> None:
        asked = {"id": f"c-{order.id}", "state": "done", "productOrder": {"id": order.id}}
        self._tell(order, CANCEL, {"cancelProductOrder": asked})

    def _tell(self, order: Kept, kind: str, event: dict[str, Any]) -> None:
        body = {
            "eventId": uuid.uuid4().hex,
            "eventTime": iso(self._now()),
            "eventType": kind,
            "event": event,
        }
        self.told.append(body)
        for callback in self._book.listeners_of(order.key):
            self._world.pusher.follow(self._try(callback, body, 1))

    async def _try(self, callback: str, body: dict[str, Any], attempt: int) -> None:
        name = body["eventType"][0].lower() + body["eventType"][1:]
        status = await _post(f"{callback}/listener/{name}", body)
        self._world.journal.add(
            "order_event", "", at=self._now(), event=body["eventType"], attempt=attempt,
            result=status,
        )  # fmt: skip
        if status not in (200, 201, 204) and attempt < _TRIES:
            again = lambda: self._world.pusher.follow(self._try(callback, body, attempt + 1))  # noqa: E731
            self._world.timeline.at(self._now() + _PAUSE, again)

    def _now(self) -> float:
        return self._world.clock.now()


async def _post(url: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.post(
                url, data=orjson.dumps(body), headers=headers, allow_redirects=False
            ) as answer,
        ):
            await answer.read()
            return answer.status
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return type(error).__name__
