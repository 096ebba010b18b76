"""Who may in, and how one exchange of Mesaj Üssü runs."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk, Pace
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused, ok, refusal
from turkcell_hub.fake_operator.protocols.mesajussu.sessions import Sessions

Work = Callable[[web.Request, Desk, dict[str, Any]], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]
_CUSTOM_ID = re.compile(rb'"customId"\s*:\s*"([^"]{1,100})"')
_TOO_LARGE = "mesajussu.too_large"


class Doors:
    """Login, and the guard of every other path."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions = Sessions(world)

    async def login(self, request: web.Request) -> web.Response:
        received_at = self._world.clock.now()
        try:
            body = parsed(await raw_body(request))
            username, password = body.get("username"), body.get("password")
            if not isinstance(username, str) or not isinstance(password, str):
                raise Refused(400)
        except Refused as error:
            return refusal(error.code, detail=error.detail)
        desk = self._world.desks.get(username)
        code_in = desk.account.code_in if desk else "body"

        async def work(_: dict[str, Any]) -> web.Response:
            try:
                token = await self._sessions.login(username, password, request.remote or "")
            except Refused as error:
                request["facts"] = {"code": error.code}
                return refusal(error.code, code_in)
            return ok(token=token)

        if desk is None or desk.account.protocol != "mesajussu":
            result = await work({})
        else:
            result = await play(
                self._world, desk, "login", work, lambda code: refusal(int(code), code_in)
            )
        return record(self._world, request, "login", username, result, received_at)

    def guard(self, kind: str, work: Work) -> Handler:
        """Token first, then the script, then the work; refusals become answers."""

        async def handler(request: web.Request) -> web.Response:
            received_at = self._world.clock.now()
            try:
                desk = self._sessions.desk_of(request.headers.get("token"), request.remote or "")
            except Refused as error:
                request["facts"] = {"code": error.code}
                return record(self._world, request, kind, "", refusal(error.code), received_at)
            code_in = desk.account.code_in
            reference = await _reference(request) if kind == "send" else {}

            async def run(habit: dict[str, Any]) -> web.Response:
                try:
                    return await work(request, desk, habit)
                except Refused as error:
                    request["facts"] = {"code": error.code}
                    refused = refusal(error.code, code_in, error.detail)
                    if error.retry_after:
                        refused.headers["Retry-After"] = str(int(error.retry_after) + 1)
                    return refused

            result = await play(
                self._world, desk, kind, run, lambda code: refusal(int(code), code_in)
            )
            request["facts"] = {**request.get("facts", {}), **reference}
            name = desk.account.username
            return record(self._world, request, kind, name, result, received_at)

        return handler


def pace(window: Pace, now: float, limit: int | None) -> None:
    """Raises Refused when the minute is full."""
    wait = window.admit(now, limit)
    if wait:
        raise Refused(429, retry_after=wait)


async def _reference(request: web.Request) -> dict[str, str]:
    """The caller's own reference, for the journal: known of a request that was cut off too."""
    try:
        found = _CUSTOM_ID.search(await raw_body(request))
    except Refused:
        return {}  # the work refuses it
    return {"custom_id": found[1].decode("ascii", "replace")} if found else {}


async def raw_body(request: web.Request) -> bytes:
    """Raises Refused, and again when it is asked for again: what is too large is read once."""
    if request.get(_TOO_LARGE):
        raise Refused(413)
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        request[_TOO_LARGE] = True
        raise Refused(413) from error


def parsed(raw: bytes) -> dict[str, Any]:
    """Raises Refused."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused(400, "JSON") from error
    if not isinstance(body, dict):
        raise Refused(400, "JSON")
    return body
