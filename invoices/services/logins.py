"""The invoice login's life: one try at a time, the last one for a person (L-115 … L-121, T8).

A refused password is tried by no machine again, for nobody; a person may, and makes the try that
can block the account only after a confirmation that says so. A try is
counted before it is made and given back when the password was not the cause, so that a process
that dies in between never forgets one.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from invoices.models import InvoiceLogin
from invoices.services import rules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Unavailable
from turkcell_hub.gateways.errors import BadCredentials, GatewayError
from turkcell_hub.gateways.invoice.contract import InvoiceGateway
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_health
from turkcell_hub.tenancy.services.credentials import Life
from turkcell_hub.tenancy.services.opening import open_inbox

_TRY_SECONDS = 60
LIMITED = "esirket"  # whose passwords end after the days of the rules
_RESERVE = """
UPDATE invoices_invoicelogin SET failures = failures + 1,
       trying_until = clock_timestamp() + make_interval(secs => %s)
 WHERE id = %s AND failures = %s
   AND (trying_until IS NULL OR trying_until < clock_timestamp())
RETURNING id
"""


class Standing(enum.StrEnum):
    """AKTİF and everything else, each with its own message and its own way out."""

    ACTIVE = "ACTIVE"
    MISSING = "MISSING"
    EXPIRED = "EXPIRED"  # PASİF
    BLOCKED = "BLOCKED"  # BLOKE
    VOID = "VOID"  # a new one was asked for
    REFUSED = "REFUSED"  # tries are left, for a person


@dataclass(frozen=True)
class Health:
    """``days_left`` counts whole days until the password becomes passive."""

    standing: Standing
    text: str
    expires_at: datetime | None = None
    days_left: int = 0
    tries_left: int = 0

    @property
    def is_active(self) -> bool:
        return self.standing == Standing.ACTIVE


def current(account: GatewayAccount) -> InvoiceLogin:
    """What is known of the account's password of now; a password that was never seen begins its
    life at this moment."""
    mark = _mark(account)
    with transaction.atomic():
        login, made = InvoiceLogin.objects.select_for_update().get_or_create(
            account=account,
            defaults={"firm_id": account.firm_id, "mark": mark, "set_at": timezone.now()},
        )
        if not made and login.mark != mark:
            login.mark, login.set_at = mark, timezone.now()
            login.failures, login.warned, login.trying_until = 0, [], None
            login.is_blocked = login.is_expired = login.is_void = False
            login.save()
    return login


def follow(account: GatewayAccount) -> None:
    """An account's login was saved (L-121): its password is new, and 120 days begin."""
    if account.service == GatewayAccount.Service.INVOICE and not account.secrets_missing():
        current(account)


def health(account: GatewayAccount, now: datetime | None = None) -> Health:
    """How the account's password stands, in words that say what to do."""
    now = now or timezone.now()
    held = rules.in_force(account.firm_id)
    if account.secrets_missing():
        return Health(
            Standing.MISSING,
            _("Kullanıcı Kodu ve Şifre girilmemiş; operatörden SMS ile gelen bilgileri yazın."),
        )
    login = current(account)
    ends = login.set_at + timedelta(days=held.password_days)
    left = max(0, (ends - now).days)
    tries = max(0, held.wrong_tries - login.failures)
    if login.is_void:
        text = _("Yeni şifre istendi, eskisi artık geçersiz. SMS ile gelen şifreyi girin.")
        return Health(Standing.VOID, text, ends, left, tries)
    if login.is_blocked or login.failures >= held.wrong_tries:
        text = _(
            "Şifre BLOKE: art arda yanlış denendi. “Fatura Şifre Talebi” ile yeni şifre isteyin;"
            " o zamana kadar hiç denenmez."
        )
        return Health(Standing.BLOCKED, text, ends, left, 0)
    if login.is_expired or now >= ends:
        text = _(
            "Şifre PASİF: %(days)d günlük süresi doldu. “Fatura Şifre Talebi” ile yeni şifre"
            " isteyin; o zamana kadar aktarım yapılamaz."
        ) % {"days": held.password_days}
        return Health(Standing.EXPIRED, text, ends, 0, tries)
    if login.failures:
        text = _(
            "Operatör bu şifreyi reddetti; kalan deneme: %(left)d. Kendiliğinden denenmez: doğru"
            " şifreyi yazın ya da “Yeniden dene” deyin."
        ) % {"left": tries}
        return Health(Standing.REFUSED, text, ends, left, tries)
    text = _("Şifre AKTİF; %(days)d gün sonra yenilenmeli.") % {"days": left}
    return Health(Standing.ACTIVE, text, ends, left, tries)


def life(account: GatewayAccount) -> Life:
    """The password for the list of all credentials; days only where the operator ends them."""
    found = health(account)
    has_days = account.adapter == LIMITED
    return Life(
        is_good=found.is_active,
        text=found.text,
        set_at=current(account).set_at,
        days_left=found.days_left if has_days else None,
        tries_left=found.tries_left,
        warnings=tuple(rules.in_force(account.firm_id).warning_days) if has_days else (),
        url_name="invoice-password",
    )


@contextmanager
def opened(actor: Actor, account: GatewayAccount) -> Iterator[InvoiceGateway]:
    """The account's inbox for work that runs by itself; closed afterwards.

    Raises ``Conflict`` ``invoice_password_…`` without any call while the password stands
    otherwise than AKTİF, ``invoice_login_busy`` while somebody else's try is under way, and
    ``Unavailable`` for what went wrong with the operator.
    """
    _refuse_unless(account, Standing.ACTIVE)
    with _tried(actor, account, 0, guarded=True) as inbox:
        yield inbox


def try_by_person(actor: Actor, account: GatewayAccount, *, confirmed: bool = False) -> str:
    """ "Yeniden dene": exactly one login. Raises ``Conflict`` ``invoice_last_try`` for the try that
    can block the account until it is confirmed, and as ``opened``."""
    actor.require("tenancy.account.change")
    found = _refuse_unless(account, Standing.ACTIVE, Standing.REFUSED)
    if found.tries_left == 1 and not confirmed:
        raise Conflict(
            _("Bu son deneme: şifre yanlışsa hesap BLOKE olur ve yalnız yeni şifreyle açılır."
              " Eminseniz kutuyu işaretleyip yeniden deneyin."),
            code="invoice_last_try",
            field="confirmed",
        )  # fmt: skip
    with _tried(actor, account, current(account).failures, guarded=False) as inbox:
        inbox.check()
    return _("Bağlantı çalışıyor; şifre doğru.")


def _refuse_unless(account: GatewayAccount, *good: Standing) -> Health:
    found = health(account)
    if found.standing not in good:
        raise Conflict(found.text, code=f"invoice_password_{found.standing.lower()}")
    return found


@contextmanager
def _tried(
    actor: Actor, account: GatewayAccount, failures: int, *, guarded: bool
) -> Iterator[InvoiceGateway]:
    login = current(account)
    if not _reserve(login, failures):
        raise Conflict(
            _("Şu anda başka bir işlem operatöre giriyor; sonucu birazdan bu sayfada görünür."),
            code="invoice_login_busy",
        )
    try:
        inbox = open_inbox(account, guarded=guarded)
        try:
            if guarded:
                inbox.check()
                _settle(login, 0)
            yield inbox
            _settle(login, 0)
        finally:
            inbox.close()
    except BadCredentials as refused:
        raise _refused(actor, account, login, refused, failures) from None
    except GatewayError as failed:
        _settle(login, failures)
        raise Unavailable(account_health.explain(failed), code="operator_unavailable") from None
    except HubError:
        _settle(login, failures)
        raise


def _reserve(login: InvoiceLogin, failures: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [_TRY_SECONDS, login.pk, failures])
        return cursor.fetchone() is not None


def _settle(login: InvoiceLogin, failures: int, **more: object) -> None:
    """Only while the password is still the one that was tried."""
    rows = InvoiceLogin.objects.filter(pk=login.pk, mark=login.mark)
    rows.update(failures=failures, trying_until=None, **more)


def _refused(
    actor: Actor,
    account: GatewayAccount,
    login: InvoiceLogin,
    refused: BadCredentials,
    failures: int,
) -> HubError:
    with transaction.atomic():
        if refused.reason == "PASSWORD_EXPIRED":
            _settle(login, failures, is_expired=True)
        elif refused.reason == "ACCOUNT_LOCKED":
            _settle(login, failures + 1, is_blocked=True)
        elif refused.reason == "AUTH_FAILED":
            _settle(login, failures + 1)
        else:
            _settle(login, failures)
        trail.record(
            actor, "invoices.login.refused", account, {"reason": refused.reason}, label=str(account)
        )
    if refused.reason not in ("PASSWORD_EXPIRED", "ACCOUNT_LOCKED", "AUTH_FAILED"):
        return Unavailable(account_health.explain(refused), code="operator_unavailable")
    found = health(account)
    return Conflict(found.text, code=f"invoice_password_{found.standing.lower()}")


def _mark(account: GatewayAccount) -> str:
    told = f"{account.username}\0{account.password}\0{account.extra().get('firm_code', '')}"
    return salted_hmac("invoices.login", told, algorithm="sha256").hexdigest()
