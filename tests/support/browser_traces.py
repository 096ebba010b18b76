"""What a failed browser test leaves: of each open page a picture and its HTML under
``test-results/<test>/``, and in the failure's text where it stood and what it asked last."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FOLDER = Path(__file__).parents[2] / "test-results"
_REQUESTS = 15
_PATIENCE = 5_000  # milliseconds: a page that hangs must not hold the failure back
_OF_INTEREST = ("document", "xhr", "fetch")
_asked: WeakKeyDictionary[Any, deque[str]] = WeakKeyDictionary()
_browsers: list[Browser] = []
_FAILED = pytest.StashKey[bool]()


def follow(browser: Browser) -> Iterator[Browser]:
    """While it is used, the pages of ``browser`` are looked at when a test fails."""
    _browsers.append(browser)
    yield browser
    _browsers.remove(browser)


def note_requests(context: BrowserContext) -> None:
    """Keeps the last requests of ``context``, each with its status or why it failed."""
    last = _asked.setdefault(context, deque(maxlen=_REQUESTS))

    def note(request: Any, end: object) -> None:
        if request.resource_type in _OF_INTEREST:
            last.append(f"{request.method} {request.url}: {end}")

    context.on("response", lambda answer: note(answer.request, answer.status))
    context.on("requestfailed", lambda request: note(request, request.failure))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    if report.failed and call.when == "call" and "chromium" in getattr(item, "fixturenames", ()):
        pages = [page for one in _browsers for context in one.contexts for page in context.pages]
        for number, page in enumerate(pages):
            report.sections.append((f"the browser's page {number}", _kept(item, number, page)))
    return report


def has_failed(item: pytest.Item) -> bool:
    """Whether the test did, as far as it has gone."""
    return item.stash.get(_FAILED, False)


def _kept(item: pytest.Item, number: int, page: Page) -> str:
    name = re.sub(r"[^\w.-]+", "-", item.nodeid).strip("-")[-120:]
    path = FOLDER / name / f"page-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(Exception):  # whatever keeps the page from being shown is no news: the test's is
        path.with_suffix(".html").write_text(page.content(), encoding="utf-8")
        page.screenshot(path=path.with_suffix(".png"), timeout=_PATIENCE)
    requests = "\n".join(_asked.get(page.context, ()))
    return f"{page.url}\nkept in {path}.html and .png\nlast requests:\n{requests}"
