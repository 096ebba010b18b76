"""What support gives to the portal's frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.help.permissions import VIEW
from turkcell_hub.portal import menu


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add("settings", _("Destek"), "help", VIEW, "lifebuoy", 200)
