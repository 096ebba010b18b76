"""The ERP's cards as we mirror them. The ERP is their master: what is erased here comes back with
its next message unless it is erased there too, and the certificate says so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_BOOKS = Hold(
    _("Muhasebe kaydı: Vergi Usul Kanunu md. 253 ve Türk Ticaret Kanunu md. 82."),
    years="bill_years",
    since="document__date",
)
_EMPTY = {
    "phone": "",
    "email": "",
    "phone_problem": "",
    "search_key": "",
    "sort_key": "",
    "phones": [],
    "is_active": False,
}

declare(
    [
        Held(
            "erp.DocumentLine", _("ERP belgelerinin satırları"),
            ("document__number", "document__date", "description", "number", "net"), Way.BLANK,
            within=("description", "number"), holds=(_BOOKS,),
        ),
        Held(
            "erp.Document", _("ERP belgeleri"), ("number", "date", "note", "total"), Way.BLANK,
            within=("note", "errors", "reason", "source_key"),
            holds=(
                Hold(_BOOKS.why, years="bill_years", since="date"),
            ),
        ),
        Held(
            "erp.Contact", _("ERP: ilgili kişiler"),
            ("first_name", "last_name", "phones", "phone", "email", "duty"), Way.BLANK,
            phone=("phone",), email=("email",), within=("phones",),
            blank={**_EMPTY, "first_name": "", "last_name": "", "duty": ""},
        ),
        Held(
            "erp.Person", _("ERP: personel"),
            ("first_name", "last_name", "phones", "phone", "email", "duty"), Way.BLANK,
            phone=("phone",), email=("email",), within=("phones",),
            blank={**_EMPTY, "first_name": "", "last_name": "", "duty": ""},
        ),
        Held(
            "erp.Account", _("ERP: cari hesaplar"),
            ("code", "title", "phones", "phone", "email", "tax_office", "address", "district",
             "postcode", "city"), Way.BLANK,
            phone=("phone",), email=("email",), within=("phones",), sealed=("national_id",),
            blank={**_EMPTY, "title": "", "national_id": "", "address": "", "district": "",
                   "postcode": "", "latitude": None, "longitude": None},
        ),
    ]
)  # fmt: skip
declare_free(
    "Hizmet, proje ve işyeri kartları ile bağlantı ayarları; kişi taşımaz.",
    "erp.ErpLink", "erp.Freshness", "erp.Project", "erp.ServiceCard", "erp.Workplace",
)  # fmt: skip
