"""The list page and, for htmx, its inner part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal import links, render, table_body
from turkcell_hub.portal.actions import way_in
from turkcell_hub.portal.listing import chips, saved
from turkcell_hub.portal.listing.paging import PAGE_SIZES
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.base import ResourceView


class ListView(ResourceView):
    """Quick search, filters, sorting, pages, selection (L-002, L-003, L-007, L-008)."""

    template = "portal/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET and (view := saved.default_for(self.actor, self.resource.slug)):
            return HttpResponseRedirect(links.to_list(self.resource, view.full_query))
        listing = Listing(self.resource, self.actor, request.GET, request)
        fragment = getattr(request, "htmx", None) and request.htmx.target == "list"  # type: ignore[attr-defined]
        if not fragment and _has_blanks(request):
            return HttpResponseRedirect(links.to_list(self.resource, listing.own_query))
        template = "portal/list/_results.html" if fragment else self.template
        response = self.show(self._context(listing), template=template)
        response["Vary"] = "HX-Request"
        if fragment:
            response["HX-Push-Url"] = links.to_list(self.resource, listing.own_query)
        return response

    def breadcrumbs(self) -> list[tuple[Any, str]]:
        return super().breadcrumbs()[:-1]

    def _context(self, listing: Listing) -> dict[str, Any]:
        page = listing.page
        new = row_id(listing.params.get("new"))
        found = page.rows if new is None else self._with_new_first(page.rows, new)
        self.resource.looked(self.actor, found)
        shown = chips.of(listing)
        # What was searched has a box of its own, which always stands open.
        filters = len(shown) - bool(listing.matching.search)
        return {
            "listing": listing,
            "page": page,
            "page_sizes": PAGE_SIZES,
            "headers": render.headers(listing),
            "rows": found,
            "table_body": table_body.html(listing, found, new),
            "chips": shown,
            "filter_count": filters,
            "filters_open": bool(filters) or not listing.matching.is_valid,
            "position_queries": self._page_queries(listing),
            "query": listing.query(),
            "saved_views": saved.of(self.actor, self.resource.slug),
            "shown_columns": {column.name for column in listing.columns},
            "current_view": listing.params.get("view", ""),
            "may_add": self.may("add"),
            "way_in": way_in(self.resource, self.actor),
            "may_export": self.may("export"),
            "list_url": links.to_list(self.resource),
        }

    def _with_new_first(self, found: list[Any], pk: int) -> list[Any]:
        """The row just added stands on the page even where the order would put it elsewhere."""
        if any(row.pk == pk for row in found) or pk > 2**63 - 1:
            return found
        row = self.resource.queryset(self.actor).filter(pk=pk).first()
        return [row, *found] if row is not None else found

    def _page_queries(self, listing: Listing) -> dict[str, str | None]:
        page = listing.page
        return {
            "first": listing.query() if page.previous else None,
            "previous": listing.query_at(page.previous) if page.previous else None,
            "next": listing.query_at(page.next) if page.next else None,
            "last": listing.query(last=1) if page.next else None,
        }


def _has_blanks(request: HttpRequest) -> bool:
    """A sent filter form names its empty fields too; the address need not. A value that
    cannot be read stays, so that the form can say so."""
    return any(not value for key, value in request.GET.items() if key != "view")
