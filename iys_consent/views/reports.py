"""Raporlar and Hata Bildirimleri (K-006, K-007)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iys_consent import registry_codes
from iys_consent.permissions import VIEW
from iys_consent.selectors import report
from turkcell_hub import resources
from turkcell_hub.lib.turkish import fold
from turkcell_hub.portal.listing import chips
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.mixins import actor_required


@actor_required(VIEW)
def breakdown(request: HttpRequest) -> HttpResponse:
    """The list's figures under the list's own filter."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    slug = "email-consents" if request.GET.get("list") == "email" else "consents"
    listing = Listing(resources.get(slug), actor, request.GET, request)
    found = listing.matching
    parts = []
    if found.is_valid:
        asked = found.filterset.asked_of_records()  # type: ignore[union-attr]
        parts = report.of_list(found.rows, asked)
    context = {"parts": parts, "chips": chips.of(listing), "list_slug": slug}
    return render(request, "iys_consent/report.html", context)


@actor_required(VIEW)
def codes(request: HttpRequest) -> HttpResponse:
    """What each code of İYS means; ``q`` finds a code or a word."""
    text = request.GET.get("q", "").strip()[:60]
    lines = list(registry_codes.table())
    if text:
        exact = registry_codes.explain(text.upper())
        lines = [one for one in lines if one is exact or fold(text) in _words_of(one)]
    return render(request, "iys_consent/codes.html", {"lines": lines, "text": text})


def _words_of(one: registry_codes.Explanation) -> str:
    return fold(f"{one.codes} {one.meaning} {one.advice}")
