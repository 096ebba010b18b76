"""The paths of Mesaj Üssü."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.paging import PAGE, report_page
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused, answer, ok
from turkcell_hub.fake_operator.protocols.mesajussu.doors import Doors, pace, parsed, raw_body
from turkcell_hub.fake_operator.protocols.mesajussu.reading import numbers
from turkcell_hub.fake_operator.protocols.mesajussu.sending import Sending

BASE = "/api/api/integration"
_MOST_BLACKLISTED = 1000


class MesajUssu:
    """One server's Mesaj Üssü."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._doors = Doors(world)
        self._sending = Sending(world, self._doors)

    def routes(self) -> list[web.RouteDef]:
        guard = self._doors.guard
        return [
            web.post(f"{BASE}/v2/login", self._doors.login),
            *self._sending.routes(BASE),
            web.get(f"{BASE}/v1/campaign/get/one/{{id}}", guard("query", self._campaign)),
            web.post(f"{BASE}/v1/campaign/cancel/{{id}}", guard("query", self._cancel)),
            web.get(f"{BASE}/v2/sms/report", guard("query", self._report)),
            web.get(f"{BASE}/v2/senders", guard("query", self._senders)),
            web.get(f"{BASE}/v2/balance", guard("query", self._balance)),
            web.get(f"{BASE}/v2/blacklist", guard("query", self._blacklist)),
            web.post(f"{BASE}/v2/blacklist", guard("query", self._add_blacklist)),
            web.delete(f"{BASE}/v2/blacklist/{{receivers}}", guard("query", self._unlist)),
        ]

    def _batch(self, desk: Desk, packet_id: str) -> Batch:
        batch = self._world.by_packet.get(int(packet_id)) if packet_id.isdecimal() else None
        if batch is None or batch.account != desk.account.username:
            raise Refused(404)
        return batch

    async def _campaign(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        batch, now = self._batch(desk, request.match_info["id"]), self._world.clock.now()
        states = [batch.state(i, now, self._world.seed) for i in range(len(batch))]
        counts = {"waiting": 0, "delivered": 0, "failed": 0, "cancelled": 0}
        for state in states:
            counts[_counter(state.status)] += 1
        return ok(
            packetId=str(batch.packet_id),
            customId=None if desk.account.gateway_class == "C" else batch.custom_id,
            campaignName=batch.name,
            status=_campaign_status(batch, now, counts["waiting"]),
            startDate=iso(batch.start_at),
            total=len(batch),
            credits=sum(state.credits for state in states),
            **counts,
        )

    async def _cancel(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        if not await self._world.cancel(self._batch(desk, request.match_info["id"])):
            raise Refused(409)
        return ok()

    async def _report(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        now, query = self._world.clock.now(), request.query
        pace(desk.queries, now, desk.account.queries_per_minute)
        if ("packetId" in query) == ("customId" in query):
            raise Refused(400, "packetId / customId")
        if "packetId" in query:
            found = [self._batch(desk, query["packetId"])]
        else:
            found = desk.find(query["customId"], now)
        if not found:
            raise Refused(404)
        after = query.get("afterMessageId", "0")
        if not after.isdecimal():
            raise Refused(400, "afterMessageId")
        return ok(reports=report_page(self._world, found, int(after)))

    async def _senders(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        return answer([{"sender": name, "active": True} for name in desk.account.senders])

    async def _balance(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        amount = desk.balance(self._world.clock.now(), self._world.seed)
        name = desk.account.name or desk.account.username
        return answer([{"unit": "SMS", "amount": amount, "name": name}])

    async def _blacklist(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        offset, limit = request.query.get("offset", "0"), request.query.get("limit", str(PAGE))
        if not offset.isdecimal() or not limit.isdecimal():
            raise Refused(400, "offset / limit")
        rows = list(desk.blacklist.values())
        page = rows[int(offset) : int(offset) + min(int(limit), PAGE)]
        records = [
            {"createdAt": iso(row.created_at), "receiver": row.phone[2:], "source": row.source}
            for row in page
        ]
        return answer({"total": len(rows), "records": records})

    async def _add_blacklist(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        receivers = parsed(await raw_body(request)).get("receivers")
        if not isinstance(receivers, list) or not 1 <= len(receivers) <= _MOST_BLACKLISTED:
            raise Refused(400, "receivers")
        await self._world.change_blacklist(desk, numbers(receivers, "sms"), "api")
        return ok()

    async def _unlist(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        receivers = request.match_info["receivers"].split(",")
        await self._world.change_blacklist(desk, numbers(receivers, "sms"), None)
        return ok()


def _counter(status: str) -> str:
    if status in ("DELIVERED", "SENT"):
        return "delivered"
    if status in ("WAITING", "SENDING"):
        return "waiting"
    return "cancelled" if status == "CANCELLED" else "failed"


def _campaign_status(batch: Batch, now: float, waiting: int) -> str:
    if batch.cancelled_at is not None:
        return "CANCELLED"
    if now < batch.start_at:
        return "SCHEDULED"
    return "SENDING" if waiting else "FINISHED"
