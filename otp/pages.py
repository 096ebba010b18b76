"""What the room gives to the portal's frame and to the users' cards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from otp.permissions import SETUP
from otp.services import connections
from turkcell_hub.portal import menu
from turkcell_hub.tenancy import card_fields, service_centre
from turkcell_hub.tenancy.models import Membership


def join_portal() -> None:
    """Called once when the apps are ready."""
    service_centre.add_tab(_("OTP Ayarları"), "otp-setup", 20)
    menu.add("settings", _("OTP Kurulumu"), "otp-setup", SETUP, "shield-check", 52)
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


def _read(member: Membership) -> int | None:
    found = connections.connection_of(member)
    return found.pk if found else None
