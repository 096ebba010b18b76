"""Bölgeler: drawing them (L-030)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import (
    Zone,
)
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

_PLAIN = (
    "name", "shape", "team", "account", "authority_code", "active_from", "active_until",
    "alert_enter", "alert_leave", "operator_watch", "is_active",
)  # fmt: skip
MOST_CORNERS, MOST_RADIUS = 500, 200_000.0


def save(actor: Actor, zone: Zone | None, data: Mapping[str, Any]) -> Zone:
    """Creates (``zone`` None) or changes one; what is left out stays. ``data``: name, shape,
    latitude, longitude, radius (circle) or rings (polygon), team, account (the customer whose place
    it is), authority_code, active_days, active_from, active_until, alert_enter, alert_leave,
    alert_to, operator_watch, is_active. Raises ``Invalid`` with the field, ``Conflict`` for a
    taken name.

    Who is inside is found from the next point on; what was stays as it was.
    """
    actor.require(permissions.ZONE_CHANGE if zone else permissions.ZONE_ADD)
    with transaction.atomic():
        row = zone or Zone(firm_id=actor.firm_id)
        for name in _PLAIN:
            if name in data:
                setattr(row, name, data[name])
        row.team = (row.team or "").strip()
        _set_days(row, data)
        _set_shape(row, data)
        if row.operator_watch and row.shape != Zone.Shape.CIRCLE:
            raise Invalid(
                _("Operatör yalnız daire biçimindeki bölgeleri izler."), field="operator_watch"
            )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu adla bir bölge zaten var."), code="name_taken", field="name"
            ) from None
        if "alert_to" in data:
            row.alert_to.set(data["alert_to"] or [])
        if (row.alert_enter or row.alert_leave) and not row.alert_to.exists():
            raise Invalid(_("SMS alacak kişileri seçin."), code="nobody_told", field="alert_to")
        trail.record(actor, "zone.changed" if zone else "zone.added", row)
    return row


def delete(actor: Actor, zone: Zone) -> None:
    actor.require(permissions.ZONE_DELETE)
    with transaction.atomic():
        trail.record(actor, "zone.deleted", zone)
        zone.delete()


def _set_days(row: Zone, data: Mapping[str, Any]) -> None:
    if "active_days" in data:
        days = sorted({int(day) for day in data["active_days"] or []})
        if not days or not set(days) <= set(range(1, 8)):
            raise Invalid(_("En az bir gün seçin."), code="days", field="active_days")
        row.active_days = days
    if (row.active_from is None) != (row.active_until is None):
        raise Invalid(
            _("Etkin saatlerin ikisini de yazın ya da ikisini boş bırakın (7/24)."),
            code="half_hours",
            field="active_until" if row.active_until is None else "active_from",
        )


def _set_shape(row: Zone, data: Mapping[str, Any]) -> None:
    if row.shape == Zone.Shape.CIRCLE:
        for name in ("latitude", "longitude", "radius"):
            if data.get(name) is not None:
                setattr(row, name, float(data[name]))
        _check_circle(row)
        row.rings = []
    elif row.shape == Zone.Shape.POLYGON:
        if data.get("rings"):
            row.rings = _rings(data["rings"])
        if not row.rings:
            raise Invalid(_("Çokgenin köşelerini yazın."), code="no_corners", field="rings")
        centre = shapely.Polygon(row.rings[0], row.rings[1:]).centroid
        row.latitude, row.longitude, row.radius = centre.y, centre.x, None
    else:
        raise Invalid(_("Biçimi listeden seçin."), code="shape_unknown", field="shape")


def _check_circle(row: Zone) -> None:
    if row.latitude is None or not -90 <= row.latitude <= 90:
        raise Invalid(_("Merkezin enlemini yazın, örneğin 38,42."), field="latitude")
    if row.longitude is None or not -180 <= row.longitude <= 180:
        raise Invalid(_("Merkezin boylamını yazın, örneğin 27,14."), field="longitude")
    if not row.radius or not 0 < row.radius <= MOST_RADIUS:
        raise Invalid(_("Yarıçapı metre olarak yazın (en çok 200.000)."), field="radius")


def _rings(given: Any) -> list[list[list[float]]]:
    try:
        rings = [[[float(lon), float(lat)] for lon, lat in ring] for ring in given]
    except (TypeError, ValueError):
        rings = []
    corners = [corner for ring in rings for corner in ring]
    if not rings or len(corners) > MOST_CORNERS or any(len(ring) < 3 for ring in rings):
        raise Invalid(
            _("Her çizgi en az üç köşe ister; toplam en çok %(n)d köşe.") % {"n": MOST_CORNERS},
            code="corners",
            field="rings",
        )
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
        raise Invalid(_("Köşelerden biri yeryüzünde değil."), code="corners", field="rings")
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings]
    shape = shapely.Polygon(closed[0], closed[1:])
    if not shape.is_valid or shape.area == 0:
        raise Invalid(
            _("Çizgi kendini kesiyor ya da delik dışarı taşıyor; köşelerin sırasını düzeltin."),
            code="corners_cross",
            field="rings",
        )
    return closed
