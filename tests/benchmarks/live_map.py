"""The live map of a field team of 500: what a dispatcher waits for, in a real Chromium.

A portal of its own (gunicorn, as the demo starts it) and a browser that nobody used yet, at 1440
and at 360 px: from the address that is typed to the first thing that is seen, and until every
person stands on the map, alone or as a part of a number. Then what a map that stays open costs
every twenty seconds: a round in which nobody moved and one in which one in ten did. Beside the
clock stands the processor's time, which hardly depends on neighbours: Python's and PostgreSQL's
for each of these requests, asked in this process, and the browser's main thread.
"""

from __future__ import annotations

import logging
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

from tests.benchmarks.support.cpu import spent
from tests.benchmarks.support.measure import at_most, exit_code, options, sql
from tests.benchmarks.support.places import make_fleet
from tests.support.browser import find_chromium
from tests.support.firms import client_for, make_member
from turkcell_hub.tenancy.models import Firm, Role

PEOPLE, WIDTHS = 500, (1440, 360)
FIRST_SEEN, ALL_DRAWN = 1.0, 2.0  # seconds, on a quiet machine
_READY_SECONDS = 120
# A third of the people in one city, the others all over the country; of ten one is stale, one
# older than a day, and three are on their way.
_LIFE = """
UPDATE fieldteams_latestposition l SET
    latitude = CASE WHEN n % 3 = 0 THEN 38.35 + n * 37 % 200 / 1000.0
                    ELSE 36.5 + n * 7919 % 4500 / 1000.0 END,
    longitude = CASE WHEN n % 3 = 0 THEN 27.0 + n * 71 % 300 / 1000.0
                     ELSE 27.0 + n * 104729 % 16000 / 1000.0 END,
    speed = CASE WHEN n % 10 BETWEEN 2 AND 4 THEN 40 ELSE 0 END, accuracy = 10 + n % 50,
    at = now() - CASE n % 10 WHEN 0 THEN interval '3 hours' WHEN 1 THEN interval '2 days'
                             ELSE n % 8 * interval '1 minute' END
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM fieldteams_fieldphone) p
WHERE p.id = l.phone_id
"""
_MOVED = """
UPDATE fieldteams_latestposition SET latitude = latitude + 0.002, at = now() WHERE phone_id % 10 = 4
"""
# When all people stand on the map, each alone or counted in a number.
_WATCH = """
(() => {
  const told = { drawn: 0 };
  window.benchSeen = told;
  const count = () => {
    let people = document.querySelectorAll("#field-map .field-dot").length;
    document.querySelectorAll("#field-map .field-cluster span").forEach((one) => {
      people += Number(one.textContent.replace(/\\D/g, ""));
    });
    if (people >= %d) told.drawn = performance.now();
    if (!told.drawn) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
})();
"""


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=PEOPLE, pages=5)
    logging.disable(logging.INFO)
    firm, _actor = make_fleet(chosen.rows, 0)
    sql(_LIFE)
    sql("VACUUM ANALYZE fieldteams_latestposition")
    jar = client_for(make_member(firm, Role.ADMIN)).cookies
    cookies = {name: one.value for name, one in jar.items()}
    _requests(firm, chosen.pages)
    path = find_chromium()
    if path is None:
        print("Live map in a browser: not measured (no Chromium)")
        return 1
    reached = []
    with _portal() as base:
        for width in WIDTHS:
            reached += _seen(path, base, cookies, width, chosen)
    return exit_code(*reached)


def _requests(firm: Firm, times: int) -> None:
    """The page, and the two rounds of a map that stays open, through Django's handler."""
    from turkcell_hub.wsgi import settle  # only here: it loads the whole portal

    client = client_for(make_member(firm, Role.ADMIN))
    client.defaults["HTTP_HOST"] = "localhost"
    settle()
    _cost("page", client, "/field-map/", times)
    mark = client.get("/field-map/live/").json()["mark"]
    path = f"/field-map/live/?mark={mark}"
    _cost("round, nobody moved", client, path, times)
    sql(_MOVED)
    _cost("round, one in ten moved", client, path, times)


def _cost(name: str, client: Any, path: str, times: int) -> None:
    asked: list[str] = []

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        body = _body(client, path)
    with spent() as cpu:
        for _ in range(times):
            _body(client, path)
    python, server = (cpu.seconds[who] / times * 1000 for who in ("we", "PostgreSQL"))
    print(
        f"Live map {name:<24} {python:7.1f} ms of Python's CPU, {server:5.1f} of PostgreSQL's,"
        f" {len(asked)} questions, {len(body) / 1000:,.1f} kB; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _body(client: Any, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return bytes(answer.content)


@contextmanager
def _portal() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "turkcell_hub.wsgi", "--worker-class", "gthread",
        "--workers", "2", "--threads", "4", "--preload", "--bind", f"127.0.0.1:{port}",
        "--no-control-socket",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            base = f"http://localhost:{port}"
            _wait_until_answered(served, base, log)
            yield base
        finally:
            served.terminate()
            served.wait(30)


def _wait_until_answered(served: subprocess.Popen[bytes], base: str, log: Any) -> None:
    ends = time.monotonic() + _READY_SECONDS
    while time.monotonic() < ends and served.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"no portal: {log.read().decode()[-2000:]}")


def _seen(path: str, base: str, cookies: dict[str, str], width: int, chosen: Any) -> list[bool]:
    from playwright.sync_api import sync_playwright

    looks: list[_Look] = []
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
        for _ in range(chosen.pages + 1):
            looks.append(_look(browser, base, cookies, width, chosen.rows))
        browser.close()
    looks = looks[1:]  # the first one warms up both sides
    first, drawn = _median(looks, "first"), _median(looks, "drawn")
    print(
        f"Live map at {width} px: first seen {first:.2f} s, all drawn {drawn:.2f} s; CPU of the"
        f" main thread {_median(looks, 'work') * 1000:.0f} ms (scripts"
        f" {_median(looks, 'scripts') * 1000:.0f}, layout {_median(looks, 'layout') * 1000:.0f},"
        f" styles {_median(looks, 'styles') * 1000:.0f}); load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return [
        at_most("Live map", f"first seen at {width} px, seconds", first, FIRST_SEEN),
        at_most("Live map", f"all drawn at {width} px, seconds", drawn, ALL_DRAWN),
    ]


class _Look(NamedTuple):
    """Seconds: of the clock until something and until everybody was seen, of the processor."""

    first: float
    drawn: float
    work: float
    scripts: float
    layout: float
    styles: float


def _look(browser: Any, base: str, cookies: dict[str, str], width: int, people: int) -> _Look:
    """One page in a window that nobody used yet: nothing is kept from before."""
    context = browser.new_context(locale="tr-TR", viewport={"width": width, "height": 800})
    given = [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
    context.add_cookies(given)
    page = context.new_page()
    page.add_init_script(_WATCH % people)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{base}/field-map/")
    page.wait_for_function("window.benchSeen.drawn", timeout=60_000)
    found = session.send("Performance.getMetrics")["metrics"]
    told = {one["name"]: one["value"] for one in found}
    first, drawn = page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime, benchSeen.drawn]"
    )
    context.close()
    names = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return _Look(first / 1000, drawn / 1000, *(told[name] for name in names))


def _median(looks: Sequence[_Look], name: str) -> float:
    return statistics.median(getattr(one, name) for one in looks)
