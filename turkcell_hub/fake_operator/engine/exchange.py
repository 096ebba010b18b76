"""Plays one exchange of an account: the ordinary work, or what the script says instead."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.scripts import Step
from turkcell_hub.fake_operator.engine.world import World

Work = Callable[[dict[str, Any]], Awaitable[web.Response]]
Refuse = Callable[[Any], web.Response]

_GARBAGE = b'\x00\xff<html><body>502 Bad Gateway</bo{"resu'
_latency = random.Random()


class Cut(web.Response):
    """An answer that the caller never gets, or gets half of: the connection is closed."""

    def __init__(self, sent: bytes = b"", whole: int = 0) -> None:
        super().__init__(status=200, body=sent)
        self._whole = whole

    async def prepare(self, request: web.BaseRequest) -> None:
        transport = request.transport
        if transport is not None:
            if self._whole:
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {self._whole}\r\n\r\n".encode()
                transport.write(head + (self.body or b""))  # type: ignore[operator]
                transport.close()
            else:
                transport.abort()

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing more to write."""


async def play(world: World, desk: Desk, kind: str, work: Work, refuse: Refuse) -> web.Response:
    """``work`` gets the habits that a script gives to what is accepted; ``refuse`` words a code.

    The answer is held back for the account's latency, counted from now.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    step = desk.director.next(kind)
    answer = await (work({}) if step is None else _scripted(step, work, refuse))
    account = desk.account
    wanted = account.latency_ms + account.latency_jitter_ms * _latency.random()
    rest = wanted / 1000 - (loop.time() - begun)
    if rest > 0:
        await asyncio.sleep(rest)
    return answer


async def _scripted(step: Step, work: Work, refuse: Refuse) -> web.Response:
    values, do = step.values, step.do
    if do in ("refuse", "login_error"):
        return refuse(values["code"])
    if do == "error_before":
        return web.Response(status=values["status"], text="Internal Server Error")
    if do == "busy":
        headers = {"Retry-After": str(values["retry_after"])}
        return web.Response(status=values["status"], text="Too Many Requests", headers=headers)
    if do == "drop_before":
        return Cut()
    if values.get("accepted") is False:
        return _spoil(do, web.Response(text="20210"))
    answer = await work(habits_of(step))
    if do == "late":
        await asyncio.sleep(values["seconds"])
    elif answer.status not in (200, 202):
        return answer
    elif do == "drop_after":
        return Cut()
    elif do == "error_after":
        return web.Response(status=values["status"], text="Internal Server Error")
    return _spoil(do, answer)


def habits_of(step: Step) -> dict[str, Any]:
    """What a step changes in a message that is taken as usual."""
    if step.do == "credits":
        return {"credit_delta": step.values["delta"]}
    return {"reports": step.values} if step.do == "reports" else {}


def _spoil(do: str, answer: web.Response) -> web.Response:
    if do == "garbage":
        return web.Response(body=_GARBAGE, content_type="application/json")
    if do == "empty":
        return web.Response(body=b"")
    if do == "half":
        body = answer.body if isinstance(answer.body, bytes) else b"{}"
        return Cut(body[: len(body) // 2], len(body))
    return answer


def record(
    world: World, request: web.Request, kind: str, account: str, answer: web.Response,
    received_at: float,
) -> web.Response:  # fmt: skip
    """Writes the exchange into the journal. Status 0: the caller got no (whole) answer."""
    world.journal.add(
        kind, account, at=received_at, path=request.path, size=request.content_length or 0,
        status=0 if isinstance(answer, Cut) else answer.status, **request.get("facts", {}),
    )  # fmt: skip
    return answer
