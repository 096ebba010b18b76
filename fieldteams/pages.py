"""What the field teams give to the portal's frame: menu entries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fieldteams import permissions
from turkcell_hub.portal import menu


def join_portal() -> None:
    """Called once when the apps are ready. The map stands under İşlemler too (L-044)."""
    menu.add(
        "operations",
        _("Ekip Mobil İzleme"),
        "field-map",
        permissions.LOCATE,
        icon="map-2",
        order=50,
    )
    menu.add(
        "reports",
        _("Ekip Raporları"),
        "field-reports",
        permissions.LOCATE,
        icon="route",
        order=50,
    )
