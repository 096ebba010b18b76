"""The side menu: the guide's five sections (L-001…L-006), filled by the rooms.

Registered resources come by themselves; other pages by ``add`` from ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from turkcell_hub import resources
from turkcell_hub.resources import Actor

SECTIONS: dict[str, Any] = {
    "records": _("Ana Kayıtlar"),
    "operations": _("İşlemler"),
    "reports": _("Raporlar"),
    "applications": _("Başvurular"),
    "settings": _("Ayarlar"),
}
_RESOURCE_ORDER = 100


@dataclass(frozen=True)
class Entry:
    """One line of the menu. ``right``: "" shows it to every member."""

    section: str
    label: Any
    url_name: str
    right: str
    icon: str = "list"
    order: int = _RESOURCE_ORDER


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_active: bool


@dataclass(frozen=True)
class Section:
    code: str
    label: str
    links: tuple[Link, ...]

    @property
    def is_active(self) -> bool:
        return any(link.is_active for link in self.links)


_entries: dict[tuple[str, str], Entry] = {}


def add(
    section: str, label: Any, url_name: str, right: str = "", icon: str = "list", order: int = 100
) -> None:
    """Adds a page. The same page may stand in two sections (L-006). Raises ``ValueError``
    for a section that the menu does not have."""
    if section not in SECTIONS:
        raise ValueError(f"the menu has no section {section}")
    _entries[section, url_name] = Entry(section, label, url_name, right, icon, order)


def sections_for(actor: Actor, path: str = "") -> list[Section]:
    """The sections that hold at least one page for ``actor``; ``path`` marks the active page."""
    reachable = [(entry, url) for entry, url in _reachable(actor)]
    active = _longest_match([url for _entry, url in reachable], path)
    found = []
    for code, label in SECTIONS.items():
        links = tuple(
            Link(str(entry.label), url, entry.icon, url == active)
            for entry, url in reachable
            if entry.section == code
        )
        if links:
            found.append(Section(code, str(label), links))
    return found


def _reachable(actor: Actor) -> Iterator[tuple[Entry, str]]:
    for entry in sorted(_all_entries(), key=lambda e: (e.order, str(e.label))):
        if entry.right and not actor.can(entry.right):
            continue
        try:
            yield entry, reverse(entry.url_name)
        except NoReverseMatch:  # a page that this installation does not route
            continue


def _all_entries() -> Iterator[Entry]:
    yield from _entries.values()
    for resource in resources.registered():
        if resource.in_menu:
            yield Entry(
                resource.section,
                resource.title,
                f"{resource.slug}-list",
                resource.right("view"),
                resource.icon,
                resource.menu_order,
            )


def _longest_match(urls: list[str], path: str) -> str | None:
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)
