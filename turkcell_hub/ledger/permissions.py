"""Rights on the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import MANAGERS, Right, declare


def declare_all() -> None:
    """Called once, from ``LedgerConfig.ready``."""
    declare(
        [Right("ledger.transfer.view", _("Kredi hareketlerini görme"), MANAGERS, platform="sees")]
    )
    actions.declare(
        {"ledger.load": _("Kredi yükleme"), "ledger.adjust": _("Kredi bakiyesini düzeltme")}
    )
