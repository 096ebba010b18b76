"""What is known of an account's connection, and why a call failed (L-010)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.gateways.errors import BadCredentials, GatewayError
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.sentences import kept
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

Health = GatewayAccount.Health
LOGIN_FIELDS = ("adapter", "base_url", "username", "password", "options")
LOGIN_MISSING, REFUSED_BEFORE = "LOGIN_MISSING", "LOGIN_REFUSED_BEFORE"
_MOST = 100  # refusals that are counted; as many as leave no try anywhere
# The connection cannot be asked at all: nothing is wrong with it.
NOBODY_ASKED = frozenset({LOGIN_MISSING, REFUSED_BEFORE, "NOT_SUPPORTED", "NO_BULK_QUESTION"})


def login_of(account: GatewayAccount) -> list[Any]:
    """What the operator is asked with; when it changes, earlier answers mean nothing."""
    return [getattr(account, name) for name in LOGIN_FIELDS]


def note_success(account: GatewayAccount) -> None:
    """The operator took our login; heals ``FAILING`` and ``UNTRIED`` without a write per call."""
    if account.health not in (Health.OK, Health.BAD_CREDENTIALS):
        remember(account, Health.OK, "")


def note_failure(account: GatewayAccount, failure: GatewayError) -> None:
    """Remembers a failed call. A refused login stops every machine until a person acts."""
    if failure.reason in NOBODY_ASKED:
        return  # nobody was asked: nothing new is known
    if isinstance(failure, BadCredentials):
        counts = failure.reason != "IP_NOT_ALLOWED"
        is_locked = failure.reason == "ACCOUNT_LOCKED"
        remember(account, Health.BAD_CREDENTIALS, _refused_login(failure), counts, is_locked)
    elif account.health != Health.BAD_CREDENTIALS:
        remember(account, Health.FAILING, explain(failure))


def _refused_login(failure: BadCredentials) -> str:
    with kept():
        if failure.reason == "IP_NOT_ALLOWED":
            return _(
                "Operatör bu sunucunun IP adresini tanımıyor. İzinli adreslere ekletip “Aynı"
                " şifreyle yeniden dene” deyin."
            )
        return _(
            "Operatör kullanıcı adını veya şifreyi reddetti. Art arda yanlış şifre hesabı"
            " kilitleyebilir; yeniden denenmiyor."
        )


def remember(
    account: GatewayAccount, health: str, note: str, counts: bool = False, is_locked: bool = False
) -> None:
    """Writes what was seen, unless a person changed the login while the call was under way.
    ``counts``: the password was wrong once more; ``is_locked``: no try is left."""
    with firm_scope(account.firm_id), transaction.atomic():
        row = GatewayAccount.objects.select_for_update().filter(pk=account.pk).first()
        if row is None or login_of(row) != login_of(account):
            return
        account.health, account.health_note = health, note[:200]
        account.checked_at = timezone.now()
        account.refusals = min(_MOST, row.refusals + counts)
        if is_locked:
            account.refusals = _MOST
        elif health == Health.OK:
            account.refusals = 0
        names = ("health", "health_note", "checked_at", "refusals")
        seen = {name: getattr(account, name) for name in names}
        GatewayAccount.objects.filter(pk=account.pk).update(**seen)


def explain(failure: GatewayError) -> str:
    """Why a call failed, in words for the person at the screen (Turkish; they are often kept)."""
    with kept():
        return _explained(failure)


def _explained(failure: GatewayError) -> str:
    late = _("Operatör zamanında yanıt vermedi; biraz sonra yeniden deneyin.")
    reasons = {
        "BAD_ADDRESS": _("Adres çağrılamıyor; adresi kontrol edin."),
        "CERTIFICATE_REFUSED": _("Sunucunun güvenlik sertifikası geçersiz; bağlanılmadı."),
        "NO_CONNECTION": _(
            "Operatöre bağlanılamadı; adresi ve internet bağlantısını kontrol edin."
        ),
        "CONNECT_TIMEOUT": late,
        "ALREADY_BOUND": _(
            "Operatör, hesabın başka bir bağlantısı açıkken yenisini kabul etmedi; hesabı başka bir"
            " program kullanıyorsa kapatın."
        ),
        "LOGIN_TOO_LONG": _(
            "SMPP'de kullanıcı adı en çok 15, şifre en çok 8, sistem türü en çok 12 karakterdir;"
            " hesabı düzenleyin."
        ),
        "CONNECTION_LOST": _("Operatör bağlantıyı kapattı; kendiliğinden yeniden bağlanılacak."),
        "NO_ANSWER_IN_TIME": late,
        **registry_reasons(),
    }
    text = reasons.get(failure.reason)
    if text:
        return text
    if isinstance(failure, BadCredentials) and failure.reason == REFUSED_BEFORE:
        return _refused_login(failure)
    said = failure.answer.text or failure.answer.code or failure.reason
    return _("Operatör isteği kabul etmedi: %(said)s") % {"said": redact_text(said)}


def registry_reasons() -> dict[str, str]:
    """What İYS refuses, and what to do about it."""
    package = _("İYS paketiniz bu işleme izin vermiyor; İYS panelinden aboneliğinizi kontrol edin.")
    return {
        "TOKEN_LIMIT": _(
            "İYS'nin saatlik oturum açma sınırı doldu; bir saat boyunca denenmeyecek, sonra"
            " kendiliğinden sürer."
        ),
        "LOGIN_IN_PROGRESS": _("Başka bir işlem İYS oturumunu açıyor; biraz sonra deneyin."),
        "IYS_BRAND_MISSING": _("İYS marka kodu yazılmamış; hesabı düzenleyip kodu girin."),
        "NO_BULK_QUESTION": _(
            "Firmanın İYS bağlantısı bir aracı üzerinden ve kimin onay verdiğini sormaya izin"
            " vermiyor. Ticari gönderim için İYS'ye doğrudan bağlı bir hesap ekleyin."
        ),
        "IYS_CODE_MISSING": _("İYS numarası yazılmamış; hesabı düzenleyip numarayı girin."),
        "NOT_OURS": _("Bu İYS numarası bu kullanıcıya ait değil; numarayı kontrol edin."),
        "SUBSCRIPTION_STOPPED": package,
        "SUBSCRIPTION_CLOSED": package,
        "NO_SUBSCRIPTION": package,
        "SUBSCRIPTION_WITHOUT_API": package,
        "CONSENT_QUOTA_USED": _("İYS paketinizdeki izin hakkı doldu; paketinizi yükseltin."),
    }
