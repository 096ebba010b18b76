"""Fatura Şifre Talebi: a new password by SMS to the registered officer (L-119 … L-122)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invoices.models import InvoiceLogin, PasswordRequest
from invoices.permissions import LOGIN, LOGIN_WISH
from invoices.services import logins, rules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.errors import GatewayError, Unknown
from turkcell_hub.lib.phone import mask
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership
from turkcell_hub.tenancy.services import account_health, accounts
from turkcell_hub.tenancy.services.opening import open_inbox

State = PasswordRequest.State
_NOT_ASKED = (State.REFUSED, State.WAITING, State.DENIED)


def set_officer(actor: Actor, account: GatewayAccount, member: Membership | None) -> InvoiceLogin:
    """Who is the firm's Turkcell yetkilisi. Raises ``Invalid`` for a card without a number."""
    actor.require(LOGIN)
    if member is not None and not member.phone:
        raise Invalid(
            _("%(name)s kartında cep telefonu yok; önce kullanıcı kartına yazın.")
            % {"name": member.name},
            code="officer_without_phone",
            field="officer",
        )
    with transaction.atomic():
        login = logins.current(account)
        before, login.officer = login.officer, member
        login.save(update_fields=["officer"])
        changes = {"officer": [str(before or ""), str(member or "")]}
        trail.record(actor, "invoices.login.set", account, changes, label=str(account))
    return login


def set_password(actor: Actor, account: GatewayAccount, password: str) -> GatewayAccount:
    """The password that came by SMS: it is AKTİF from now on (L-121). Raises ``Invalid``."""
    actor.require(LOGIN)
    password = password.strip()
    if not password:
        raise Invalid(_("SMS ile gelen şifreyi yazın."), field="password")
    row = accounts.save(actor, account, {"password": password})
    logins.current(row)
    return row


def wish(actor: Actor, account: GatewayAccount) -> PasswordRequest:
    """A program's wish for a new password: nothing is asked of the operator and the password goes
    on working until a person confirms it (``ask``) or turns it down. One waits at a time."""
    actor.require(LOGIN_WISH)
    with transaction.atomic():
        login = InvoiceLogin.objects.select_for_update().get(pk=logins.current(account).pk)
        row = waiting(account)
        if row is None:
            officer = login.officer
            row = PasswordRequest.objects.create(
                firm_id=account.firm_id,
                account=account,
                state=State.WAITING,
                officer_name=officer.name[:120] if officer else "",
                asked_by=actor.label[:120],
            )
            trail.record(actor, "invoices.login.wished", account, label=str(account))
    return row


def waiting(account: GatewayAccount) -> PasswordRequest | None:
    """The wish that waits for a person."""
    found: PasswordRequest | None = PasswordRequest.objects.filter(
        account=account, state=State.WAITING
    ).first()
    return found


def deny(actor: Actor, account: GatewayAccount) -> None:
    """The wish is turned down. Raises ``Conflict`` when none waits."""
    actor.require(LOGIN)
    with transaction.atomic():
        InvoiceLogin.objects.select_for_update().get(pk=logins.current(account).pk)
        rows = PasswordRequest.objects.filter(account=account, state=State.WAITING)
        if not rows.update(state=State.DENIED, decided_by=actor.label[:120]):
            raise Conflict(_("Onay bekleyen bir istek yok."), code="invoice_no_wish")
        trail.record(actor, "invoices.login.denied", account, label=str(account))


def ask(actor: Actor, account: GatewayAccount, *, confirmed: bool) -> PasswordRequest:
    """Asks the operator for a new password. Without ``confirmed`` nothing happens and the old one
    goes on working (L-119).

    The request is stored before the call and the old password counts as dead from then on. Raises
    ``Conflict``: ``invoice_password_unconfirmed``, ``invoice_no_officer`` (L-120),
    ``invoice_too_many_requests``, ``invoice_password_refused``; ``Unavailable`` when no answer
    came: the officer may have got the SMS all the same.
    """
    actor.require(LOGIN)
    if not confirmed:
        raise Conflict(
            _("Yeni şifre verilecek ve şimdiki şifre hemen geçersiz olacak. Onaylıyorsanız kutuyu"
              " işaretleyin."),
            code="invoice_password_unconfirmed",
            field="confirmed",
        )  # fmt: skip
    request, was_void = _stored(actor, account)
    try:
        inbox = open_inbox(account, guarded=False)
        try:
            inbox.request_password()
        finally:
            inbox.close()
    except Unknown:
        _settle(account, request, State.UNKNOWN, is_void=True)
        raise Unavailable(
            _("Operatörden yanıt gelmedi; yeni şifre gönderilmiş olabilir. Yetkiliye SMS gelip"
              " gelmediğini sorun, gelmediyse yeniden isteyin."),
            code="invoice_password_unknown",
        ) from None  # fmt: skip
    except GatewayError as failed:
        _settle(account, request, State.REFUSED, is_void=False)
        if not was_void:
            _revive(account, request)
        raise Conflict(account_health.explain(failed), code="invoice_password_refused") from None
    _settle(account, request, State.DONE, is_void=True)
    return request


def _stored(actor: Actor, account: GatewayAccount) -> tuple[PasswordRequest, bool]:
    """The request, and whether the password was dead before it."""
    with transaction.atomic():
        login = InvoiceLogin.objects.select_for_update().get(pk=logins.current(account).pk)
        officer = login.officer
        if officer is None or not officer.phone or not officer.is_active:
            raise Conflict(
                _("Turkcell yetkilisi seçilmemiş ya da kartında cep telefonu yok. Önce yetkiliyi"
                  " seçin; yeni şifre ona SMS ile gider."),
                code="invoice_no_officer",
                field="officer",
            )  # fmt: skip
        limit = rules.in_force(account.firm_id).requests_a_day
        since = timezone.now() - timedelta(days=1)
        asked = PasswordRequest.objects.filter(account=account, asked_at__gt=since)
        if asked.exclude(state__in=_NOT_ASKED).count() >= limit:
            raise Conflict(
                _("Son 24 saatte %(limit)d kez şifre istendi; yarın yeniden deneyin.")
                % {"limit": limit},
                code="invoice_too_many_requests",
            )
        request = waiting(account) or PasswordRequest(
            firm_id=account.firm_id, account=account, asked_by=actor.label[:120]
        )
        request.state, request.asked_at = State.ASKED, timezone.now()
        request.officer_name, request.masked_phone = officer.name[:120], mask(officer.phone)[:20]
        request.decided_by = actor.label[:120]
        request.save()
        # From here on: whoever dies before the answer must leave nobody to try it.
        was_void, login.is_void = login.is_void, True
        login.save(update_fields=["is_void"])
        changes = {"officer": officer.name, "phone": request.masked_phone}
        trail.record(actor, "invoices.login.asked", account, changes, label=str(account))
    return request, was_void


def _revive(account: GatewayAccount, request: PasswordRequest) -> None:
    """The operator has refused: the old password lives, unless another was asked for since."""
    with transaction.atomic():
        login = InvoiceLogin.objects.select_for_update().get(account=account)
        later = PasswordRequest.objects.filter(account=account, pk__gt=request.pk)
        if not later.exclude(state__in=_NOT_ASKED).exists():
            login.is_void = False
            login.save(update_fields=["is_void"])


def _settle(
    account: GatewayAccount, request: PasswordRequest, state: str, *, is_void: bool
) -> None:
    with transaction.atomic():
        PasswordRequest.objects.filter(pk=request.pk).update(state=state)
        request.state = state
        if is_void:
            InvoiceLogin.objects.filter(account=account).update(
                is_void=True, is_blocked=False, is_expired=False, failures=0, trying_until=None
            )
