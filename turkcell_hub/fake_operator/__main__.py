"""``python -m turkcell_hub.fake_operator --port N --data DIR``"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.app import build, open_world
from turkcell_hub.fake_operator.doorman import Doorman
from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.smpp.endpoint import Smsc


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="turkcell_hub.fake_operator", description="The sandbox's operator."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the truth file")
    parser.add_argument("--seed", type=int, default=1, help="decides what becomes of messages")
    parser.add_argument("--portal-url", default="", help="for links, and for relative push URLs")
    parser.add_argument("--accounts", type=Path, help="JSON list of accounts to be there")
    return parser.parse_args(given)


async def create_missing(world: World, path: Path) -> None:
    """Accounts that are there already keep what they have. Raises BadSetting."""
    wanted = orjson.loads(path.read_bytes())
    if not isinstance(wanted, list):
        raise BadSetting("the accounts file must hold a list")
    for settings in wanted:
        if settings.get("username") not in world.desks:
            await world.create_account(settings)


async def serve(options: argparse.Namespace) -> None:
    world = open_world(options.data, options.seed, options.portal_url)
    smsc = Smsc(world)
    app = build(world, options.portal_url, smsc)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        if options.accounts:
            await create_missing(world, options.accounts)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: Doorman(runner.server, smsc.connection),  # type: ignore[arg-type]
            options.host,
            options.port,
            reuse_address=True,
        )
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        host, port = server.sockets[0].getsockname()[:2]
        print(f"fake operator listens on http://{host}:{port}", flush=True)
        await stop.wait()
        server.close()
    finally:
        await runner.cleanup()


def main() -> int:
    try:
        asyncio.run(serve(arguments()))
    except (OSError, BadSetting, orjson.JSONDecodeError) as error:
        print(f"fake operator cannot start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
