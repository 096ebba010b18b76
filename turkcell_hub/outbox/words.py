"""What a person reads of a hand-over that went wrong (S-068)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.gateways.sms.refusals import REFUSALS, refusal_text
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.services.account_health import registry_reasons

# What the engine itself writes down, and what of the registry and the ERP is no operator's code.
OWN = {
    "EXPIRED": gettext_lazy("Geçerlilik süresi beklerken doldu; gönderilmedi."),
    "EXPIRED_IN_DOUBT": gettext_lazy(
        "Geçerlilik süresi doldu, ama paket daha önce operatöre verilmiş olabilir. Operatöre sorup"
        " sonucu işaretleyin."
    ),
    "NOTHING_LEFT": gettext_lazy("Pakette gönderilecek kimse kalmadı; gönderilmedi."),
    "WORKER_LOST": gettext_lazy(
        "Operatöre verilirken işlem yarıda kesildi; mesajlar gitmiş olabilir. Yeniden göndermeyin,"
        " operatöre sorulacak."
    ),
    "NO_BALANCE": gettext_lazy("Operatördeki bakiye yetmedi; gönderilmedi. Bakiye yükleyin."),
    "LOGIN_REFUSED": gettext_lazy(
        "Kullanıcı adı ya da şifre kabul edilmedi. Hesaptaki bilgileri düzeltin."
    ),
    "IP_NOT_ALLOWED": gettext_lazy(
        "Bu sunucunun IP adresi tanınmıyor; karşı tarafın izin listesine ekletin."
    ),
    "SESSION_AWAY": gettext_lazy(
        "Ortak oturum okunamadı; gönderilmedi. Sistem kendiliğinden yeniden deneyecek."
    ),
    "LIST_TOO_LONG": gettext_lazy("Liste tek istek için fazla uzun; gönderilmedi."),
    "REGISTRY_REFUSED": gettext_lazy("İYS listeyi kabul etmedi."),
    "ERP_REFUSED": gettext_lazy("ERP belgeyi kabul etmedi."),
    "CANNOT_SAY": gettext_lazy("Belge bu ERP'nin diliyle yazılamıyor; gönderilmedi."),
    "NUMBER_TAKEN": gettext_lazy("ERP'de bu numarayla başka bir belge var."),
    "TOTAL_DIFFERS": gettext_lazy("ERP'deki belgenin toplamı bizimkinden farklı."),
    "COMPANY_UNKNOWN": gettext_lazy("ERP hesaptaki şirketi tanımıyor; hesabı düzeltin."),
    "FIRM_NUMBER_MISSING": gettext_lazy("Hesaba ERP'nin firma numarası yazılmamış."),
}


def trouble(code: str, vendor_code: str = "", operator_said: str = "") -> str:
    """Our sentence for the reason ``code`` with what to do, then the operator's own code and
    words in brackets. "" when nothing is wrong."""
    theirs = " ".join(part for part in (vendor_code, operator_said) if part)
    if not code:
        return theirs
    ours = _sentence(code)
    if not ours and code != code.upper():  # not the operator's: an error of the portal's own
        ours = _("Portalda beklenmeyen bir hata oluştu: %(error)s.") % {"error": code}
    if ours or theirs:
        ours = ours or _("Karşı taraf isteği kabul etmedi.")
        return f"{ours} ({theirs})" if theirs else ours
    return shown(refusal_text(code))


def lane_note(note: str) -> str:
    """Why a lane stands still: a reason's code in our words, else as it was written."""
    return _sentence(note) or shown(note)


def _sentence(code: str) -> str:
    if code in OWN:
        return str(OWN[code])
    if code in REFUSALS:
        return shown(refusal_text(code))
    return registry_reasons().get(code, "")
