"""An intermediary's way into the registry: lists it hands over, and its daily report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

from turkcell_hub.fake_operator.engine.clock import TURKEY, local
from turkcell_hub.fake_operator.engine.registry.values import Movement, written

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.world import World

#: When the day before is told, on the operator's clock.
_HOUR = time(0, 5)
_TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Campaign:
    """``request_id`` of what a customer handed over, or ``numbers`` of a day's movements."""

    id: int
    username: str
    source: str
    brand: int
    created_at: float
    request_id: str = ""
    numbers: tuple[int, ...] = ()
    report_date: str = ""

    def to_record(self) -> dict[str, Any]:
        names = [name for name in self.__slots__ if name != "numbers"]
        facts = {name: getattr(self, name) for name in names}
        return {"k": "campaign", **facts, "numbers": list(self.numbers)}


def from_record(record: dict[str, Any]) -> Campaign:
    facts = {name: value for name, value in record.items() if name != "k"}
    return Campaign(**{**facts, "numbers": tuple(facts["numbers"])})


class DailyReports:
    """Every night, for each account with an ``iys_push_url``: the citizens' movements."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._armed = 0

    def arm(self) -> None:
        """Waits for the next night. Again after the clock went back: the older wait is void."""
        now = self._world.clock.now()
        today = datetime.combine(local(now).date(), _HOUR, TURKEY).timestamp()
        due = today if today > now else today + 86400
        self._armed += 1
        mine = self._armed
        self._world.timeline.at(due, lambda: self._tick(mine))

    def _tick(self, mine: int) -> None:
        if mine != self._armed:
            return
        self._world.pusher.follow(self._tell_all())
        self.arm()

    async def _tell_all(self) -> None:
        registry = self._world.registry
        day = (local(self._world.clock.now()) - timedelta(days=1)).date().isoformat()
        moved = [
            one for one in registry.movements
            if one.by_registry and written(one.created_at)[:10] == day
        ]  # fmt: skip
        for desk in list(self._world.desks.values()):
            account = desk.account
            if account.iys_push_url and account.brand_codes:
                await self._tell(account.username, account.brand_codes[0], moved, day)

    async def _tell(self, username: str, brand: str, moved: list[Movement], day: str) -> None:
        registry, now = self._world.registry, self._world.clock.now()
        numbers = tuple(one.number for one in moved if str(one.brand) == brand)
        if not numbers:
            return
        campaign = Campaign(
            registry.next_campaign(), username, "iys", int(brand), now, numbers=numbers,
            report_date=day,
        )  # fmt: skip
        await registry.keep(campaign.to_record())
        url = self._world.pusher.address(self._world.desks[username].account.iys_push_url)
        body = {"iys_campaign_id": campaign.id, "report_date": day}
        result = await _post(url, body)
        self._world.journal.add("push", username, at=now, what="iys", rows=1, result=result)


async def _post(url: str, body: dict[str, Any]) -> int | str:
    headers = {"Content-Type": "application/json"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.post(
                url, data=orjson.dumps(body), headers=headers, allow_redirects=False
            ) as answer,
        ):
            return answer.status
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return type(error).__name__
