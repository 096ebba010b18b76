"""What befalls a write: the answer is lost, late or an error, before or after it was saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from turkcell_hub.fake_operator.engine.exchange import Cut
from turkcell_hub.fake_operator.erp.firms import ErpFirm


async def meet(firm: ErpFirm, write: Callable[[], web.Response]) -> web.Response:
    """Plays the firm's next stumble around ``write``."""
    stumble = firm.stumbles.pop(0) if firm.stumbles else ""
    if stumble == "busy":
        return web.Response(status=503, headers={"Retry-After": "1"})
    if stumble == "error_before":
        return web.Response(status=500, text="Internal Server Error")
    if stumble == "drop_before":
        return Cut()
    answer = write()
    if stumble == "late":
        await asyncio.sleep(firm.late_seconds)
    if stumble == "error_after":
        return web.Response(status=500, text="Internal Server Error")
    return Cut() if stumble == "lose" else answer
