"""Gateway accounts: adding, changing, removing (L-009 … L-013). Which one is used, and why none
can be: ``account_choice``; the button that tries one: ``account_tries``."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy import followers
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Country, Firm, GatewayAccount
from turkcell_hub.tenancy.services import account_secrets, sandboxes
from turkcell_hub.tenancy.services.account_health import Health, login_of
from turkcell_hub.tenancy.services.opening import adapter_info, check_address
from turkcell_hub.tenancy.services.opening import adapters as adapters
from turkcell_hub.tenancy.services.opening import config_of as config_of
from turkcell_hub.tenancy.services.opening import open_gateway as open_gateway
from turkcell_hub.tenancy.services.opening import open_push_reader as open_push_reader

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
