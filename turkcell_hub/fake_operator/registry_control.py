"""The control API of the consent registry, under /__control__/iys/ (docs/fake-operator.md)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.control import BASE, body_object, door
from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.registry import citizens
from turkcell_hub.fake_operator.engine.registry.providers import Provider
from turkcell_hub.fake_operator.engine.registry.values import Movement
from turkcell_hub.fake_operator.engine.world import World

_MOST_ROWS = 100_000


class RegistryControl:
    """Switches, providers, the citizen's side, seeds, truth and counters."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._registry = world.registry

    def routes(self) -> list[web.RouteDef]:
        base = f"{BASE}/iys"
        return [
            web.get(f"{base}/settings", door(self._settings)),
            web.patch(f"{base}/settings", door(self._change_settings)),
            web.post(f"{base}/reset", door(self._reset)),
            web.get(f"{base}/providers", door(self._providers)),
            web.put(f"{base}/providers/{{iysCode}}", door(self._put_provider)),
            web.post(f"{base}/brands/{{brandCode}}/consents", door(self._fill)),
            web.get(f"{base}/records", door(self._records)),
            web.post(f"{base}/citizen", door(self._citizen)),
            web.post(f"{base}/closed-line", door(self._closed_line)),
            web.get(f"{base}/truth", door(self._truth)),
            web.get(f"{base}/counters", door(self._counters)),
            web.post(f"{base}/revoke-tokens", door(self._revoke)),
        ]

    async def _settings(self, request: web.Request) -> Any:
        return self._registry.settings.to_record()

    async def _change_settings(self, request: web.Request) -> Any:
        await self._registry.change_settings(await body_object(request))
        return self._registry.settings.to_record()

    async def _reset(self, request: web.Request) -> Any:
        await self._registry.reset()
        return {"providers": 0}

    async def _providers(self, request: web.Request) -> Any:
        return [_shown(one) for one in self._registry.providers.values()]

    async def _put_provider(self, request: web.Request) -> Any:
        code = int(request.match_info["iysCode"])
        return _shown(await self._registry.put_provider(code, await body_object(request)))

    async def _fill(self, request: web.Request) -> Any:
        rows = (await body_object(request)).get("rows")
        if not isinstance(rows, list):
            raise BadSetting("rows must be a list")
        brand = int(request.match_info["brandCode"])
        return {"stored": len(await citizens.fill(self._registry, brand, rows))}

    async def _records(self, request: web.Request) -> Any:
        recipient = request.query.get("recipient", "").lower()
        return {"records": citizens.records_of(self._registry, recipient)}

    async def _citizen(self, request: web.Request) -> Any:
        made = await citizens.choose(self._registry, await body_object(request))
        await self._world.pusher.settled()
        return {"movements": [_moved(one) for one in made]}

    async def _closed_line(self, request: web.Request) -> Any:
        recipient = (await body_object(request)).get("recipient")
        if not isinstance(recipient, str):
            raise BadSetting("recipient is required")
        made = await citizens.close_line(self._registry, recipient)
        await self._world.pusher.settled()
        return {"movements": [_moved(one) for one in made]}

    async def _truth(self, request: web.Request) -> Any:
        query, found = request.query, self._registry.movements
        brand = int(query["brand"]) if "brand" in query else None
        after, limit = int(query.get("after", 0)), int(query.get("limit", 1000))
        rows = [one for one in found[after:] if brand is None or one.brand == brand]
        shown = [_moved(one) for one in rows[: min(limit, _MOST_ROWS)]]
        last = shown[-1]["number"] if shown else None
        return {"movements": shown, "last": last, "summary": _summary(found, brand)}

    async def _counters(self, request: web.Request) -> Any:
        return self._registry.counters.told(self._world.clock.now())

    async def _revoke(self, request: web.Request) -> Any:
        self._registry.tokens.revoke()
        return {"revoked": True}


def _shown(provider: Provider) -> dict[str, Any]:
    return {**provider.to_record(), "used_consent_limit": provider.used()}


def _moved(one: Movement) -> dict[str, Any]:
    return {"number": one.number, "brandCode": one.brand, **one.told()}


def _summary(found: list[Movement], brand: int | None) -> dict[str, Any]:
    """``doubled``: movements that say the same of the same address with the same date."""
    mine = [one for one in found if brand is None or one.brand == brand]
    distinct = {
        (one.brand, one.wanted.key, one.status, one.wanted.source, one.consent_date)
        for one in mine
    }  # fmt: skip
    return {"movements": len(mine), "doubled": len(mine) - len(distinct)}
