"""What the consent room gives to the portal's frame: menu and first page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from iys_consent import cards, permissions, queue_rights
from turkcell_hub.portal import dashboard, menu


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add(
        "reports",
        _("İYS Gösterge Ekranı"),
        "consent-dashboard",
        permissions.VIEW,
        icon="layout-dashboard",
        order=30,
    )
    menu.add(
        "records", _("İYS Markaları"), "consent-brands", permissions.VIEW, icon="tags", order=31
    )
    menu.add("reports", _("Onay Kanıtı"), "consent-evidence-ask", queue_rights.EVIDENCE,
             icon="fingerprint", order=32)  # fmt: skip
    menu.add("settings", _("Paket Yönetimi"), "iys-package", permissions.PACKAGES,
             icon="package", order=62)  # fmt: skip
    menu.add("settings", _("Marka Yönetimi"), "iys-brand-partners", permissions.PARTNERS,
             icon="building", order=63)  # fmt: skip
    dashboard.add_card(cards.consents, 30)
