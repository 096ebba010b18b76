"""The base of all pages of a resource."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from turkcell_hub.portal import links
from turkcell_hub.portal.menu import SECTIONS
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources import Resource


class ResourceView(ActorRequiredMixin):
    """``resource`` comes from ``as_view``; ``verb`` names the right that the page needs."""

    resource: Resource = None  # type: ignore[assignment]
    verb = "view"
    template = ""

    def needed_right(self) -> str:
        return self.resource.right(self.verb)

    def row_or_404(self, pk: int) -> Any:
        """A row that exists for the actor; another firm's is as absent as none."""
        # In no order: there is one at most, and a list's order costs as much as the rest.
        row = next(iter(self.resource.queryset(self.actor).filter(pk=pk).order_by()[:1]), None)
        if row is None:
            raise Http404(_("Kayıt bulunamadı."))
        return row

    def show(
        self, context: dict[str, Any], *, status: int = 200, template: str = ""
    ) -> HttpResponse:
        shared = {"resource": self.resource, "breadcrumbs": self.breadcrumbs(), **context}
        return render(self.request, template or self.template, shared, status=status)

    def breadcrumbs(self) -> list[tuple[Any, str]]:
        """(label, address) pairs; the page itself is not among them."""
        section = SECTIONS.get(self.resource.section, "")
        own = (self.resource.title, links.to_list(self.resource))
        # A section that is named as its list is said once.
        return [own] if str(section) == str(self.resource.title) else [(section, ""), own]

    def may(self, verb: str) -> bool:
        """Whether the operation exists and the actor holds its right."""
        exists = {
            "add": self.resource.can_add and self.resource.form is not None,
            "change": self.resource.can_change and self.resource.form is not None,
            "delete": self.resource.can_delete,
            "export": self.resource.can_export,
        }
        if not exists.get(verb, True):
            return False
        return self.actor.can(self.resource.right("view" if verb == "export" else verb))

    def only_if(self, exists: bool) -> None:
        if not exists:
            raise Http404(_("Bu işlem bu kayıtlar için yok."))

    def go(self, url: str) -> HttpResponse:
        """A redirect that also leads an htmx dialog away."""
        if getattr(self.request, "htmx", None):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = url
            return response
        return HttpResponseRedirect(url)

    def back_to_list(self) -> str:
        """The list as the person left it (``query`` travels through forms and dialogs), or the
        page of the portal that led to the form (``back``)."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        back = data.get("back", "")
        if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            return back
        return links.to_list(self.resource, QueryDict(data.get("query", "")).urlencode())
