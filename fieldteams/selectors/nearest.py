"""En yakın: the people nearest to a point (L-023, idea 12)."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteams.models import FieldPhone
from fieldteams.selectors import seen
from turkcell_hub.lib import geo
from turkcell_hub.tenancy.actor import Actor

# Metres of the boxes that are looked into, one after the other; the last one is the earth.
REACHES = (2_000.0, 10_000.0, 50_000.0, 250_000.0, 20_100_000.0)


@dataclass(frozen=True)
class Near:
    seen: seen.Seen
    metres: float


def to(actor: Actor, point: geo.Point, limit: int = 10) -> list[Near]:
    """The nearest people who may be watched now, fresh places before stale ones, near before
    far. Looks into growing boxes by the index of places, so it reads a few rows of many."""
    found: dict[int, Near] = {}
    for reach in REACHES:
        south, west, north, east = geo.box(point, reach)
        rows = actor.visible(
            FieldPhone.objects.select_related("latest").filter(
                state="ONAYLANDI",
                is_active=True,
                latest__latitude__range=(south, north),
                latest__longitude__range=(west, east),
            )
        )
        for one in seen.worded(actor.firm_id, rows):
            found[one.phone.pk] = Near(one, geo.distance(point, one.point))
        if sum(1 for one in found.values() if one.metres <= reach) >= limit:
            break
    ranked = sorted(found.values(), key=lambda one: (one.seen.freshness, one.metres))
    return ranked[:limit]
