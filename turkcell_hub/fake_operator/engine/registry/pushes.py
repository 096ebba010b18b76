"""Delivers movements to the addresses that a brand has registered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

from turkcell_hub.fake_operator.engine.registry.book import Connection
from turkcell_hub.fake_operator.engine.registry.values import Movement

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.journal import Journal
    from turkcell_hub.fake_operator.engine.pushes import Pusher
    from turkcell_hub.fake_operator.engine.registry.registry import Registry

#: What is posted when an address is registered.
TEST_ROW = {
    "consentDate": "2020-01-01 00:00:00", "creationDate": "2020-01-01 00:00:00",
    "source": "IYS_WEB", "recipient": "+905000000000", "recipientType": "BIREYSEL",
    "status": "RET", "type": "MESAJ", "transactionId": "0" * 64,
}  # fmt: skip


class Deliveries:
    """One POST for each brand and address; what fails is repeated as the switches say."""

    def __init__(self, registry: Registry, pusher: Pusher, journal: Journal) -> None:
        self._registry = registry
        self._pusher = pusher
        self._journal = journal
        self._session: aiohttp.ClientSession | None = None

    def tell(self, movements: list[Movement]) -> None:
        by_brand: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for one in movements:
            codes = {"iysCode": self._registry.owners[one.brand], "brandCode": one.brand}
            by_brand[one.brand].append({**codes, **one.told()})
        for brand, rows in by_brand.items():
            for connection in self._registry.books[brand].connections:
                self._pusher.follow(self._deliver(connection, rows, brand, 1))

    async def try_out(self, connection: Connection, iys_code: int, brand: int) -> int | str:
        """The status of the test record's answer, or the name of what went wrong."""
        row = {"iysCode": iys_code, "brandCode": brand, **TEST_ROW}
        return await self._post(connection, [row])

    async def _deliver(
        self, connection: Connection, rows: list[dict[str, Any]], brand: int, attempt: int
    ) -> None:
        result = await self._post(connection, rows)
        now, switches = self._registry.clock.now(), self._registry.settings
        self._journal.add(
            "push", f"iys/{brand}", at=now, what="movements", rows=len(rows), attempt=attempt,
            result=result,
        )  # fmt: skip
        if not _is_good(result) and attempt < switches.push_tries:
            self._registry.timeline.at(
                now + switches.push_pause,
                lambda: self._pusher.follow(self._deliver(connection, rows, brand, attempt + 1)),
            )

    async def _post(self, connection: Connection, rows: list[dict[str, Any]]) -> int | str:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self._registry.settings.push_timeout)
        try:
            async with self._session.post(
                connection.url, data=orjson.dumps({"list": rows}), allow_redirects=False,
                headers={"Content-Type": "application/json"}, timeout=timeout,
                auth=aiohttp.BasicAuth(connection.username, connection.password, "utf-8"),
            ) as answer:  # fmt: skip
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return type(error).__name__

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _is_good(result: int | str) -> bool:
    return isinstance(result, int) and 200 <= result < 300
