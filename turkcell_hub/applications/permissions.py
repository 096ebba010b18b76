"""Rights on applications, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import MANAGERS, Right, declare


def declare_all() -> None:
    """Called once, from ``ApplicationsConfig.ready``."""
    view = Right("applications.application.view", _("Başvuruları görme"), MANAGERS, platform="sees")
    add = Right("applications.application.add", _("Hizmete başvurma"), MANAGERS)
    change = Right("applications.application.change", _("Başvuruyu yürütme"), MANAGERS)
    declare([view, add, change])
    actions.declare(
        {
            "applications.application.add": _("Hizmete başvuruldu"),
            "applications.application.sent": _("Başvuru operatöre iletildi"),
            "applications.application.refused": _("Başvuru operatörce alınmadı"),
            "applications.application.resent": _("Başvuru yeniden iletilecek"),
            "applications.application.cancelled": _("Başvuru geri çekildi"),
            "applications.item.moved": _("Hizmetin başvuru durumu değişti"),
            "applications.item.reopened": _("Başvurulan hizmet yeniden açıldı"),
        }
    )
