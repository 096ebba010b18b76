"""İşletmeci's desk: the pages of those who run the portal, as the tabs over each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tab:
    """``waiting()`` counts what waits there for somebody. ``hosted``: only where the portal's
    own people decide what firms pay."""

    label: Any
    url_name: str
    icon: str
    order: int
    waiting: Callable[[], int] | None = None
    hosted: bool = True


_tabs: dict[str, Tab] = {}


def add_tab(tab: Tab) -> None:
    """Called once from a room's ``AppConfig.ready``."""
    _tabs[tab.url_name] = tab


def tabs(*, hosted: bool) -> list[tuple[Tab, int]]:
    """Each with what waits there."""
    shown = [tab for tab in _tabs.values() if hosted or not tab.hosted]
    shown.sort(key=lambda tab: tab.order)
    return [(tab, tab.waiting() if tab.waiting else 0) for tab in shown]
