"""What the applications give to the portal's frame: one page, in two places (L-006)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.states import ItemState
from turkcell_hub.portal import checklist, menu
from turkcell_hub.portal.checklist import Step
from turkcell_hub.tenancy.models import GatewayAccount


def join_portal() -> None:
    """Called once when the apps are ready."""
    right = "applications.application.view"
    menu.add("operations", _("Başvurular"), "applications-list", right, "send", 95)
    menu.add("applications", _("Hizmetler"), "service-catalogue", right, "info-circle", 20)
    checklist.add_step(apply_step, 18)
    checklist.add_step(credentials_step, 19)


def apply_step(actor: Any) -> Step | None:
    """Done by an application, or by an account that the firm had before it came here."""
    if not actor.can("applications.application.add"):
        return None
    return Step(
        _g("Operatör hizmetine başvurun"),
        GatewayAccount.objects.exists() or Application.objects.exists(),
        _g("Kullanıcı adı ve şifreyi, başvurunuzdan sonra operatör verir."),
        reverse("service-catalogue"),
    )


def credentials_step(actor: Any) -> Step | None:
    """Only while the operator has given credentials that nobody has entered (L-012)."""
    if not actor.can("applications.application.change"):
        return None
    waiting = ApplicationItem.objects.filter(state=ItemState.CREDENTIALS).first()
    if waiting is None:
        return None
    return Step(
        _g("Operatörden gelen bilgileri girin: %(name)s") % {"name": waiting.name},
        False,
        _g("Başvurunuz sonuçlandı; kullanıcı adı ve şifre yazılınca hizmet açılır."),
        reverse("application-item", args=[waiting.application_id, waiting.service]),
    )
