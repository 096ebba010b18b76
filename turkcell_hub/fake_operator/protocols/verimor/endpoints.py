"""The paths of Verimor."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine import counting, submissions
from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.paging import PAGE, report_page
from turkcell_hub.fake_operator.engine.times import iso_or_local
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.verimor import answers, reading
from turkcell_hub.fake_operator.protocols.verimor.answers import Refused, json, styled
from turkcell_hub.fake_operator.protocols.verimor.doors import body_of, exchange, pace
from turkcell_hub.fake_operator.protocols.verimor.speech import VerimorSpeaker

Query = Callable[[web.Request, Desk], Awaitable[web.Response]]


class Verimor:
    """One server's Verimor."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._speaker = VerimorSpeaker()

    def routes(self) -> list[web.RouteDef]:
        ask = self._ask
        return [
            web.post("/v2/send.json", self._send_json),
            web.get("/v2/send", self._send_query),
            web.post("/v2/cancel/{campaign_id}", self._cancel),
            web.get("/v2/status", ask(self._status)),
            web.get("/v2/inbound_messages", ask(self._inbound)),
            web.get("/v2/headers", ask(self._headers)),
            web.get("/v2/balance", ask(self._balance)),
            web.get("/v2/blacklists", ask(self._blacklist)),
            web.post("/v2/blacklists", ask(self._add_blacklist)),
            web.delete("/v2/blacklists/{phones}", ask(self._delete_blacklist)),
        ]

    # --- sending ----------------------------------------------------------------------------

    async def _send_json(self, request: web.Request) -> web.Response:
        return await self._with_body(request, "send", self._take)

    async def _send_query(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        body = {**query, "messages": [{"msg": query.get("msg"), "dest": query.get("dest")}]}

        async def credentials() -> Mapping[str, Any]:
            return query

        async def work(desk: Desk, habit: dict[str, Any]) -> web.Response:
            return await self._take(request, b"", body, desk, habit)

        return await exchange(self._world, request, "send", credentials, work)

    async def _with_body(
        self, request: web.Request, kind: str, work: Callable[..., Awaitable[web.Response]]
    ) -> web.Response:
        raw = b""
        body: dict[str, Any] = {}

        async def credentials() -> Mapping[str, Any]:
            nonlocal raw, body
            raw, body = await body_of(request)
            return body

        async def run(desk: Desk, habit: dict[str, Any]) -> web.Response:
            return await work(request, raw, body, desk, habit)

        return await exchange(self._world, request, kind, credentials, run)

    async def _take(
        self, request: web.Request, raw: bytes, body: Mapping[str, Any], desk: Desk,
        habit: dict[str, Any],
    ) -> web.Response:  # fmt: skip
        now, account = self._world.clock.now(), desk.account
        pace(desk.sends, now, account.sends_per_minute)
        key = request.headers.get("Idempotency-Key") if account.gateway_class == "A" else None
        digest = hashlib.sha256(raw).hexdigest() if key else None
        if key and key in desk.by_key:
            await self._world.truth.barrier()
            return self._repeat(desk, desk.by_key[key], digest)
        wanted = reading.submission(body, desk, now)
        wanted.key, wanted.key_hash = key, digest
        batch = self._admit(desk, wanted, habit)
        request["facts"] = {"messages": len(batch), "packet_id": batch.packet_id}
        await self._world.keep(batch)
        return self._sent(desk, batch)

    def _admit(self, desk: Desk, wanted: submissions.Submission, habit: dict[str, Any]) -> Batch:
        try:
            return self._world.admit(desk, wanted, habit)
        except counting.TooLong as error:
            raise Refused("MESSAGE_TOO_LONG") from error
        except counting.DoesNotFit as error:
            raise Refused("INVALID_DATACODING") from error
        except submissions.NoCredit as error:
            raise Refused("INSUFFICIENT_CREDITS") from error
        except submissions.AllRepeated as error:
            raise Refused("MUKERRER_RAPORLAMA") from error
        except submissions.UnknownBrand as error:
            raise Refused("NO_AHS_BRAND_ERROR") from error
        except submissions.NoAuthority as error:
            raise Refused("AHS_AUTHORIZATION_ERROR") from error
        except submissions.ForbiddenText as error:
            raise Refused("FORBIDDEN_MESSAGE") from error

    def _repeat(self, desk: Desk, batch: Batch, digest: str | None) -> web.Response:
        if batch.key_hash != digest:
            raise Refused("KEY_USED_FOR_ANOTHER_BODY")
        return self._sent(desk, batch)

    def _sent(self, desk: Desk, batch: Batch) -> web.Response:
        later = batch.start_at > batch.accepted_at
        body = {
            "campaign_id": batch.packet_id,
            "custom_id": batch.custom_id,
            "status": "SCHEDULED" if later else "ACCEPTED",
        }
        return styled(str(batch.packet_id), body, desk.account.answer_style)

    async def _cancel(self, request: web.Request) -> web.Response:
        wanted = request.match_info["campaign_id"]

        async def work(
            _: web.Request, raw: bytes, body: Any, desk: Desk, habit: dict[str, Any]
        ) -> web.Response:
            batch = self._world.by_packet.get(int(wanted)) if wanted.isdecimal() else None
            mine = batch is not None and batch.account == desk.account.username
            if batch is None or not mine or not await self._world.cancel(batch):
                raise Refused(f"Kampanya bulunamadı: {wanted}")
            answer = {"campaign_id": batch.packet_id, "status": "CANCELLED"}
            return styled(f"Kampanya silindi: {wanted}", answer, desk.account.answer_style)

        return await self._with_body(request, "query", work)

    # --- asking -----------------------------------------------------------------------------

    def _ask(self, query: Query) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            async def credentials() -> Mapping[str, Any]:
                return request.query

            async def work(desk: Desk, habit: dict[str, Any]) -> web.Response:
                return await query(request, desk)

            return await exchange(self._world, request, "query", credentials, work)

        return handler

    async def _status(self, request: web.Request, desk: Desk) -> web.Response:
        query = request.query
        pace(desk.queries, self._world.clock.now(), desk.account.queries_per_minute)
        found = self._campaigns(desk, query)
        if "greater_than" not in query and sum(map(len, found)) > PAGE:
            raise Refused("greater_than parametresi zorunludur")
        after, wanted = _whole(query, "greater_than"), None
        if "dest" in query:
            wanted = {reading.number(one) for one in query["dest"].split(",")}.__contains__
        return json(report_page(self._world, found, after, wanted))

    def _campaigns(self, desk: Desk, query: Mapping[str, str]) -> list[Batch]:
        if ("id" in query) == ("custom_id" in query):
            raise Refused("id veya custom_id zorunludur")
        if "custom_id" in query:
            found = desk.find(query["custom_id"], self._world.clock.now())
        else:
            batch = self._world.by_packet.get(_whole(query, "id"))
            if batch is not None and batch.account != desk.account.username:
                raise Refused(answers.NOT_YOURS)
            found = [] if batch is None else [batch]
        if not found:
            raise Refused(answers.NOT_FOUND)
        return found

    async def _inbound(self, request: web.Request, desk: Desk) -> web.Response:
        query = request.query
        rows = iter(desk.inbound)
        if "greater_than" in query:
            after = _whole(query, "greater_than")
            rows = (row for row in rows if row.number > after)
        elif "from_time" in query and "to_time" in query:
            low, high = _moment(query["from_time"]), _moment(query["to_time"])
            rows = (row for row in rows if low <= row.received_at <= high)
        else:
            raise Refused("from_time ve to_time, veya greater_than zorunludur")
        page = [self._speaker.inbound(row) for row, _ in zip(rows, range(PAGE), strict=False)]
        return json(page)

    async def _headers(self, request: web.Request, desk: Desk) -> web.Response:
        names = desk.account.senders
        as_json = desk.account.answer_style == "json"
        return json([{"header": name} for name in names] if as_json else names)

    async def _balance(self, request: web.Request, desk: Desk) -> web.Response:
        amount = desk.balance(self._world.clock.now(), self._world.seed)
        return styled(str(amount), {"balance": amount, "bonus": 0}, desk.account.answer_style)

    async def _blacklist(self, request: web.Request, desk: Desk) -> web.Response:
        offset = _whole(request.query, "offset")
        limit = min(_whole(request.query, "limit", PAGE), PAGE)
        rows = list(desk.blacklist.values())
        records = [
            {"created_at": iso(row.created_at), "phone": row.phone, "source": row.source}
            for row in rows[offset : offset + limit]
        ]
        return json({"total": len(rows), "records": records})

    async def _add_blacklist(self, request: web.Request, desk: Desk) -> web.Response:
        await self._world.change_blacklist(desk, _phones(request.query.get("phones", "")), "api")
        return styled("OK", {"status": "OK"}, desk.account.answer_style)

    async def _delete_blacklist(self, request: web.Request, desk: Desk) -> web.Response:
        await self._world.change_blacklist(desk, _phones(request.match_info["phones"]), None)
        return styled("OK", {"status": "OK"}, desk.account.answer_style)


def _whole(query: Mapping[str, str], name: str, default: int = 0) -> int:
    value = query.get(name, str(default))
    if not value.isdecimal():
        raise Refused(f"{name} geçersiz")
    return int(value)


def _moment(text: str) -> float:
    try:
        return iso_or_local(text)
    except ValueError as error:
        raise Refused("from_time / to_time geçersiz") from error


def _phones(text: str) -> list[str]:
    phones = []
    for one in text.split(","):
        try:
            phones.append(reading.number(one))
        except Refused as error:
            raise Refused(f"Invalid phone number: {one}") from error
    return phones
