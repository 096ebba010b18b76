"""Onaylar: the two lists with their tabs, quota line and totals, and the history drawer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from iys_consent import queue_rights
from iys_consent.models import AddressKind
from iys_consent.permissions import ADD, IMPORT
from iys_consent.selectors import history, totals
from turkcell_hub import resources
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind
from turkcell_hub.portal.listing import paging
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.base import ResourceView
from turkcell_hub.portal.views.listing import ListView
from turkcell_hub.resources.matching import Matching

_TABS = (("consents", AddressKind.PHONE), ("email-consents", AddressKind.EMAIL))
# What only one of the two lists can be asked.
_OWN_FILTERS = {"channel": None}


class ConsentList(ListView):
    template = "iys_consent/list.html"

    def _context(self, listing: Listing) -> dict[str, Any]:
        return {
            **super()._context(listing),
            **head(self.actor, listing),
            "quota": ledger.summary(self.actor.firm_id, Kind.IYS),  # type: ignore[attr-defined]
            "may_add_consent": self.actor.can(ADD),
            "may_import": self.actor.can(IMPORT),
            "may_see_queue": self.actor.can(queue_rights.VIEW),
        }


class LateList(ListView):
    """Geciken İYS Bildirimleri, with what the law says of them."""

    template = "iys_consent/late.html"

    def _context(self, listing: Listing) -> dict[str, Any]:
        return {**super()._context(listing), "may_see_queue": self.actor.can(queue_rights.VIEW)}


class UsageList(ListView):
    """Kullanılan İzin Geçmişleri: the three figures that its amounts explain (K-069)."""

    template = "iys_consent/usage.html"

    def _context(self, listing: Listing) -> dict[str, Any]:
        quota = ledger.summary(self.actor.firm_id, Kind.IYS)  # type: ignore[attr-defined]
        return {**super()._context(listing), "quota": quota, "used": _used(listing)}


class UsageTotal(ResourceView):
    """The sum anew after a filter has changed the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self.resource, self.actor, request.GET, request)
        return self.show({"used": _used(listing)}, template="iys_consent/_usage_total.html")


def _used(listing: Listing) -> int | None:
    """What the rows under this filter sum up to; None where the filter cannot be read."""
    found = listing.matching
    return totals.of_usage(found.rows) if found.is_valid else None


class TotalsPart(ResourceView):
    """The tabs and totals anew after a filter has changed the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self.resource, self.actor, request.GET, request)
        return self.show(
            {**head(self.actor, listing), "request_is_part": True},
            template="iys_consent/_totals.html",
        )


class HistoryDrawer(ResourceView):
    """İzin Geçmişi (K-022), as a drawer and as a page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_or_404(pk)
        drawer = getattr(request, "htmx", None)
        template = "iys_consent/history.html" if drawer else "iys_consent/history_page.html"
        context = {
            "row": row,
            "row_label": self.resource.label_of(row),
            "lines": history.of_address(self.actor, row),  # type: ignore[arg-type]
            "accesses": history.accesses_of(self.actor, row),  # type: ignore[arg-type]
        }
        return self.show(context, template=template)


class AnyHistoryDrawer(HistoryDrawer):
    """One address for both lists."""

    def row_or_404(self, pk: int) -> Any:
        mail = resources.get("email-consents")
        row = mail.queryset(self.actor).filter(pk=pk).first()
        if row is None:
            return super().row_or_404(pk)
        self.resource = mail
        return row


def head(actor: Any, listing: Listing) -> dict[str, Any]:
    """Tabs with their counts under this filter, Toplam İzin and Toplam Ret (K-018, K-024)."""
    found = listing.matching
    asked = found.filterset.asked_of_records() if found.is_valid else None  # type: ignore[union-attr]
    tabs = []
    for slug, kind in _TABS:
        resource = resources.get(slug)
        is_on = slug == listing.resource.slug
        rows = found.rows if is_on else Matching(resource, actor, listing.params).rows
        query = listing.query(sort=None, col=None, view=None, **({} if is_on else _OWN_FILTERS))
        tabs.append(
            {
                "kind": kind,
                "is_on": is_on,
                "count": paging.count(rows, resource.count_limit),
                "url": f"{reverse(f'{slug}-list')}?{query or 'view='}",
            }
        )
    return {
        "tabs": tabs,
        "totals": None if asked is None else totals.of_list(found.rows, asked),
    }
