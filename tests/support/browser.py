"""A real Chromium for tests marked ``browser``.

``browser_page`` is a page whose every step is watched: at the end there must be no CSP
violation, no script error and no request to another host. Without a Chromium the test is
skipped with one and the same reason, which the run counts aloud. A test that fails leaves what
its pages showed (``tests/support/browser_traces.py``).
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import browser_traces
from tests.support.places import in_place_of_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from turkcell_hub.tenancy.models import Membership

NO_BROWSER = "no Chromium on this machine (set CHROMIUM to its path)"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
_NOTHING = "/static/hub/favicon.svg"
_DESK: Any = {"width": 1440, "height": 900}
_PATIENCE = 30_000  # milliseconds that only a failure or a busy machine takes
_LOOK = "['axe' in window, innerWidth, document.documentElement.dataset.bsTheme ?? '']"
# A rule has one impact for all that it finds: those that would only find lesser things are not
# asked. Nothing that is asked needs the style sheets and sounds loaded a second time.
_SERIOUS = """async ([known, only]) => {
  const lesser = axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(lesser.map((rule) => [rule.id, {enabled: false}]));
  const asked = only.length ? {runOnly: only} : {rules};
  const {violations} = await axe.run(known ? {exclude: ["#hub-menu"]} : document,
    {resultTypes: ["violations"], preload: false, ...asked});
  return violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) =>
    `${one.id}: ${one.nodes[0].target} ${one.nodes[0].failureSummary}`);
}"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Pages of one context share a process, and with it what it compiled.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    # No page lives long enough to win back what compiling its scripts a third time costs.
    "--js-flags=--no-turbofan --no-maglev --single-threaded-gc",
    "--in-process-gpu",
)
# The shell without a window takes an eighth less of a processor than the whole browser.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE)
    # Playwright keeps an event loop in this thread; the test's own queries are no async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with in_place_of_run():  # the browser keeps its own files there
        playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield from browser_traces.follow(browser)
    browser.close()
    playwright.stop()
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


def expect(what: Any) -> Any:
    """playwright's, which is read by the one process that has a browser."""
    from playwright.sync_api import expect as wait_for

    return wait_for(what)


@dataclass
class Watched:
    """``page`` is playwright's; ``problems`` collects what must not happen."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)
    _menus: set[tuple[Any, ...]] = field(default_factory=set)

    def login(self, member: Membership) -> None:
        """The member's session, without the login page."""
        from tests.support.firms import client_for

        for name, morsel in client_for(member).cookies.items():
            self.page.context.add_cookies([{"name": name, "value": morsel.value, "url": self.base}])

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def resize(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def serious_axe_problems(self, only: Sequence[str] = ()) -> list[str]:
        """What axe-core (or these rules of it alone) finds of impact serious or critical, each
        with its first element. The menu, one and the same on all pages, is looked at once for
        each width and look."""
        there, *look = self.page.evaluate(_LOOK)
        if not there:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        known = (*look, *only) in self._menus
        self._menus.add((*look, *only))
        found: list[str] = self.page.evaluate(_SERIOUS, [known, list(only)])
        return found

    def is_wider_than_screen(self) -> bool:
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    def watch(self) -> None:
        self.page.on("pageerror", self._read_error)
        self.page.on("console", self._read_console)
        self.page.on("request", self._read_request)

    def look_away(self) -> None:
        self.page.remove_listener("pageerror", self._read_error)
        self.page.remove_listener("console", self._read_console)
        self.page.remove_listener("request", self._read_request)

    def _read_error(self, error: Any) -> None:
        self.problems.append(f"script error: {error}")

    def _read_console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.problems.append(f"CSP: {message.text}")

    def _read_request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.problems.append(f"foreign request: {request.url}")


class _Window:
    """One context and one tab for every ``browser_page``: scripts are compiled and style sheets
    read once, and to open a tab costs more than to open a page."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._base = base
        # Layers open at once for who wishes for no movement: nobody waits for their sliding.
        self.context = browser.new_context(locale="tr-TR", viewport=_DESK, reduced_motion="reduce")
        browser_traces.note_requests(self.context)
        self._rest = self._opened()

    def take(self) -> Page:
        """The tab as nobody used it yet: no cookie and nothing stored, wide, light."""
        page = self._rest if not self._rest.is_closed() else self._opened()
        page.evaluate("sessionStorage.clear()")
        session = self.context.new_cdp_session(page)
        everything = {"origin": self._base, "storageTypes": "all"}
        session.send("Storage.clearDataForOrigin", everything)
        session.detach()
        self.context.clear_cookies()
        page.set_viewport_size(_DESK)
        page.emulate_media(color_scheme="light")
        page.set_default_timeout(_PATIENCE)
        return page

    def give_back(self, page: Page, failed: bool) -> None:
        """A tab in which a test failed may be in any state: the next test gets another."""
        if failed:
            page.close()
            self._rest = self._opened()
            return
        page.unroute_all(behavior="ignoreErrors")
        page.mouse.move(-1, -1)
        page.once("dialog", _leave)
        page.goto(self._base + _NOTHING)
        page.remove_listener("dialog", _leave)
        self._rest = page

    def _opened(self) -> Page:
        page = self.context.new_page()
        page.goto(self._base + _NOTHING)
        return page


def _leave(dialog: Any) -> None:
    dialog.accept()


@pytest.fixture(scope="session")
def _window(chromium: Browser, live_server: Any, django_db_setup: None) -> Iterator[_Window]:
    """Ends before the database goes: who still answers the browser would hold it."""
    window = _Window(chromium, live_server.url)
    yield window
    window.context.close()
    _until_answered()


def _until_answered() -> None:
    """The live server's threads end with their connections, and hold the database until then."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def browser_page(
    request: pytest.FixtureRequest, _window: _Window, live_server: Any
) -> Iterator[Watched]:
    """Opens pages of the live server; ends the test red when the browser complained. It is a
    browser that nobody used yet."""
    watched = Watched(_window.take(), live_server.url)
    watched.watch()
    yield watched
    watched.look_away()
    _window.give_back(watched.page, failed=browser_traces.has_failed(request.node))
    assert watched.problems == []
