"""Telling the merchant: until 200, three more tries; and every way in which that goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.payments.till import Payment, Till

HEADER = "X-Payment-Signature"
TRIES, PAUSE = 4, 30.0
_TIMEOUT = aiohttp.ClientTimeout(total=10)
# What the page's buttons and the control API may ask for.
HABITS = ("once", "repeated", "late", "never", "forged", "altered")
_LATE = 3600.0


class Teller:
    """Sends callbacks on the operator's clock."""

    def __init__(self, world: World, till: Till) -> None:
        self._world = world
        self._till = till

    async def tell(self, payment: Payment, habit: str) -> None:
        """``habit``: one of ``HABITS``. Returns after the first tries have been answered."""
        if habit == "late":
            self._later(_LATE, lambda: self._start(payment))
        elif habit == "repeated":
            for _time in range(3):
                await self._try(payment, TRIES)
        elif habit != "never":
            await self._try(payment, 1, habit)

    def _start(self, payment: Payment) -> None:
        self._world.pusher.follow(self._try(payment, 1))

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        self._world.timeline.at(self._world.clock.now() + seconds, do)

    async def _try(self, payment: Payment, attempt: int, habit: str = "once") -> None:
        status = await self._post(payment, habit)
        self._world.journal.add(
            "payment", payment.merchant, at=self._world.clock.now(), order=payment.order,
            attempt=attempt, habit=habit, result=status,
        )  # fmt: skip
        if status != 200 and attempt < TRIES and habit == "once":
            self._later(PAUSE, lambda: self._world.pusher.follow(self._try(payment, attempt + 1)))

    async def _post(self, payment: Payment, habit: str) -> Any:
        body = orjson.dumps(payment.told())
        signature = self._till.signature(payment.merchant, body)
        if habit == "forged":
            signature = "0" * 64
        elif habit == "altered":
            body = body.replace(b'"failed"', b'"paid"').replace(b'"amount":"', b'"amount":"1')
        headers = {"Content-Type": "application/json", HEADER: signature}
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.post(
                    payment.callback_url, data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return type(error).__name__
