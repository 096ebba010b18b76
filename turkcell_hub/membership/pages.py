"""What memberships give to the portal's frame."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turkcell_hub.membership import permissions, selectors
from turkcell_hub.portal import dashboard, menu
from turkcell_hub.portal.dashboard import Card
from turkcell_hub.tenancy import desk
from turkcell_hub.tenancy.actor import Actor


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add("applications", _("Üyelik"), "membership", permissions.ADD, "id-badge", 5)
    menu.add(
        "applications", _("İYS Kaydı"), "membership-registration", permissions.CHANGE, "id-badge", 7
    )
    dashboard.add_card(_card, 5)
    desk.add_tab(
        desk.Tab(_("Üyelik incelemeleri"), "membership-desk", "id-badge", 20, selectors.waiting)
    )


def _card(actor: Actor) -> Card | None:
    """For an İşletmeci in a firm: how far its membership is."""
    if not (actor.runs_portal and actor.can(permissions.VIEW)):
        return None
    dossier = selectors.sent()
    if dossier is None:
        return None
    url = reverse("memberships-detail", args=[dossier.pk])
    waits = dossier.state in selectors.WITH_REVIEWER
    level = "warning" if waits else "primary"
    return Card(gettext("Üyelik"), None, dossier.get_state_display(), url, "id-badge", level=level)
