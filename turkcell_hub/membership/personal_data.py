"""Who joins for a firm: the officer, how he is reached, and scans that name him."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

declare(
    [
        Held(
            "membership.DossierEvent", _("Üyelik hareketleri"), ("at", "note"), Way.BLANK,
            within=("note",),
        ),
        Held(
            "membership.Dossier", _("Üyelik dosyaları"),
            ("reference", "officer", "phone", "email", "corporate_line", "created_at"), Way.BLANK,
            phone=("phone", "corporate_line"), email=("email",),
            blank={"officer": "", "officer_title": ""},
            holds=(
                Hold(
                    _("Hizmet sözleşmesinin kaydı: Türk Ticaret Kanunu md. 82."),
                    years="bill_years", since="created_at",
                ),
            ),
        ),
    ]
)  # fmt: skip
declare_free(
    "Belgenin işaretleri ve şifreli taraması; içinde arama yapılamaz, kimlik taramaları üyelik"
    " kurallarının süresinde silinir.",
    "membership.Paper",
    "membership.PaperFile",
)
declare_free("Adres ve süreler; kişi taşımaz.", "membership.MembershipRules")
