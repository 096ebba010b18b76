"""What the applications give to the portal's frame: one page, in two places (L-006)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal import menu


def join_portal() -> None:
    """Called once when the apps are ready."""
    right = "applications.application.view"
    menu.add("operations", _("Başvurular"), "applications-list", right, "send", 95)
    menu.add("applications", _("Hizmetler"), "service-catalogue", right, "info-circle", 20)
