"""Verimor's way into the consent registry."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.clock import iso, local
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.paging import PAGE
from turkcell_hub.fake_operator.engine.registry.book import Request
from turkcell_hub.fake_operator.engine.registry.campaigns import Campaign
from turkcell_hub.fake_operator.engine.registry.values import Key, Movement, Wanted, written
from turkcell_hub.fake_operator.engine.times import iso_or_local
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.iys.reading import Reader
from turkcell_hub.fake_operator.protocols.verimor import answers
from turkcell_hub.fake_operator.protocols.verimor.answers import Refused, json, styled
from turkcell_hub.fake_operator.protocols.verimor.doors import body_of, exchange, pace

_MOST_ROWS = 1000
_DAYS = 3 * 86400
_NAMES = {"recipient_type": "recipientType", "consent_date": "consentDate"}
_NEEDED = ("type", "source", "status", "recipient_type", "consent_date", "recipient")
Work = Callable[[Desk, Mapping[str, Any]], Awaitable[web.Response]]


class ConsentDoor:
    """Form errors and old dates are refused at once; the registry's own words come later."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._registry = world.registry

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v2/iys_consents.json", self._add),
            web.get("/v2/iys/campaigns", self._campaigns),
            web.get("/v2/iys/campaigns/{id}/consents", self._consents),
        ]

    # --- handing over -----------------------------------------------------------------------

    async def _add(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = {}

        async def credentials() -> Mapping[str, Any]:
            body.update((await body_of(request))[1])
            return body

        async def work(desk: Desk, habit: dict[str, Any]) -> web.Response:
            now = self._world.clock.now()
            pace(desk.sends, now, desk.account.sends_per_minute)
            campaign = await self._take(desk, body, now)
            answer = {"campaign_id": campaign.id}
            return styled(str(campaign.id), answer, desk.account.answer_style)

        return await exchange(self._world, request, "send", credentials, work)

    async def _take(self, desk: Desk, body: Mapping[str, Any], now: float) -> Campaign:
        brand = self._brand(desk, body)
        rows = body.get("consents")
        if not isinstance(rows, list) or not rows:
            raise Refused("MISSING_CONSENTS")
        if len(rows) > _MOST_ROWS:
            raise Refused("MESSAGE_COUNT_LIMIT_EXCEEDED")
        wanted, codes = self._read([_translated(row, now) for row in rows], now)
        request_id = str(uuid.uuid4())
        await self._registry.keep({
            "k": "batch",
            "request_id": request_id,
            "brand": brand,
            "rows": [one.to_record() for one in wanted],
            "sub_ids": [f"{request_id[:24]}{index:012x}" for index in range(len(rows))],
            "accepted_at": now,
            "due": now + self._registry.settings.processing_delay,
            "v2": False,
            "codes": list(codes.items()),
        })  # fmt: skip
        self._registry.watch(self._registry.books[brand].requests[request_id])
        campaign = Campaign(
            self._registry.next_campaign(), desk.account.username, "api", brand, now, request_id
        )
        await self._registry.keep(campaign.to_record())
        return campaign

    def _brand(self, desk: Desk, body: Mapping[str, Any]) -> int:
        sender, account = body.get("source_addr") or "", desk.account
        if sender and sender not in account.senders:
            raise Refused("INVALID_SOURCE_ADDRESS")
        if not account.brand_codes:
            raise Refused("MISSING_IYS_BRAND_CODE")
        brand = int(account.brand_codes[0]) if account.brand_codes[0].isdecimal() else 0
        if self._registry.brand(brand) is None:
            raise Refused("AHS_AUTHORIZATION_ERROR")
        return brand

    def _read(
        self, bodies: list[dict[str, Any]], now: float
    ) -> tuple[list[Wanted], dict[int, str]]:
        """What the registry would refuse at once is told with the row later."""
        reader = Reader(self._registry.settings, now)
        rows: list[Wanted] = []
        codes: dict[int, str] = {}
        seen: set[Key] = set()
        for index, body in enumerate(bodies):
            wanted, faults = reader.consent(body, index)
            rows.append(wanted)
            if faults:
                codes[index] = faults[0]["code"]
            elif wanted.key in seen:
                codes[index] = "H194"
            seen.add(wanted.key)
        return rows, codes

    # --- asking -----------------------------------------------------------------------------

    async def _ask(self, request: web.Request, work: Work) -> web.Response:
        async def credentials() -> Mapping[str, Any]:
            return request.query

        async def run(desk: Desk, habit: dict[str, Any]) -> web.Response:
            pace(desk.queries, self._world.clock.now(), desk.account.queries_per_minute)
            await self._registry.settled()
            return await work(desk, request.query)

        return await exchange(self._world, request, "query", credentials, run)

    async def _campaigns(self, request: web.Request) -> web.Response:
        async def work(desk: Desk, query: Mapping[str, Any]) -> web.Response:
            source = query.get("source")
            found = [
                one for one in self._registry.campaigns.values()
                if one.username == desk.account.username and source in (None, one.source)
            ]  # fmt: skip
            return json(_page(query, [_campaign(one) for one in reversed(found)]))

        return await self._ask(request, work)

    async def _consents(self, request: web.Request) -> web.Response:
        async def work(desk: Desk, query: Mapping[str, Any]) -> web.Response:
            wanted = request.match_info["id"]
            campaign = self._registry.campaigns.get(int(wanted) if wanted.isdecimal() else 0)
            if campaign is None:
                raise Refused(answers.NO_CONSENT_CAMPAIGN)
            if campaign.username != desk.account.username:
                raise Refused(answers.NOT_YOURS)
            return json(_page(query, self._rows(campaign)))

        return await self._ask(request, work)

    def _rows(self, campaign: Campaign) -> list[dict[str, Any]]:
        if not campaign.request_id:
            moved = [self._registry.movements[number - 1] for number in campaign.numbers]
            return [_row(one.wanted, one.consent_date) for one in moved]
        request = self._registry.books[campaign.brand].requests[campaign.request_id]
        return [_judged(request, index) for index in range(len(request.rows))]


def _translated(row: Any, now: float) -> dict[str, Any]:
    """The registry's words for one row. Raises Refused."""
    if not isinstance(row, dict):
        raise Refused("MISSING_CONSENTS")
    missing = [name for name in _NEEDED if not row.get(name)]
    if "recipient" in missing:
        raise Refused("MISSING_DESTINATION_ADDRESS")
    if missing:
        raise Refused(f"MISSING_{missing[0].upper()}")
    recipient = str(row["recipient"])
    if "@" not in recipient and not (recipient.isascii() and recipient.isdigit()):
        raise Refused("INVALID_DESTINATION_ADDRESS")
    body = {str(_NAMES.get(name, name)): value for name, value in row.items()}
    body["recipient"] = recipient if "@" in recipient else f"+{recipient}"
    body["consentDate"] = _date(row["consent_date"], str(row["source"]), now)
    return body


def _date(text: Any, source: str, now: float) -> str:
    try:
        moment = iso_or_local(text)
    except (TypeError, ValueError) as error:
        raise Refused("INVALID_CONSENT_DATE") from error
    if moment > now or (moment < now - _DAYS and source != "HS_2015"):
        raise Refused("INVALID_CONSENT_DATE")
    return written(moment)


def _campaign(one: Campaign) -> dict[str, Any]:
    return {
        "id": one.id,
        "source": one.source,
        "created_at": iso(one.created_at),
        "report_date": one.report_date or f"{local(one.created_at):%Y-%m-%d}",
    }


def _row(wanted: Wanted, date: str) -> dict[str, Any]:
    return {
        "type": wanted.key.type,
        "source": wanted.source,
        "recipient": wanted.key.recipient.removeprefix("+"),
        "status": wanted.status,
        "consent_date": f"{date.replace(' ', 'T')}.000+03:00" if date else None,
        "recipient_type": wanted.key.recipient_type,
    }


def _judged(request: Request, index: int) -> dict[str, Any]:
    row = _row(request.rows[index], request.rows[index].consent_date or "")
    result = request.results[index] if request.results else None
    if result is None:
        return {**row, "request_status": "enqueue", "request_error": None}
    if isinstance(result, Movement):
        return {**row, "request_status": "success", "request_error": None}
    return {**row, "request_status": "failure", "request_error": result}


def _page(query: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    offset, limit = query.get("offset", "0"), query.get("limit", str(PAGE))
    if not (offset.isdecimal() and limit.isdecimal()):
        raise Refused("offset / limit geçersiz")
    return {"total": len(rows), "records": rows[int(offset) : int(offset) + min(int(limit), PAGE)]}
