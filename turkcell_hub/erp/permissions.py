"""Rights on the mirror and the documents, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare


def declare_all() -> None:
    """Called once, from ``ErpConfig.ready``. Who writes the mirror speaks for the ERP: he sees
    every card whatever its Yetki Kodu, so of people only an Admin may."""
    declare(
        [
            Right("erp.mirror.view", _("ERP kartlarını görme"), STAFF),
            Right("erp.mirror.write", _("ERP kartlarını yenileme"), ADMINS),
            Right("erp.link.change", _("ERP bağlantısını değiştirme"), ADMINS, for_keys=False),
            Right("erp.document.view", _("ERP belgelerini görme"), STAFF),
            Right("erp.document.add", _("ERP belgesi hazırlama"), STAFF),
            Right("erp.document.release", _("ERP belgesini ERP'ye verme"), STAFF),
            Right("erp.document.cancel", _("ERP belgesini iptal etme"), STAFF),
            Right("erp.document.void", _("İşlenmiş ERP belgesinin sonucunu değiştirme"), MANAGERS),
            Right("erp.document.post", _("ERP belgelerini alma ve sonucunu bildirme"), ADMINS),
        ]
    )
    actions.declare(
        {
            "erp.link.changed": _("ERP bağlantısı değiştirildi"),
            "erp.mirror.refreshed": _("ERP kartları yenilendi"),
            "erp.mirror.retired": _("ERP kartları kullanım dışı oldu"),
            "erp.document.drafted": _("ERP belgesi hazırlandı"),
            "erp.document.checked": _("ERP belgesi denetlendi"),
            "erp.document.released": _("ERP belgesi ERP'ye verildi"),
            "erp.document.cancelled": _("ERP belgesi iptal edildi"),
            "erp.document.voided": _("İşlenmiş ERP belgesi iptal edildi"),
            "erp.document.taken": _("ERP belgeleri aldı"),
            "erp.document.posted": _("ERP belgeyi işledi"),
            "erp.document.refused": _("ERP belgeyi reddetti"),
            "erp.document.given_back": _("ERP belgeyi geri verdi"),
            "erp.document.settled": _("ERP belgesinin sonucu işaretlendi"),
        }
    )
