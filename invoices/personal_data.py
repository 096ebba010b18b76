"""Bills name telephones; they stay as long as books stay."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_LAW = _("Fatura ve eki: Vergi Usul Kanunu md. 253 ve Türk Ticaret Kanunu md. 82.")


def _books(since: str) -> Hold:
    return Hold(_LAW, years="bill_years", since=since)


declare(
    [
        Held(
            "invoices.Taking", _("Muhasebeye aktarılan satırlar"),
            ("number", "bill__number", "bill__issue_date"), Way.BLANK,
            within=("number",), holds=(_books("bill__issue_date"),),
        ),
        Held(
            "invoices.MatchingLine", _("Eşleme tablosu satırları"), ("table__name", "number"),
            Way.KEEP, within=("number", "used_for"),
            holds=(Hold(_("Hat firmanın adına; eşleme tablosundan çıkarınca silinir.")),),
        ),
        Held(
            "invoices.LineQuestion", _("Hat soruları ve yanıtları"),
            ("phone", "holder", "period", "asked_at", "answer", "answered_at", "note"), Way.DELETE,
            phone=("phone",), within=("holder", "note", "proof"),
        ),
        Held(
            "invoices.BillNumber", _("Faturalardaki hatlar"),
            ("bill__number", "bill__issue_date", "number", "tariff", "amount"), Way.BLANK,
            within=("number", "campaigns"), holds=(_books("bill__issue_date"),),
        ),
        Held(
            "invoices.BillDocument", _("Fatura dosyaları"), ("name", "created_at"), Way.KEEP,
            octets=("content",),
            holds=(_books("created_at"), Hold(_("İmzalı fatura değiştirilemez."))),
        ),
        Held(
            "invoices.Bill", _("Faturalar"), ("number", "issue_date", "subscriber_no", "note"),
            Way.BLANK, within=("subscriber_no", "note", "proposal"),
            holds=(_books("issue_date"),),
        ),
        Held(
            "invoices.Transfer", _("Aktarımların sorunları"), ("created_at", "problems"), Way.BLANK,
            within=("problems",),
        ),
    ]
)  # fmt: skip
declare_free(
    "Hesap, kural ve tablo adları; numara maskelidir.",
    "invoices.InvoiceLogin", "invoices.InvoiceRules", "invoices.MatchingTable",
    "invoices.PasswordRequest",
)  # fmt: skip
