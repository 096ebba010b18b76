"""Reminders go to telephones, transfers name who sent them; the rest of billing is the firm's own
money."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

declare(
    [
        Held(
            "billing.IncomingPayment", _("Banka ekstresinden gelen havaleler"),
            ("booked_on", "amount", "sender", "description", "note", "return_note"), Way.BLANK,
            within=("sender", "description", "note", "return_note"),
            blank={"sender": "", "description": "", "note": "", "return_note": ""},
            holds=(Hold(_("Muhasebe kaydı: Vergi Usul Kanunu md. 253 ve Türk Ticaret Kanunu"
                          " md. 82."), years="bill_years", since="created_at"),),
        ),
        Held(
            "billing.LowCreditReminder", _("Kredi hatırlatmasının alıcıları"),
            ("kind", "phones"), Way.KEEP, within=("phones",),
            holds=(
                Hold(_("Firmanın kendi seçtiği alıcı; Kredi Hatırlatmaları sayfasından çıkarın."),
                     Q()),
            ),
        ),
    ]
)  # fmt: skip
declare_free(
    "Firmanın kendi siparişi, tarifesi ve ekstresi; işlemi yapan kullanıcının adı dışında kişi"
    " taşımaz.",
    "billing.BankAccount", "billing.BillingProfile", "billing.LimitRequest",
    "billing.LowCreditNotice",
    "billing.LowCreditReminder_members", "billing.Order", "billing.PackagePrice",
    "billing.PaymentEvent", "billing.RefundRule", "billing.Statement", "billing.StatementLine",
    "billing.Tariff",
)  # fmt: skip
