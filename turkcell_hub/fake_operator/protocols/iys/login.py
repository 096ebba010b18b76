"""``POST /oauth2/token``."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.iys.answers import json, refusal, scripted
from turkcell_hub.fake_operator.protocols.iys.codes import TABLE, refuse
from turkcell_hub.fake_operator.protocols.iys.doors import same_secret

_GRANTS = {"password": ("username", "password"), "refresh_token": ("refresh_token",)}


class Login:
    """Errors are OAuth-shaped 400s, also for wrong credentials; only the limits speak in codes."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/oauth2/token", self._token)]

    async def _token(self, request: web.Request) -> web.Response:
        now, registry, address = self._world.clock.now(), self._world.registry, request.remote or ""
        if not registry.counters.admits_second(address, now, registry.settings.requests_per_second):
            return self._done(request, "", refusal(refuse(registry.settings.code_of_a_second)), now)
        if not registry.counters.gate(address).admits(now, registry.settings.token_limit):
            return self._done(request, "", self._too_many(), now)
        found = self._read(await _fields(request))
        if isinstance(found, web.Response):
            return self._done(request, "", found, now)
        desk = found

        async def run(_: dict[str, Any]) -> web.Response:
            return self._issue(desk)

        answer = await play(self._world, desk, "login", run, scripted)
        return self._done(request, desk.account.username, answer, now)

    def _done(
        self, request: web.Request, name: str, answer: web.Response, at: float
    ) -> web.Response:
        return record(self._world, request, "login", name, answer, at)

    def _too_many(self) -> web.Response:
        """Both shapes are seen in the field."""
        if self._world.registry.settings.shape_of_h084 == "top_level":
            return json({"code": "H084", "message": TABLE["H084"][1]}, 429)
        return refusal(refuse("H084"))

    def _read(self, fields: dict[str, Any] | None) -> Desk | web.Response:
        if fields is None or not isinstance(fields.get("grant_type"), str):
            return _oauth("invalid_request", "grant_type zorunludur")
        grant = fields["grant_type"].strip()
        if not grant:
            return _oauth("invalid_grant", "grant_type boş")
        if grant not in _GRANTS:
            return _oauth("invalid_request", "grant_type bilinmiyor")
        for name in _GRANTS[grant]:
            value = fields.get(name)
            if not isinstance(value, str):
                return _oauth("invalid_request", f"{name} zorunludur")
            if not value.strip():
                return _oauth("invalid_grant", f"{name} boş")
        return self._by_password(fields) if grant == "password" else self._by_refresh(fields)

    def _by_password(self, fields: dict[str, Any]) -> Desk | web.Response:
        desk = self._world.desks.get(fields["username"])
        if desk is None or desk.account.protocol != "iys":
            return _oauth("invalid_request", "Kullanıcı adı veya parola hatalı")
        if not same_secret(desk.account.password, fields["password"]):
            return _oauth("invalid_request", "Kullanıcı adı veya parola hatalı")
        return desk

    def _by_refresh(self, fields: dict[str, Any]) -> Desk | web.Response:
        tokens, now = self._world.registry.tokens, self._world.clock.now()
        username = tokens.spend(fields["refresh_token"], now)
        desk = self._world.desks.get(username) if username else None
        return desk or _oauth("invalid_grant", "refresh_token geçersiz veya süresi dolmuş")

    def _issue(self, desk: Desk) -> web.Response:
        registry, account = self._world.registry, desk.account
        switches = registry.settings
        pair = registry.tokens.issue(
            account.username, self._claims(desk), self._world.clock.now(),
            switches.access_token_seconds, switches.refresh_token_seconds,
        )  # fmt: skip
        return json({
            "access_token": pair.access,
            "refresh_token": pair.refresh,
            "expires_in": int(switches.access_token_seconds),
            "refresh_expires_in": int(switches.refresh_token_seconds),
            "token_type": "bearer",
        })  # fmt: skip

    def _claims(self, desk: Desk) -> dict[str, Any]:
        account = desk.account
        provider = self._world.registry.providers.get(account.iys_code or 0)
        brands = provider.brands.values() if provider else ()
        return {
            "preferred_username": account.username,
            "roles": [account.iys_role],
            "serviceProvider": {
                "title": provider.title if provider else "", "iysCode": account.iys_code,
            },
            "brands": [{"code": brand.code, "name": brand.name} for brand in brands],
        }  # fmt: skip


async def _fields(request: web.Request) -> dict[str, Any] | None:
    """JSON or a form; None when it is neither."""
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _oauth(error: str, description: str) -> web.Response:
    return json({"error": error, "error_description": description}, 400)
