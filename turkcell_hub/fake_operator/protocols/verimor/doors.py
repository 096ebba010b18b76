"""Who may in, and how one exchange of Verimor runs."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk, Pace
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.verimor import answers
from turkcell_hub.fake_operator.protocols.verimor.answers import Refused, refusal

Work = Callable[[Desk, dict[str, Any]], Awaitable[web.Response]]


def enter(world: World, credentials: Mapping[str, Any], address: str) -> Desk:
    """The account. Raises Refused."""
    username, password = credentials.get("username"), credentials.get("password")
    desk = world.desks.get(username) if isinstance(username, str) else None
    if desk is None or desk.account.protocol != "verimor" or not isinstance(password, str):
        raise Refused(answers.AUTH)
    if not hmac.compare_digest(desk.account.password.encode(), password.encode()):
        raise Refused(answers.AUTH)
    allowed = desk.account.allowed_ips
    if allowed is not None and not allowed:
        raise Refused(answers.NO_IPS)
    if allowed is not None and address not in allowed:
        raise Refused(answers.WRONG_IP)
    return desk


async def body_of(request: web.Request) -> tuple[bytes, dict[str, Any]]:
    """Raises Refused."""
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(answers.TOO_LARGE) from error
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused("INVALID_JSON" if _is_utf8(raw) else "INVALID_UTF8") from error
    if not isinstance(body, dict):
        raise Refused("INVALID_JSON")
    return raw, body


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


async def exchange(
    world: World,
    request: web.Request,
    kind: str,
    credentials: Callable[[], Awaitable[Mapping[str, Any]]],
    work: Work,
) -> web.Response:
    """Reads who asks, then the script, then the work; refusals become answers."""
    received_at, name = world.clock.now(), ""
    try:
        who = await credentials()
        name = str(who.get("username", ""))
        desk = enter(world, who, request.remote or "")
    except Refused as error:
        request["facts"] = {"code": error.word}
        return record(world, request, kind, name, refusal(error.word), received_at)
    style = desk.account.answer_style

    async def run(habit: dict[str, Any]) -> web.Response:
        try:
            return await work(desk, habit)
        except Refused as error:
            request["facts"] = {"code": error.word}
            return refusal(error.word, style, error.retry_after)

    result = await play(world, desk, kind, run, lambda code: refusal(str(code), style))
    return record(world, request, kind, name, result, received_at)


def pace(window: Pace, now: float, limit: int | None) -> None:
    """Raises Refused when the minute is full."""
    wait = window.admit(now, limit)
    if wait:
        raise Refused(answers.TOO_MANY, retry_after=wait)
