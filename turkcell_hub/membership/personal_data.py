"""Who joins for a firm: the officer, how he is reached, and scans that name him."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.membership.models import Registration
from turkcell_hub.personal_data import (
    Held,
    Hold,
    Person,
    Way,
    add_alias,
    declare,
    declare_free,
    marks_of,
)


def _registered(since: str) -> Hold:
    why = _("Hizmet sözleşmesinin kaydı: Türk Ticaret Kanunu md. 82.")
    return Hold(why, years="bill_years", since=since)


def _officers(firm_id: int, person: Person) -> Person:
    """An officer who asks by his TCKN is known by the phone and e-mail that stand beside it."""
    marks = marks_of(person)
    if not marks:
        return person
    rows = Registration.objects.filter(firm_id=firm_id)
    first = rows.filter(officer_mark__in=marks).values_list("dossier__phone", "dossier__email")
    second = rows.filter(second_mark__in=marks).values_list("second_phone", "second_email")
    found = [*first, *second]
    return Person(
        phones=tuple(phone for phone, _email in found if phone),
        emails=tuple(email.lower() for _phone, email in found if email),
    )


add_alias(_officers)
declare(
    [
        Held(
            "membership.DossierEvent", _("Üyelik hareketleri"), ("at", "note"), Way.BLANK,
            within=("note",),
        ),
        Held(
            "membership.Registration", _("İYS kaydı: ilk yetkili"),
            ("dossier__reference", "mersis", "signing", "dossier__created_at"), Way.BLANK,
            phone=("dossier__phone",), email=("dossier__email",), mark=("officer_mark",),
            blank={"officer_tckn": "", "officer_mark": ""},
            holds=(_registered("dossier__created_at"),),
        ),
        Held(
            "membership.Registration", _("İYS kaydı: ikinci yetkili"),
            ("dossier__reference", "second_officer", "second_phone", "second_email",
             "dossier__created_at"),
            Way.BLANK,
            phone=("second_phone",), email=("second_email",), mark=("second_mark",),
            blank={
                "second_officer": "", "second_tckn": "", "second_mark": "", "second_phone": "",
                "second_email": "",
            },
            holds=(_registered("dossier__created_at"),),
        ),
        Held(
            "membership.Dossier", _("Üyelik dosyaları"),
            ("reference", "officer", "phone", "email", "corporate_line", "created_at"), Way.BLANK,
            phone=("phone", "corporate_line"), email=("email",), sealed=("tax_number",),
            blank={"officer": "", "officer_title": "", "tax_number": ""},
            holds=(_registered("created_at"),),
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
