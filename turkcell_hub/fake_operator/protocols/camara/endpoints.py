"""The paths of one-time-password-sms, a token for them, and the balance of codes.

Tokens and codes live in memory: both are dead within minutes, also at an operator that restarts.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine import counting, submissions
from turkcell_hub.fake_operator.engine.desks import Desk, Pace
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.camara import answers
from turkcell_hub.fake_operator.protocols.camara.answers import Refused, json, refusal

BASE = "/one-time-password-sms/v1"
SCOPE = "one-time-password-sms:send-validate"
HOLE = "{{code}}"
_NUMBER = re.compile(r"\+[1-9][0-9]{4,14}")
_TOKEN_SECONDS, _NUMBER_SECONDS = 300, 600.0
# As the scenarios of all fakes: the last digits of a number decide.
_BY_ENDING = {"05": answers.BLOCKED, "07": answers.NOT_ALLOWED}
Work = Callable[[web.Request, Desk, dict[str, Any]], Awaitable[web.Response]]


@dataclass(slots=True)
class Code:
    """One code: who asked, until when, how often it was tried."""

    account: str
    code: str
    ends_at: float
    tries: int = 0


class CamaraOtp:
    """One server's one-time codes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tokens: dict[str, tuple[str, float]] = {}
        self._codes: dict[str, Code] = {}
        self._numbers: dict[tuple[str, str], Pace] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/oauth2/v1/token", self._token),
            web.post(f"{BASE}/send-code", self._guard("send", self._send)),
            web.post(f"{BASE}/validate-code", self._guard("query", self._validate)),
            web.get("/otp-account/balance", self._guard("query", self._balance)),
        ]

    async def _token(self, request: web.Request) -> web.Response:
        now = self._world.clock.now()
        name, password = _basic(request.headers.get("Authorization", ""))
        desk = self._world.desks.get(name)
        form = await request.post()
        known = desk is not None and desk.account.protocol == "camara_otp"
        if not known or not hmac.compare_digest(_password(desk), password.encode()):
            answer = json({"error": "invalid_client"}, 401)
        elif form.get("grant_type") != "client_credentials" or form.get("scope") != SCOPE:
            answer = json({"error": "invalid_scope"}, 400)
        else:
            token = secrets.token_urlsafe(24)
            self._tokens[token] = (name, now + _TOKEN_SECONDS)
            answer = json(
                {"access_token": token, "token_type": "Bearer", "expires_in": _TOKEN_SECONDS}
            )
        return record(self._world, request, "login", name, answer, now)

    def _guard(self, kind: str, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            received_at = self._world.clock.now()
            desk = self._bearer(request, received_at)
            if desk is None:
                denied = refusal(answers.UNAUTHENTICATED)
                return record(self._world, request, kind, "", denied, received_at)

            async def run(habit: dict[str, Any]) -> web.Response:
                try:
                    return await work(request, desk, habit)
                except Refused as error:
                    request["facts"] = {"code": error.code}
                    return refusal(error.code)

            result = await play(self._world, desk, kind, run, lambda code: refusal(str(code)))
            name = desk.account.username
            return record(self._world, request, kind, name, result, received_at)

        return handler

    def _bearer(self, request: web.Request, now: float) -> Desk | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        name, ends_at = self._tokens.get(token, ("", 0.0))
        return self._world.desks.get(name) if now < ends_at else None

    async def _send(self, request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
        body = await _body(request, {"phoneNumber", "message"})
        number, message = body["phoneNumber"], body["message"]
        if not _NUMBER.fullmatch(number) or len(message) > 160 or HOLE not in message:
            raise Refused(answers.ARGUMENT)
        if number[-2:] in _BY_ENDING:
            raise Refused(_BY_ENDING[number[-2:]])
        now, account = self._world.clock.now(), desk.account
        pace = self._numbers.setdefault((account.username, number), Pace(_NUMBER_SECONDS))
        if pace.admit(now, account.otp_codes_per_number):
            raise Refused(answers.TOO_MANY)
        code = f"{secrets.randbelow(1_000_000):06d}"
        wanted = Submission(account.senders[0], message.replace(HOLE, code), [number[1:]])
        try:
            batch = self._world.admit(desk, wanted, habit)
        except submissions.NoCredit as error:
            raise Refused(answers.QUOTA) from error
        except (submissions.Refusal, counting.TooLong, counting.DoesNotFit) as error:
            raise Refused(answers.ARGUMENT) from error
        ticket = str(uuid.uuid4())
        self._codes[ticket] = Code(account.username, code, now + account.otp_seconds)
        request["facts"] = {"messages": 1, "packet_id": batch.packet_id}
        await self._world.keep(batch)
        return json({"authenticationId": ticket})

    async def _validate(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        body = await _body(request, {"authenticationId", "code"})
        if not 0 < len(body["code"]) <= 10:
            raise Refused(answers.ARGUMENT)
        known = self._codes.get(body["authenticationId"])
        if known is None or known.account != desk.account.username:
            raise Refused(answers.NOT_FOUND)
        if self._world.clock.now() >= known.ends_at:
            raise Refused(answers.EXPIRED)
        if known.tries >= desk.account.otp_tries:
            raise Refused(answers.FAILED)
        known.tries += 1
        if not hmac.compare_digest(known.code.encode(), body["code"].encode()):
            ended = known.tries >= desk.account.otp_tries
            raise Refused(answers.FAILED if ended else answers.INVALID_OTP)
        del self._codes[body["authenticationId"]]
        return web.Response(status=204)

    async def _balance(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        return json({"balance": desk.balance(self._world.clock.now(), self._world.seed)})


class CamaraSpeaker:
    """Nothing is pushed and nothing is asked for: an answer 200 is all that is told."""

    def report(self, *_: Any) -> dict[str, Any]:
        return {}

    def inbound(self, _: Any) -> dict[str, Any]:
        return {}


async def _body(request: web.Request, names: set[str]) -> dict[str, str]:
    """Exactly these properties, all texts: the standard refuses any other. Raises Refused."""
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise Refused(answers.ARGUMENT) from error
    if not isinstance(body, dict) or set(body) != names:
        raise Refused(answers.ARGUMENT)
    if not all(isinstance(value, str) for value in body.values()):
        raise Refused(answers.ARGUMENT)
    return body


def _password(desk: Desk | None) -> bytes:
    return desk.account.password.encode() if desk else b""


def _basic(header: str) -> tuple[str, str]:
    scheme, _, told = header.partition(" ")
    try:
        pair = base64.b64decode(told, validate=True).decode() if scheme == "Basic" else ""
    except (binascii.Error, ValueError):
        pair = ""
    name, _, password = pair.partition(":")
    return name, password
