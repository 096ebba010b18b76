"""Rights on memberships, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, Right, declare

VIEW = "membership.dossier.view"
ADD = "membership.dossier.add"
CHANGE = "membership.dossier.change"
PAPERS = "membership.paper.view"
IDENTITY = "membership.identity.view"
REVIEW = "membership.dossier.review"
RULES_VIEW, RULES_CHANGE = "membership.rules.view", "membership.rules.change"


def declare_all() -> None:
    """Called once, from ``MembershipConfig.ready``. Scans are opened by people alone; those of
    identities by the fewest (C-09)."""
    declare(
        [
            Right(VIEW, _("Üyelik dosyasını görme"), MANAGERS, platform="sees"),
            Right(ADD, _("Üyelik dosyası açma"), MANAGERS),
            Right(CHANGE, _("Üyelik dosyasını doldurma ve gönderme"), MANAGERS),
            Right(PAPERS, _("Üyelik belgelerini açma"), MANAGERS, for_keys=False, platform="sees"),
            Right(IDENTITY, _("Kimlik belgelerini açma"), ADMINS, for_keys=False, platform="sees"),
            Right(REVIEW, _("Üyelik inceleme"), ADMINS, for_keys=False, platform="decides"),
            Right(RULES_VIEW, _("Üyelik kurallarını görme"), MANAGERS, platform="sees"),
            Right(
                RULES_CHANGE,
                _("Üyelik kuralı tanımlama"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
        ]
    )
    actions.declare(
        {
            "membership.dossier.add": _("Üyelik dosyası açıldı"),
            "membership.dossier.change": _("Üyelik bilgileri değiştirildi"),
            "membership.dossier.sent": _("Üyelik dosyası gönderildi"),
            "membership.dossier.delivered": _("İYS belgelerinin gönderimi yazıldı"),
            "membership.dossier.registered": _("İYS kaydı tamamlandı, İYS kodu yazıldı"),
            "membership.dossier.review": _("Üyelik incelemeye alındı"),
            "membership.dossier.returned": _("Üyelik dosyası eksik evrakla geri verildi"),
            "membership.dossier.approved": _("Üyelik onaylandı"),
            "membership.dossier.rejected": _("Üyelik reddedildi"),
            "membership.file.added": _("Üyelik belgesi yüklendi"),
            "membership.file.removed": _("Üyelik belgesi kaldırıldı"),
            "membership.file.opened": _("Üyelik belgesi açıldı"),
            "membership.file.judged": _("Üyelik belgesi incelendi"),
            "membership.file.erased": _("Kimlik belgesi süresi dolduğu için silindi"),
            "membership.rules.add": _("Üyelik kuralı tanımlandı"),
        }
    )
