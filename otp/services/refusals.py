"""Why a code is not taken or not sent: one shape for all, each with what to do."""

from __future__ import annotations

from typing import NoReturn

from django.utils.translation import gettext as _

from turkcell_hub.errors import Conflict, Invalid


class CodeRefused(Invalid):
    """The code does not approve. Wrong, expired, used and locked answer alike: status, field and
    ``tries_left`` (G6)."""

    code = "otp_refused"


class TooMany(Conflict):
    """A limit holds. ``extra``: ``retry_after`` in seconds."""

    status = 429
    code = "otp_wait"


def refuse(reason: str, tries_left: int = 0) -> CodeRefused:
    return CodeRefused(
        _TEXTS[reason]() % {"left": tries_left},
        code=f"otp_{reason}",
        field="code",
        extra={"tries_left": tries_left},
    )


def wait(scope: str, seconds: int) -> NoReturn:
    """Raises ``TooMany`` for a limit of ``meters``."""
    minutes, rest = divmod(seconds, 60)
    left = (
        _("%(s)d saniye") % {"s": rest} if not minutes else _("%(m)d dakika") % {"m": minutes + 1}
    )
    text = _WAITS.get(scope, _WAITS["FIRM"])() % {"left": left}
    raise TooMany(text, code=f"otp_limit_{scope.lower()}", extra={"retry_after": seconds})


_TEXTS = {
    "wrong": lambda: _("Kod yanlış. Kalan deneme: %(left)d."),
    "expired": lambda: _("Kodun süresi doldu. Yeni kod isteyin."),
    "locked": lambda: _("Art arda yanlış kod girildi; bu kod artık geçmez. Yeni kod isteyin."),
    "used": lambda: _("Bu onay zaten verilmiş; yeniden kod girmeye gerek yok."),
    "void": lambda: _("Bu kod geçersiz: onaylanacak kayıt değişti ya da onay kapatıldı."),
    "not_sent": lambda: _(
        "Bu kodun gönderimi kesinleşmedi ya da yapılamadı; gelen bir kod da geçmez. Yeni kod"
        " isteyin."
    ),
}
_WAITS = {
    "NUMBER": lambda: _("Bu numaraya kısa sürede çok kod gönderildi; %(left)s sonra isteyin."),
    "MEMBER": lambda: _("Bugün istenebilecek kod sayısı doldu; %(left)s sonra isteyin."),
    "TRIES": lambda: _("Bugün çok sayıda yanlış kod girildi; %(left)s sonra deneyin."),
    "PREFIX": lambda: _("Bu alan koduna çok kod gönderildi; %(left)s sonra isteyin."),
    "FIRM": lambda: _("Firmanızın saatlik kod sınırı doldu; %(left)s sonra isteyin."),
    "USE": lambda: _(
        "Bu alan koduna giden kodların çoğu kullanılmıyor; gönderim durduruldu. Firma yöneticiniz"
        " Kod Gönderimleri listesine baksın; %(left)s sonra yeniden denenir."
    ),
    "CHALLENGE": lambda: _("Bu onay için çok kod istendi; %(left)s sonra yeniden başlatın."),
}
