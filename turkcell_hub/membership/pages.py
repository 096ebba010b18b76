"""What memberships give to the portal's frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.membership import permissions, selectors
from turkcell_hub.portal import menu
from turkcell_hub.tenancy import desk


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add("applications", _("Üyelik"), "membership", permissions.ADD, "id-badge", 5)
    menu.add(
        "applications", _("İYS Kaydı"), "membership-registration", permissions.CHANGE, "id-badge", 7
    )
    desk.add_tab(
        desk.Tab(_("Üyelik incelemeleri"), "membership-desk", "id-badge", 20, selectors.waiting)
    )
