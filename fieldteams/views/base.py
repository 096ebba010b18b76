"""What the field teams' pages share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from fieldteams import permissions, wording
from fieldteams.models import Zone
from fieldteams.range_form import RangeForm
from turkcell_hub.portal import cells
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


def cut_note(points: int) -> str:
    """Said of a map that could not draw every point of its range."""
    return _(
        "Aralıkta haritaya sığandan çok konum var: her kişinin ilk %(n)s konumu çizildi. Aralığı"
        " ya da kişileri daraltın; dosyalarda hepsi bulunur."
    ) % {"n": cells.number(points)}


def map_config() -> dict[str, Any]:
    """What the map's script needs from the server."""
    return {
        "words": map_words(),
        "provinces": static("fieldteams/provinces.geojson"),
        "places": static("fieldteams/places.json"),
        "tiles": settings.MAP_TILE_URL,
        "attribution": escape(settings.MAP_ATTRIBUTION),
    }


def map_words() -> dict[str, Any]:
    """What the points and the circles that stand for many of them are called."""
    opens = _("Açmak için tıklayın ya da Enter tuşuna basın.")
    return {
        "people": {"count": _("Burada {n} kişi"), "open": opens},
        "stops": {"count": _("Burada {n} duruş"), "open": opens},
        "fresh": [_("güncel"), _("eski"), _("bir günden eski")],
        "stale": _("eski konum"),
        "ages": wording.ages(),
        "moving": _("hareket halinde"),
        "theft": _("çalıntı modu"),
    }


def zones_of(actor: Actor, but: int | None = None) -> list[dict[str, Any]]:
    """The active zones that exist for the actor, as the map draws them, ``but`` one; with the
    address where one is changed, for whoever may."""
    rows = actor.visible(Zone.objects.filter(is_active=True).order_by("sort_key"))
    may_change = actor.can(permissions.ZONE_CHANGE)
    return [
        {**drawn(row), "url": reverse("zones-edit", args=[row.pk]) if may_change else ""}
        for row in rows.exclude(pk=but)
    ]


def drawn(row: Zone) -> dict[str, Any]:
    """A zone as the map draws it: latitude first."""
    return {
        "name": row.name,
        "lat": row.latitude,
        "lon": row.longitude,
        "radius": row.radius,
        "rings": [[[lat, lon] for lon, lat in ring[:-1]] for ring in row.rings],
    }
