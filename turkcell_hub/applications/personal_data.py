"""Who applied for the firm, and how he is reached."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

declare(
    [
        Held(
            "applications.ApplicationEvent", _("Başvuru hareketleri"), ("at", "note"), Way.BLANK,
            within=("note",),
        ),
        Held(
            "applications.Application", _("Hizmet başvuruları"),
            ("reference", "contact", "phone", "email", "note", "created_at"), Way.BLANK,
            phone=("phone",), email=("email",), within=("note", "problem", "tax_number"),
            blank={"contact": "", "note": ""},
            holds=(
                Hold(
                    _("Hizmet sözleşmesinin kaydı: Türk Ticaret Kanunu md. 82."),
                    years="bill_years", since="created_at",
                ),
            ),
        ),
    ]
)  # fmt: skip
declare_free("Hizmetin durumu; kişi taşımaz.", "applications.ApplicationItem")
