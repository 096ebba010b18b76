"""The tabs of Turkcell Hizmet Merkezi; each service's room adds its own (L-009)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    label: Any
    url_name: str
    order: int = 100


_tabs: dict[str, Tab] = {"service-centre": Tab(_("SMS Ayarları"), "service-centre", 10)}


def add_tab(label: Any, url_name: str, order: int = 100) -> None:
    """Called once from a room's ``AppConfig.ready``."""
    _tabs[url_name] = Tab(label, url_name, order)


def tabs() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)
