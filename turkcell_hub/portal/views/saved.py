"""Keeping and removing a saved view of a list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal import links
from turkcell_hub.portal.listing import saved
from turkcell_hub.portal.views.base import ResourceView


class SavedViewsView(ResourceView):
    def post(self, request: HttpRequest) -> HttpResponse:
        delete = request.POST.get("delete", "")
        if delete:
            view = saved.delete(self.actor, self.resource.slug, row_id(delete) or 0)
            messages.success(request, _("Görünüm silindi: %(name)s") % {"name": view.name})
            return self.go(links.to_list(self.resource, "view="))
        try:
            view = saved.save(
                self.actor,
                self.resource.slug,
                request.POST.get("name", ""),
                request.POST.get("query", ""),
                is_default="is_default" in request.POST,
            )
        except Invalid as error:
            messages.error(request, str(error.message))
            return self.go(self.back_to_list())
        messages.success(request, _("Görünüm kaydedildi: %(name)s") % {"name": view.name})
        return self.go(links.to_list(self.resource, view.full_query))
