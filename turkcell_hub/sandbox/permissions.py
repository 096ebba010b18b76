"""The right to play the operator for a firm of trials."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, Right, declare

PLAY = "sandbox.play"


def declare_all() -> None:
    """Called once, from ``SandboxConfig.ready``."""
    declare([Right(PLAY, _("Deneme operatörünü yönetme"), ADMINS)])
    actions.declare(
        {
            "sandbox.opened": _("Deneme firması açıldı"),
            "sandbox.played": _("Deneme operatörü yönetildi"),
        }
    )
