"""Gateway accounts: adding, changing, trying, choosing (L-009 … L-013)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy import followers
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Country, Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services import account_secrets, sandboxes
from turkcell_hub.tenancy.services.account_health import (
    Health,
    login_of,
    note_failure,
    remember,
)
from turkcell_hub.tenancy.services.opening import (
    adapter_info,
    check_address,
    try_books,
    try_codes,
    try_locator,
    try_registry,
    try_sms,
)
from turkcell_hub.tenancy.services.opening import adapters as adapters
from turkcell_hub.tenancy.services.opening import config_of as config_of
from turkcell_hub.tenancy.services.opening import open_gateway as open_gateway
from turkcell_hub.tenancy.services.opening import open_push_reader as open_push_reader

Service = GatewayAccount.Service
_TRIES = {
    GatewayAccount.Service.IYS: try_registry,
    GatewayAccount.Service.OTP: try_codes,
    GatewayAccount.Service.LOCATION: try_locator,
    GatewayAccount.Service.ERP: try_books,
}
_room_tries: dict[str, Callable[[Actor, GatewayAccount], str]] = {}
_TRAIL_FIELDS = (
    "name",
    "service",
    "country",
    "adapter",
    "base_url",
    "username",
    "pace_per_second",
    "is_default",
    "is_active",
    "push_ips",
)


def default_account(
    firm_id: int, service: str = GatewayAccount.Service.SMS, country: str | None = None
) -> GatewayAccount | None:
    """The firm's account for a service: the default one of the country (the firm's own country
    unless named), else the only active one, else None."""
    if country is None:
        usable = _usable(at_home=True).rows(firm=firm_id, service=service)
    else:
        usable = _usable(at_home=False).rows(firm=firm_id, service=service, country=country)
    default = next((account for account in usable if account.is_default), None)
    return default or (usable[0] if len(usable) == 1 else None)


@cache
def _usable(*, at_home: bool) -> Statement:
    """Asked by every page of whoever renews the invoice password, and by every sending."""
    country = F("firm__country") if at_home else Given("country", _of_account("country"))
    with every_firm():
        return Statement(
            GatewayAccount.objects.filter(
                firm_id=Given("firm", Firm._meta.get_field("id")),
                service=Given("service", _of_account("service")),
                country=country,
                is_active=True,
            )[:50]
        )


def _of_account(name: str) -> Any:
    return GatewayAccount._meta.get_field(name)


def no_account(service: str) -> str:
    """Why nothing can be sent without an account of this service, with what to do."""
    if service == GatewayAccount.Service.IYS:
        return _(
            "İYS bağlantısı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından bağlantı türü"
            " “İleti Yönetim Sistemi” olan bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.OTP:
        return _(
            "OTP hesabı tanımlı değil. Turkcell'in başvurudan sonra verdiği OTP kullanıcı adı ve"
            " şifresiyle OTP Kurulumu sayfasından bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.LOCATION:
        return _(
            "Konum hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hizmeti “Konum”"
            " olan bir hesap ekleyin."
        )
    if service == GatewayAccount.Service.INVOICE:
        return _(
            "Fatura aktarım hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hizmeti"
            " “Fatura aktarımı” olan bir hesap ekleyip Kullanıcı Kodu ve Şifreyi girin."
        )
    if service == GatewayAccount.Service.ERP:
        return _(
            "ERP hesabı tanımlı değil. ERP Bağlantısı sayfasından Logo Objects REST ya da ERPNext"
            " hesabını ekleyin; ERP'niz kendisi REST ile alıyorsa hesap gerekmez."
        )
    if service == GatewayAccount.Service.TCKN:
        return _(
            "TCKN ile gönderim için ayrı bir TCKN SMS aboneliği gerekir. Operatörden alıp Ayarlar /"
            " Operatör Hesapları sayfasında hizmeti “TCKN SMS” olan bir hesap ekleyin."
        )
    return _("SMS hesabı tanımlı değil. Ayarlar / Operatör Hesapları sayfasından hesap ekleyin.")


def sendable_problem(
    account: GatewayAccount | None, service: str = GatewayAccount.Service.SMS
) -> str | None:
    """Why nothing can be sent through the account (Turkish, with what to do), or None (L-010)."""
    if account is None:
        return no_account(service)
    if not account.is_active:
        return _("“%(name)s” hesabı kapalı. Operatör Hesapları sayfasından etkinleştirin.") % {
            "name": account.name
        }
    if account.secrets_missing():
        return _(
            "“%(name)s” hesabının kullanıcı adı ve şifresi girilmemiş. Operatörden gelen bilgileri"
            " Operatör Hesapları sayfasına yazın."
        ) % {"name": account.name}
    if account.health == Health.BAD_CREDENTIALS:
        return _(
            "Operatör “%(name)s” hesabının kullanıcı adını veya şifresini reddetti. Doğru şifreyi"
            " yazıp “Bağlantıyı dene” deyin; o zamana kadar yeniden denenmez."
        ) % {"name": account.name}
    return None


def save(actor: Actor, account: GatewayAccount | None, data: Mapping[str, Any]) -> GatewayAccount:
    """Creates (``account`` None) or changes an account. Raises ``Invalid``.

    ``data``: the model's field names; an empty ``password`` keeps the old one, but goes to no
    other server than the one that it was given for; ``retyped`` names the other secrets that the
    person has typed anew. A change of the login makes the account untried again. The first
    account of a service and country becomes its default.
    """
    actor.require("tenancy.account.change")
    with transaction.atomic():
        row = _locked(actor, account.pk) if account else GatewayAccount(firm_id=actor.firm_id)
        before = {name: getattr(row, name) for name in _TRAIL_FIELDS} if account else {}
        login_before, place_before = login_of(row), account_secrets.place_of(row)
        _fill(row, data)
        account_secrets.require_again(place_before, row, data)
        if login_before != login_of(row):
            row.health, row.health_note, row.checked_at = Health.UNTRIED, "", None
            row.login_set_at, row.refusals = timezone.now(), 0
        _keep_one_default(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(
                _("Bu adla bir hesap zaten var. Başka bir ad yazın."), field="name"
            ) from None
        if login_before != login_of(row):
            followers.login_changed(row)
        after = {name: getattr(row, name) for name in _TRAIL_FIELDS}
        changes: dict[str, Any] = trail.changed(before, after)
        if data.get("password"):
            changes["password"] = ["***", "***"]
        action = "tenancy.account.change" if account else "tenancy.account.add"
        trail.record(actor, action, row, changes)
    return row


def delete(actor: Actor, account: GatewayAccount) -> None:
    """Raises ``Conflict`` while messages refer to the account (switch it off instead)."""
    actor.require("tenancy.account.change")
    from django.db.models import ProtectedError, RestrictedError

    with transaction.atomic():
        row = _locked(actor, account.pk)
        label = str(row)
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, RestrictedError):
            raise Conflict(
                _("“%(name)s” hesabıyla gönderim yapılmış, silinemez. Yerine kapatabilirsiniz.")
                % {"name": label}
            ) from None
        trail.record(actor, "tenancy.account.delete", account, label=label)


def make_default(actor: Actor, account: GatewayAccount) -> GatewayAccount:
    """Sends of this service and country go through this account from now on."""
    return save(actor, account, {"is_default": True})


def renew_push_token(actor: Actor, account: GatewayAccount) -> GatewayAccount:
    """A new push address; the old one is dead at once."""
    actor.require("tenancy.account.change")
    with transaction.atomic():
        row = _locked(actor, account.pk)
        row.push_token = secrets.token_urlsafe(32)
        row.save(update_fields=["push_token"])
        trail.record(actor, "tenancy.account.renew_push_address", row)
    return row


def push_address(account: GatewayAccount) -> str:
    """Where the operator sends delivery reports; the secret part is the account's own."""
    return f"{settings.PUBLIC_URL}/hooks/sms/{account.push_token}/"


def register_try(service: str, attempt: Callable[[Actor, GatewayAccount], str]) -> None:
    """A room that counts the tries of its accounts' passwords makes them itself; ``attempt``
    returns what to tell the person and raises ``HubError``. Called from ``AppConfig.ready``."""
    _room_tries[service] = attempt


def try_connection(actor: Actor, account: GatewayAccount) -> str:
    """The button "Bağlantıyı dene": exactly one login, for a person. Returns what to tell him.

    Raises ``Conflict`` with the reason when it failed; either way the account's health says so.
    """
    actor.require("tenancy.account.change")
    if account.secrets_missing():
        raise Conflict(sendable_problem(account))
    if account.service in _room_tries:
        note = _room_tries[account.service](actor, account)
        _record_try(actor, account)
        return note
    try:
        note = _TRIES.get(account.service, try_sms)(account)
    except GatewayError as failure:
        note_failure(account, failure)
        _record_try(actor, account)
        raise Conflict(account.health_note, code="connection_failed") from None
    remember(account, Health.OK, note)
    _record_try(actor, account)
    return note


def _fill(row: GatewayAccount, data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        if name == "password":
            row.password = value or row.password
        elif name in (*_TRAIL_FIELDS, "options"):
            setattr(row, name, value)
    _check_service(row)
    row.username = row.username.strip()
    row.base_url = (row.base_url or adapter_info(row.adapter).default_base_url).rstrip("/")
    sandboxes.refuse_outside(row.firm_id, row.base_url, field="base_url")
    check_address(row)


def _check_service(row: GatewayAccount) -> None:
    """One kind for an account's whole life: its sender names and messages belong to it."""
    if row.service not in adapter_info(row.adapter).services:
        raise Invalid(
            _("Bu bağlantı türü “%(service)s” hizmetini sunmuyor; başka bir bağlantı türü seçin.")
            % {"service": row.get_service_display()},
            code="service_not_offered",
            field="service",
        )
    if row.service == GatewayAccount.Service.TCKN and row.country != Country.TURKIYE:
        raise Invalid(
            _("TCKN SMS yalnız Türkiye'de sunulur; ülke türünü Türkiye yapın."),
            code="service_country",
            field="country",
        )
    if row.service == GatewayAccount.Service.IYS and row.country != Country.TURKIYE:
        raise Invalid(
            _("İYS yalnız Türkiye'deki izinleri tutar; ülke türünü Türkiye yapın."),
            code="service_country",
            field="country",
        )
    known = GatewayAccount.objects.filter(pk=row.pk).values_list("service", flat=True).first()
    if known is not None and known != row.service:
        raise Invalid(
            _("Hesabın hizmeti sonradan değiştirilemez; yeni bir hesap ekleyin."),
            code="service_fixed",
            field="service",
        )


def _keep_one_default(row: GatewayAccount) -> None:
    rivals = GatewayAccount.objects.filter(
        firm_id=row.firm_id, service=row.service, country=row.country, is_default=True
    ).exclude(pk=row.pk)
    Firm.objects.select_for_update().get(pk=row.firm_id)  # two forms at once, one default
    if row.is_default:
        rivals.update(is_default=False)
    elif row.pk is None and not rivals.exists():
        row.is_default = True


def _locked(actor: Actor, pk: int) -> GatewayAccount:
    return GatewayAccount.objects.select_for_update().get(pk=pk, firm_id=actor.firm_id)


def _record_try(actor: Actor, account: GatewayAccount) -> None:
    trail.record(actor, "tenancy.account.try", account, {"health": [None, account.health]})
