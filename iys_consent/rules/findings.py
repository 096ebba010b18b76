"""The vocabulary of refusals: our code, the registry's code, and a Turkish sentence."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Severity(enum.StrEnum):
    ERROR = "error"  # is not sent
    SKIP = "skip"  # nothing is wrong, and nothing is to be sent
    WARNING = "warning"  # is sent, changed or as it is


@dataclass(frozen=True)
class Problem:
    """``code`` is stable and ours; ``registry`` is what İYS would answer ("" when it would
    not mind). ``message`` says what is wrong, ``advice`` what to do."""

    code: str
    severity: Severity
    message: Promise | str
    advice: Promise | str = ""
    registry: str = ""


@dataclass(frozen=True)
class Finding:
    """One problem at one field of one proposal. ``field`` names a field of ``Proposal``."""

    problem: Problem
    field: str

    @property
    def code(self) -> str:
        return self.problem.code


def _error(code: str, registry: str, message: Promise, advice: Promise | str = "") -> Problem:
    return Problem(code, Severity.ERROR, message, advice, registry)


ADDRESS_MISSING = _error(
    "address_missing", "H114", _("Alıcı boş."), _("Telefon numarası veya e-posta yazın.")
)
PHONE_INVALID = _error(
    "phone_invalid",
    "H121",
    _("Telefon numarası geçerli değil."),
    _("Numarayı alan koduyla yazın, örneğin 0532 123 45 67."),
)
PHONE_TOO_LONG = _error("phone_too_long", "H160", _("Telefon numarası 15 karakterden uzun."))
EMAIL_INVALID = _error(
    "email_invalid",
    "H120",
    _("E-posta adresi geçerli değil."),
    _("Türkçe harf ve boşluk olmadan, ad@alan.com biçiminde yazın."),
)
CHANNEL_INVALID = _error(
    "channel_invalid", "H117", _("İzin türü Arama, Mesaj veya E-posta olmalı.")
)
CHANNEL_FITS_NOT = _error(
    "channel_does_not_fit_address",
    "H121",
    _("Alıcı bu izin türüne uymuyor."),
    _("Arama ve Mesaj için telefon, E-posta için e-posta adresi gerekir."),
)
STATUS_INVALID = _error(
    "status_invalid", "H115", _("Durum ONAY veya RET olmalı."), _("Başka bir değer yazmayın.")
)
RECIPIENT_TYPE_MISSING = _error(
    "recipient_type_missing", "H170", _("Alıcı tipi boş."), _("BİREYSEL veya TACİR yazın.")
)
RECIPIENT_TYPE_INVALID = _error(
    "recipient_type_invalid", "H116", _("Alıcı tipi BİREYSEL veya TACİR olmalı.")
)
SOURCE_MISSING = _error(
    "source_missing", "H113", _("İzin kaynağı boş."), _("İznin nasıl alındığını seçin.")
)
SOURCE_INVALID = _error(
    "source_invalid",
    "H119",
    _("İzin kaynağı listede yok."),
    _("HS_ ile başlayan kaynaklardan birini seçin."),
)
SOURCE_IS_REGISTRYS = _error(
    "source_is_the_registrys",
    "H119",
    _("IYS_ ile başlayan kaynakları yalnız İYS kullanır."),
    _("İznin sizin tarafınızda alındığı kaynağı seçin."),
)
DATE_MISSING = _error(
    "date_missing", "H112", _("İzin tarihi boş."), _("İznin alındığı tarih ve saati yazın.")
)
DATE_INVALID = _error(
    "date_invalid",
    "H157",
    _("İzin tarihi anlaşılamadı."),
    _("22.11.2026 14:05 biçiminde yazın."),
)
DATE_IN_FUTURE = _error("date_in_future", "H162", _("İzin tarihi gelecekte olamaz."))
DATE_BEFORE_LAW = _error("date_before_2015", "H156", _("İzin tarihi 1 Mayıs 2015'ten eski olamaz."))
DATE_NOT_HS_2015 = _error(
    "date_not_of_hs_2015",
    "H155",
    _("HS_2015 kaynağının tarihi yalnız 01.05.2015 00:00 olabilir."),
)
DATE_TOO_OLD = _error(
    "date_too_old",
    "H467",
    _("İzin tarihinin üzerinden üç iş günü geçmiş; İYS kabul etmez."),
    _("Bu izin artık yüklenemez. Kişiden yeniden onay alın."),
)
FIRST_IS_REFUSAL = _error(
    "first_is_refusal",
    "H175",
    _("Kaydı olmayan alıcı için RET gönderilmez."),
    _(
        "İYS'de kaydı olmayan alıcıya zaten ticari ileti gidemez; kayıt burada engel olarak"
        " tutulur."
    ),
)
EARLIER_THAN_STORED = _error(
    "earlier_than_stored",
    "H178",
    _("İzin tarihi, kayıtlı olandan eski ya da onunla aynı."),
    _("Aynı ya da daha yeni tarihli bir izin ya da ret zaten var."),
)
DECISION_IS_REFUSAL_ONLY = _error(
    "decision_only_refuses", "H408", _("HS_KARAR kaynağı yalnız RET için kullanılır.")
)
MERCHANT_UPDATE_NEEDS_DATE = _error(
    "merchant_update_needs_date",
    "H462",
    _("Tacir kaydını değiştirmek için izin tarihi gerekir."),
)
MERCHANT_UPDATE_NEEDS_SOURCE = _error(
    "merchant_update_needs_source",
    "H463",
    _("Tacir kaydını değiştirmek için izin kaynağı gerekir."),
)
ALREADY_APPROVED = Problem(
    "already_approved",
    Severity.SKIP,
    _("Zaten ONAY; yeniden gönderilmez."),
    _("Yeni tarihi de işlemek isterseniz “tazele” seçeneğini kullanın."),
)
ALREADY_REFUSED = Problem(
    "already_refused", Severity.SKIP, _("Zaten RET; yeniden gönderilmez."), registry="H174"
)
