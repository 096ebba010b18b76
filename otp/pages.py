"""What the room gives to the portal's frame and to the users' cards."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from otp.models import WebAccount
from otp.permissions import SETUP
from otp.services import connections, setup
from turkcell_hub.portal import checklist, menu
from turkcell_hub.portal.checklist import Step
from turkcell_hub.tenancy import card_fields, service_centre
from turkcell_hub.tenancy.models import GatewayAccount, Membership


def join_portal() -> None:
    """Called once when the apps are ready."""
    service_centre.add_tab(_("OTP Ayarları"), "otp-setup", 20)
    menu.add("settings", _("OTP Kurulumu"), "otp-setup", SETUP, "shield-check", 52)
    checklist.add_step(setup_step, 60)
    card_fields.register(
        card_fields.CardField(
            "otp_connection",
            _("OTP bağlantısı"),
            "otp-connections",
            SETUP,
            _read,
            connections.link,
            _("Onay kodlarının bu kişiye hangi bağlantıdan gideceği."),
        )
    )


def setup_step(actor: Any) -> Step | None:
    """The room's own four steps as one; only for a firm that has begun with OTP."""
    if not actor.can(SETUP):
        return None
    has_account = GatewayAccount.objects.filter(service=setup.SERVICE).exists()
    if not has_account and not WebAccount.objects.exists():
        return None
    missing = [step for step in setup.steps(actor.firm_id) if not step.done]
    why = f"{missing[0].name}: {missing[0].problem}" if missing else ""
    return Step(_g("OTP kurulumunu tamamlayın"), not missing, why, reverse("otp-setup"))


def _read(member: Membership) -> int | None:
    found = connections.connection_of(member)
    return found.pk if found else None
