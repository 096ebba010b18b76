"""What the field teams' pages share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static

from fieldteams.models import Zone
from fieldteams.range_form import RangeForm
from turkcell_hub.tenancy.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def range_form(request: HttpRequest) -> RangeForm:
    """``ids`` of an action's link are ``phone`` of the form."""
    data = QueryDict(mutable=True)
    data.update(request.GET)
    for pk in request.GET.getlist("ids"):
        data.appendlist("phone", pk)
    return RangeForm(data, actor=actor_of(request))


def map_config() -> dict[str, str]:
    """What the map's script needs from the server."""
    return {
        "provinces": static("fieldteams/provinces.geojson"),
        "places": static("fieldteams/places.json"),
        "tiles": settings.MAP_TILE_URL,
    }


def zones_of(actor: Actor) -> list[dict[str, Any]]:
    """The zones that exist for the actor, as the map draws them."""
    rows = actor.visible(Zone.objects.filter(is_active=True).order_by("sort_key"))
    return [
        {
            "name": row.name, "lat": row.latitude, "lon": row.longitude, "radius": row.radius,
            "rings": [[[lat, lon] for lon, lat in ring] for ring in row.rings],
        }
        for row in rows
    ]  # fmt: skip
