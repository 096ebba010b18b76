"""Takes messages for Mesaj Üssü."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine import counting
from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.submissions import (
    NoAuthority,
    NoCredit,
    Refusal,
    Submission,
    UnknownBrand,
)
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu import media, reading
from turkcell_hub.fake_operator.protocols.mesajussu.codes import (
    BRAND_MISSING,
    NOT_ENTITLED,
    Refused,
    ok,
)
from turkcell_hub.fake_operator.protocols.mesajussu.doors import (
    Doors,
    Handler,
    pace,
    parsed,
    raw_body,
)

Reader = Callable[[dict[str, Any], Desk, float, str], Submission]


class Sending:
    """The send paths; they differ in how the body is read and what the answer names."""

    def __init__(self, world: World, doors: Doors) -> None:
        self._world = world
        self._doors = doors

    def routes(self, base: str) -> list[web.RouteDef]:
        to_many = self._path(reading.one_to_many, "sms", with_ids=False)
        each = self._path(reading.many_to_many, "sms", with_ids=True)
        tckn_to_many = self._path(reading.one_to_many, "tckn", with_ids=False)
        tckn_each = self._path(reading.many_to_many, "tckn", with_ids=True)
        campaign = self._path(reading.campaign, "sms", with_ids=False)
        by_mms, by_link = partial(media.with_media, self._world), media.with_link
        take = media.MediaDesk(self._world).take
        return [
            web.post(f"{base}/v2/mms/media", self._doors.guard("query", take)),
            *self._pair(f"{base}/v2/mms/send", "mms", by_mms),
            *self._pair(f"{base}/v2/video/send", "video", by_link),
            web.post(f"{base}/v2/sms/send/oton", to_many),
            web.post(f"{base}/v2/sms/send/nton", each),
            web.post(f"{base}/v2/tckn/send/oton", tckn_to_many),
            web.post(f"{base}/v2/tckn/send/nton", tckn_each),
            web.post(f"{base}/v1/sms/campaign/create/json", campaign),
        ]

    def _pair(self, base: str, service: str, wider: Callable[..., Reader]) -> list[web.RouteDef]:
        """One text to many numbers, and a text for each."""
        to_many = self._path(wider(reading.one_to_many), service, with_ids=False)
        each = self._path(wider(reading.many_to_many), service, with_ids=True)
        return [web.post(f"{base}/oton", to_many), web.post(f"{base}/nton", each)]

    def _path(self, read: Reader, service: str, *, with_ids: bool) -> Handler:
        async def work(request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
            if service not in desk.account.services:
                raise Refused(NOT_ENTITLED)
            now = self._world.clock.now()
            pace(desk.sends, now, desk.account.sends_per_minute)
            raw = await raw_body(request)
            honours = desk.account.gateway_class == "A"
            key = request.headers.get("Idempotency-Key") if honours else None
            digest = hashlib.sha256(raw).hexdigest() if key else None
            if key and key in desk.by_key:
                await self._world.truth.barrier()
                return _repeat(desk.by_key[key], digest, with_ids)
            wanted = read(parsed(raw), desk, now, service)
            wanted.key, wanted.key_hash = key, digest
            batch = self._admit(desk, wanted, habit)
            request["facts"] = {"messages": len(batch), "packet_id": batch.packet_id}
            await self._world.keep(batch)
            return _sent(batch, with_ids)

        return self._doors.guard("send", work)

    def _admit(self, desk: Desk, wanted: Submission, habit: dict[str, Any]) -> Batch:
        try:
            return self._world.admit(desk, wanted, habit)
        except NoCredit as error:
            raise Refused(402) from error
        except (UnknownBrand, NoAuthority) as error:
            raise Refused(BRAND_MISSING) from error
        except Refusal as error:
            raise Refused(409, type(error).__name__) from error
        except (counting.TooLong, counting.DoesNotFit) as error:
            raise Refused(400, "message") from error


def _repeat(batch: Batch, digest: str | None, with_ids: bool) -> web.Response:
    if batch.key_hash != digest:
        raise Refused(422)
    return _sent(batch, with_ids)


def _sent(batch: Batch, with_ids: bool) -> web.Response:
    facts: dict[str, Any] = {"packetId": str(batch.packet_id)}
    if with_ids:
        first = batch.message_id
        facts["messageIds"] = [str(number) for number in range(first, first + len(batch))]
    return ok(**facts)
