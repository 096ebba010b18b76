"""Şifre sağlığı: told once at each of the days before the password becomes passive (L-115)."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from invoices.models import InvoiceLogin
from invoices.permissions import LOGIN
from invoices.services import logins, rules
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import mailing
from turkcell_hub.tenancy.models import GatewayAccount, Membership

log = structlog.get_logger(__name__)


def due(account: GatewayAccount, now: datetime | None = None) -> list[int]:
    """The warning days (in days before the end) that have come and were not told yet; days that
    were slept through are among them. Empty while the password is not AKTİF."""
    found = logins.health(account, now)
    if not found.is_active:
        return []
    days = rules.in_force(account.firm_id).warning_days
    warned = set(InvoiceLogin.objects.values_list("warned", flat=True).get(account=account))
    return sorted({day for day in days if found.days_left < day} - warned)


def mark(account: GatewayAccount, days: list[int]) -> None:
    with transaction.atomic():
        login = InvoiceLogin.objects.select_for_update().get(account=account)
        login.warned = sorted({*login.warned, *days}, reverse=True)
        login.save(update_fields=["warned"])


def warn(account_id: int, now: datetime | None = None) -> int:
    """One mail to each of those who may renew the password; returns how many. It goes before it
    is marked: whoever dies between the two tells twice rather than never."""
    with mailing.alone("invoice password", account_id) as is_ours:
        return _warn(account_id, now) if is_ours else 0


def _warn(account_id: int, now: datetime | None) -> int:
    account = GatewayAccount.objects.filter(pk=account_id).first()
    if account is None or account.secrets_missing():
        return 0
    days = due(account, now)
    if not days:
        return 0
    found = logins.health(account, now)
    context = {
        "account": account.name,
        "days": found.days_left,
        "link": settings.PUBLIC_URL + reverse("invoice-password"),
    }
    body = render_to_string("invoices/mail/password.txt", context)
    subject = _("Fatura aktarım şifresinin süresi doluyor")
    sent = mailing.to_each(
        _to_tell(),
        lambda one: send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [one.user.email]),
    )
    mark(account, days)
    log.info("invoices.password_warned", firm_id=account.firm_id, day=days[0])
    return sent


def _to_tell() -> list[Membership]:
    members = Membership.objects.filter(
        is_active=True, awaits_consent=False, user__is_active=True
    ).select_related("user")
    return [member for member in members if actors.of_membership(member).can(LOGIN)]
