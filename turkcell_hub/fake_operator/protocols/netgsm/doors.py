"""Who may in, and how one exchange of Netgsm runs."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.netgsm import answers
from turkcell_hub.fake_operator.protocols.netgsm.answers import Refused, refusal

Work = Callable[[web.Request, Desk, dict[str, Any]], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def guard(world: World, kind: str, operation: str, work: Work) -> Handler:
    """Basic authentication first, then the script, then the work; refusals become answers."""

    async def handler(request: web.Request) -> web.Response:
        received_at = world.clock.now()
        name, password = _login(request.headers.get("Authorization", ""))
        try:
            desk = _enter(world, name, password, request.remote or "")
        except Refused as error:
            request["facts"] = {"code": error.code}
            return record(world, request, kind, name, refusal(error.code, operation), received_at)

        async def run(habit: dict[str, Any]) -> web.Response:
            try:
                return await work(request, desk, habit)
            except Refused as error:
                request["facts"] = {"code": error.code}
                return refusal(error.code, operation)

        result = await play(world, desk, kind, run, lambda code: refusal(str(code), operation))
        return record(world, request, kind, name, result, received_at)

    return handler


async def body_of(request: web.Request) -> dict[str, Any]:
    """Raises Refused."""
    try:
        body = orjson.loads(await request.read())
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused("413") from error
    except orjson.JSONDecodeError as error:
        raise Refused(answers.PARAMETER) from error
    if not isinstance(body, dict):
        raise Refused(answers.PARAMETER)
    return body


def _login(header: str) -> tuple[str, str]:
    scheme, _, told = header.partition(" ")
    try:
        pair = base64.b64decode(told, validate=True).decode() if scheme == "Basic" else ""
    except (binascii.Error, ValueError):
        pair = ""
    name, _, password = pair.partition(":")
    return name, password


def _enter(world: World, name: str, password: str, address: str) -> Desk:
    """One code for every fault of the login (3.2): user, password, IP."""
    desk = world.desks.get(name)
    if desk is None or desk.account.protocol != "netgsm":
        raise Refused(answers.LOGIN)
    if not hmac.compare_digest(desk.account.password.encode(), password.encode()):
        raise Refused(answers.LOGIN)
    allowed = desk.account.allowed_ips
    if allowed is not None and address not in allowed:
        raise Refused(answers.LOGIN)
    return desk
