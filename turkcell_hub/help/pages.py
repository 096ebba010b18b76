"""What support gives to the portal's frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.help import selectors
from turkcell_hub.help.permissions import VIEW
from turkcell_hub.portal import menu
from turkcell_hub.tenancy import desk


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add("settings", _("Destek"), "help", VIEW, "lifebuoy", 200)
    tickets = desk.Tab(
        _("Destek talepleri"), "platform-tickets", "messages", 30, selectors.waiting, hosted=False
    )
    desk.add_tab(tickets)
    desk.add_tab(desk.Tab(_("Destek bilgileri"), "platform-help", "lifebuoy", 40, hosted=False))
