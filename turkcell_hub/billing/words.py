"""Why a transfer waits for a person, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.selectors.matching import Problem

PROBLEMS = {
    Problem.NO_CODE: _("Açıklamada sipariş kodu yok."),
    Problem.UNKNOWN_CODE: _("Açıklamadaki kod hiçbir siparişin değil."),
    Problem.SEVERAL: _("Açıklamada birden çok sipariş kodu var."),
    Problem.AMOUNT: _("Tutar siparişin tutarı değil."),
    Problem.CURRENCY: _("Para birimi TL değil."),
    Problem.TITLE: _("Sipariş kodu var ama firma unvanı yok."),
    Problem.CLOSED: _("Kodun siparişi ödenmiş, iptal edilmiş ya da onay bekliyor."),
    Problem.OWN_ORDER: _("Siparişi veren ile aktaran aynı kişi; başka bir yönetici onaylamalı."),
}
