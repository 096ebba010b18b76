"""Who may in, how fast, and to which brand."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.registry.book import Book
from turkcell_hub.fake_operator.engine.registry.providers import Provider
from turkcell_hub.fake_operator.engine.registry.registry import Registry
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.iys.answers import refusal, scripted
from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault, refuse

ANYBODY = ("provider", "partner", "ahs")
OWN = ("provider", "partner")
PARTNERS = ("partner",)


@dataclass(slots=True)
class Call:
    """One request that was let in. ``provider`` and ``book`` are those of its path."""

    request: web.Request
    registry: Registry
    desk: Desk
    now: float
    provider: Provider | None = None
    book: Book | None = None

    async def json(self) -> Any:
        """Raises Refused H014."""
        try:
            return orjson.loads(await self.request.read())
        except orjson.JSONDecodeError as error:
            raise refuse("H014") from error

    @property
    def firm(self) -> Provider:
        if self.provider is None:
            raise refuse("H001")
        return self.provider

    @property
    def own(self) -> Book:
        if self.book is None:
            raise refuse("H018")
        return self.book

    def check_right(self, type_: str, index: int | None = None) -> None:
        """A partner needs the brand's right for the channel. Raises Refused."""
        if right(self, type_) != "write":
            raise Refused(fault("H353", "type", type_, index))


Word = Callable[..., web.Response]
Work = Callable[[Call], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def right(call: Call, type_: str) -> str | None:
    """``write``, ``read`` or None: what the brand lets this user do in a channel."""
    account, brand = call.desk.account, call.registry.brand(call.own.brand)
    if brand is None or account.iys_role == "provider":
        return "write"
    if account.iys_role == "ahs":
        return "read" if type_ in brand.ahs else None
    return brand.partners.get(str(account.iys_code), {}).get(type_)


class Doors:
    """Order of checks: pace, allow list, token, script, provider and brand, subscription."""

    def __init__(self, world: World) -> None:
        self.world = world

    def guard(
        self, kind: str, work: Work, *, roles: tuple[str, ...] = OWN, unknown: str = "H351",
        subscribed: bool = True, word: Word = refusal, no_brand: str = "H353",
    ) -> Handler:  # fmt: skip
        """``unknown`` answers a token that is none; ``no_brand`` a brand that nobody has."""

        async def handler(request: web.Request) -> web.Response:
            received_at, name = self.world.clock.now(), ""
            try:
                self._admit(request, received_at)
                desk = self._holder(request, received_at, unknown)
                name = desk.account.username
            except Refused as error:
                return self._done(request, kind, name, word(error), received_at, error)
            if not self._is_allowed(desk, request.remote or ""):
                answer = web.Response(status=403, text="Forbidden")
                return self._done(request, kind, name, answer, received_at)

            async def run(_: dict[str, Any]) -> web.Response:
                call = Call(request, self.world.registry, desk, self.world.clock.now())
                try:
                    self._enter(call, roles, subscribed, no_brand)
                    return await work(call)
                except Refused as error:
                    request["facts"] = {"code": error.faults[0]["code"]}
                    misspelt = self.world.registry.settings.misspelt_code
                    return word(error, misspelt=misspelt)

            answer = await play(self.world, desk, kind, run, scripted)
            return self._done(request, kind, name, answer, received_at)

        return handler

    def _done(
        self, request: web.Request, kind: str, name: str, answer: web.Response, at: float,
        error: Refused | None = None,
    ) -> web.Response:  # fmt: skip
        if error is not None:
            request["facts"] = {"code": error.faults[0]["code"]}
        if name:
            switches = self.world.registry.settings
            self.world.registry.counters.judge(
                name, request.remote or "", answer.status, at, calls=switches.success_calls,
                share=switches.success_share, grace=switches.success_grace,
            )  # fmt: skip
        return record(self.world, request, kind, name, answer, at)

    def _admit(self, request: web.Request, now: float) -> None:
        registry, address = self.world.registry, request.remote or ""
        limit = registry.settings.requests_per_second
        if not registry.counters.admits_second(address, now, limit):
            raise refuse(registry.settings.code_of_a_second)

    def _holder(self, request: web.Request, now: float, code: str) -> Desk:
        if code == "H251" and "Authorization" not in request.headers:
            raise refuse("H250")
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        username = self.world.registry.tokens.holder(token.strip(), now)
        desk = self.world.desks.get(username) if username else None
        if kind.lower() != "bearer" or desk is None:
            raise refuse(code)
        return desk

    def _is_allowed(self, desk: Desk, address: str) -> bool:
        allowed = desk.account.allowed_ips
        if address in self.world.registry.counters.removed:
            return False
        return allowed is None or address in allowed

    # --- whose it is ------------------------------------------------------------------------

    def _enter(self, call: Call, roles: tuple[str, ...], subscribed: bool, no_brand: str) -> None:
        account, where = call.desk.account, call.request.match_info
        iys_code = _whole(where.get("iysCode"), "H190", "iysCode")
        brand = _whole(where.get("brandCode"), "H191", "brandCode")
        if iys_code is not None:
            call.provider = call.registry.providers.get(iys_code)
            if account.iys_role == "provider" and iys_code != account.iys_code:
                raise refuse("H353", "iysCode", iys_code)
            if call.provider is None:
                raise refuse("H001", "iysCode", iys_code)
            if subscribed:
                check_subscription(call.provider)
        if brand is not None:
            self._enter_brand(call, brand, no_brand)
        if account.iys_role not in roles:
            raise refuse("H363" if roles == PARTNERS else "H353")

    def _enter_brand(self, call: Call, code: int, no_brand: str) -> None:
        account, brand = call.desk.account, call.firm.brands.get(code)
        if code not in call.registry.books:
            raise refuse(no_brand, "brandCode", code)
        if brand is None or (account.brand_codes and str(code) not in account.brand_codes):
            raise refuse("H353", "brandCode", code)
        if account.iys_role == "partner" and str(account.iys_code) not in brand.partners:
            raise refuse("H353", "brandCode", code)
        if account.iys_role == "ahs" and not brand.ahs:
            raise refuse("H353", "brandCode", code)
        call.book = call.registry.books[code]


def check_subscription(provider: Provider) -> None:
    """Raises Refused H520, H521, H524 or H586."""
    package = provider.subscription
    if package is None:
        raise refuse("H524")
    if package.status in ("PAUSED", "EXPIRED"):
        raise refuse("H520")
    if package.status == "CLOSED":
        raise refuse("H521")
    if not package.api:
        raise refuse("H586")


def _whole(text: str | None, code: str, name: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise refuse(code, name, text)
    return int(text)


def same_secret(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
