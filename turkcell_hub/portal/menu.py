"""The side menu: the guide's five sections (L-001…L-006), filled by the rooms.

Registered resources come by themselves; other pages by ``add`` from ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from turkcell_hub import resources
from turkcell_hub.resources import Actor, Resource

SECTIONS: dict[str, Any] = {
    "records": _("Ana Kayıtlar"),
    "operations": _("İşlemler"),
    "reports": _("Raporlar"),
    "applications": _("Başvurular"),
    "settings": _("Ayarlar"),
}
_RESOURCE_ORDER = 100


@dataclass(frozen=True, eq=False)  # one is itself: compared without putting labels into words
class Entry:
    """One line of the menu. ``right``: "" shows it to every member. ``fits``: whether it is of use
    to the actor's firm, asked at each page."""

    section: str
    label: Any
    url_name: str
    right: str
    icon: str = "list"
    order: int = _RESOURCE_ORDER
    fits: Callable[[Actor], bool] | None = None


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

    def marked(self, active: str | None) -> Section:
        """The same with the page of that address marked."""
        if all(link.url != active for link in self.links):
            return self
        links = tuple(replace(link, is_active=link.url == active) for link in self.links)
        return replace(self, links=links)


_entries: dict[tuple[str, str], Entry] = {}


def add(
    section: str,
    label: Any,
    url_name: str,
    right: str = "",
    icon: str = "list",
    order: int = 100,
    fits: Callable[[Actor], bool] | None = None,
) -> None:
    """Adds a page. The same page may stand in two sections (L-006). Raises ``ValueError``
    for a section that the menu does not have."""
    if section not in SECTIONS:
        raise ValueError(f"the menu has no section {section}")
    _entries[section, url_name] = Entry(section, label, url_name, right, icon, order, fits)


def sections_for(actor: Actor, path: str = "") -> list[Section]:
    """The sections that hold at least one page for ``actor``; ``path`` marks the active page."""
    fitting = (entry for entry in _entries.values() if _fits(entry, actor))
    declared = (*fitting, *resources.registered())
    sections = _sections(actor.rights, _place(), declared)
    urls = [link.url for section in sections for link in section.links]
    active = _longest_match(urls, path)
    return [section.marked(active) for section in sections]


def html_for(actor: Actor, path: str) -> SafeString:
    """The menu as a page shows it; drawn once for all who reach the same."""
    return _drawn(tuple(sections_for(actor, path)), path == "/", get_language())


@lru_cache(maxsize=256)
def _drawn(sections: tuple[Section, ...], is_home: bool, _language: str) -> SafeString:
    context = {"menu_sections": sections, "is_home": is_home}
    return render_to_string("portal/parts/menu.html", context)


def _fits(entry: Entry, actor: Actor) -> bool:
    if entry.fits is None or (entry.right and entry.right not in actor.rights):
        return True
    return entry.fits(actor)


def _place() -> tuple[str | None, ...]:
    """What decides words and addresses."""
    return get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


# Every page shows the menu, and few people differ in what they reach.
@lru_cache(maxsize=256)
def _sections(
    rights: frozenset[str],
    _place: tuple[str | None, ...],
    declared: tuple[Entry | Resource, ...],
) -> tuple[Section, ...]:
    reachable = list(_reachable(rights, declared))
    found = []
    for code, label in SECTIONS.items():
        links = tuple(
            Link(str(entry.label), url, entry.icon, False)
            for entry, url in reachable
            if entry.section == code
        )
        if links:
            found.append(Section(code, str(label), links))
    return tuple(found)


def _reachable(
    rights: frozenset[str], declared: tuple[Entry | Resource, ...]
) -> Iterator[tuple[Entry, str]]:
    for entry in sorted(_all_entries(declared), key=lambda e: (e.order, str(e.label))):
        if entry.right and entry.right not in rights:
            continue
        try:
            yield entry, reverse(entry.url_name)
        except NoReverseMatch:  # a page that this installation does not route
            continue


def _all_entries(declared: tuple[Entry | Resource, ...]) -> Iterator[Entry]:
    yield from (entry for entry in declared if isinstance(entry, Entry))
    for resource in declared:
        if isinstance(resource, Entry):
            continue
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
