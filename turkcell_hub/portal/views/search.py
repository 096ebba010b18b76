"""The command palette (Ctrl+K) and the lookups of forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from turkcell_hub import resources
from turkcell_hub.portal import links, menu
from turkcell_hub.portal.folding import fold
from turkcell_hub.portal.forms.lookups import find
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required
from turkcell_hub.resources import Actor, Resource

HITS_A_GROUP = 6
MIN_LENGTH = 2


@dataclass(frozen=True)
class Hit:
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Group:
    label: Any
    hits: list[Hit]
    more_url: str = ""


@actor_required()
def search(request: HttpRequest) -> HttpResponse:
    """Pages and records that match ``q``; a fragment for the palette, a page without it."""
    text = request.GET.get("q", "").strip()[:100]
    groups = list(_groups(request.actor, text))  # type: ignore[attr-defined]
    htmx = getattr(request, "htmx", None)
    template = "portal/search/_results.html" if htmx else "portal/search/page.html"
    return render(request, template, {"groups": groups, "text": text})


def _groups(actor: Actor, text: str) -> Iterator[Group]:
    if pages := list(_pages(actor, text)):
        yield Group(_("Sayfalar"), pages)
    if new := list(_commands(actor, text)):
        yield Group(_("Komutlar"), new)
    if len(text) < MIN_LENGTH:
        return
    for resource in links.routed_resources():
        if not (resource.in_global_search and actor.can(resource.right("view"))):
            continue
        found = find(resource, actor, text, HITS_A_GROUP)
        if found:
            hits = [
                Hit(label, links.to(resource, "detail", pk), resource.icon) for pk, label in found
            ]
            yield Group(resource.title, hits, links.to_list(resource) + "?q=" + quote(text))


def _pages(actor: Actor, text: str) -> Iterator[Hit]:
    seen = set()
    for section in menu.sections_for(actor):
        for link in section.links:
            if link.url not in seen and _fits(text, f"{link.label} {section.label}"):
                seen.add(link.url)
                yield Hit(link.label, link.url, link.icon)


def _commands(actor: Actor, text: str) -> Iterator[Hit]:
    """ "Yeni …" for what the actor may add; only once something is typed."""
    for resource in links.routed_resources():
        exists = resource.can_add and resource.form is not None
        if not (text and exists and actor.can(resource.right("add"))):
            continue
        label = _("Yeni %(name)s ekle") % {"name": resource.singular}
        if _fits(text, label):
            yield Hit(label, links.to(resource, "add"), "plus")


def _fits(text: str, label: str) -> bool:
    folded = fold(label)
    return all(word in folded for word in fold(text).split())


def _narrowed(resource: Resource, given: Mapping[str, str]) -> dict[str, str]:
    """What of the query string is a filter of the list; all else is not looked at."""
    known = resource.filterset.base_filters if resource.filterset is not None else ()
    return {name: given[name] for name in known if name in given}


class LookupView(ActorRequiredMixin):
    """``{"results": [{"id", "label"}]}`` of the records that exist for the actor."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            resource = resources.get(slug)
        except KeyError:
            raise Http404(_("Böyle bir liste yok.")) from None
        self.actor.require(resource.right("view"))
        text = request.GET.get("q", "").strip()[:100]
        found = find(resource, self.actor, text, narrowed=_narrowed(resource, request.GET))
        return JsonResponse({"results": [{"id": pk, "label": label} for pk, label in found]})
