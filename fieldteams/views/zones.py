"""The form of a zone with a map on which it is drawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from fieldteams.views.base import map_config, zones_of
from turkcell_hub import resources
from turkcell_hub.portal.views.record import CreateView, FormView, UpdateView


class _OnMap(FormView):
    """The other zones are drawn too, so that a new one finds its place among them."""

    resource = resources.get("zones")
    template = "fieldteams/zone_form.html"

    def show(
        self, context: dict[str, Any], *, status: int = 200, template: str = ""
    ) -> HttpResponse:
        row = context.get("row")
        others = zones_of(self.actor, but=row.pk if row else None)
        payload = {**map_config(), "zones": others}
        return super().show({**context, "payload": payload}, status=status, template=template)


class ZoneAdd(_OnMap, CreateView):
    pass


class ZoneEdit(_OnMap, UpdateView):
    pass
