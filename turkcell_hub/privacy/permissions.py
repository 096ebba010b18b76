"""Rights on persons' requests, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, Right, declare

VIEW = "privacy.request.view"
ADD = "privacy.request.add"
ERASE = "privacy.request.erase"
RULES_VIEW = "privacy.rules.view"
RULES_ADD = "privacy.rules.add"


def declare_all() -> None:
    """Called once, from ``PrivacyConfig.ready``. What is erased cannot be brought back: that is
    for people, not for programs."""
    declare(
        [
            Right(VIEW, _("Kişisel veri isteklerini görme"), ADMINS),
            Right(ADD, _("Kişinin veri dosyasını hazırlama"), ADMINS),
            Right(ERASE, _("Kişinin verilerini silme"), ADMINS, for_keys=False),
            Right(RULES_VIEW, _("Saklama sürelerini görme"), ADMINS),
            Right(RULES_ADD, _("Saklama süresi tanımlama"), ADMINS, for_keys=False),
        ]
    )
    actions.declare(
        {
            "privacy.file.asked": _("Kişinin veri dosyası istendi"),
            "privacy.file.made": _("Kişinin veri dosyası hazırlandı"),
            "privacy.erasure.asked": _("Kişinin verilerini silme istendi"),
            "privacy.erasure.done": _("Kişinin verileri silindi"),
            "privacy.erasure.replayed": _("Kişinin verileri yedekten dönüşte yeniden silindi"),
            "privacy.rules.added": _("Saklama süresi tanımlandı"),
        }
    )
