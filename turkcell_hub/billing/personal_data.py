"""Reminders go to telephones; the rest of billing is the firm's own money."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

declare(
    [
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
    "billing.BillingProfile", "billing.LimitRequest", "billing.LowCreditNotice",
    "billing.LowCreditReminder_members", "billing.Order", "billing.PackagePrice",
    "billing.PaymentEvent", "billing.RefundRule", "billing.Statement", "billing.StatementLine",
    "billing.Tariff",
)  # fmt: skip
