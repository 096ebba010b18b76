"""Web hizmeti bağlantıları and the people who get their codes through them (L-015 … L-017)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import Connection, ConnectionUser, WebAccount
from otp.permissions import SETUP
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership
from turkcell_hub.tenancy.services import account_tries

_FIELDS = ("name", "account", "is_active")
_WEB_FIELDS = ("account_code", "sender_name", "title", "contact")


def save_web_account(actor: Actor, data: Mapping[str, Any]) -> WebAccount:
    """Step two: as whom the institution speaks. Raises ``Invalid``."""
    actor.require(SETUP)
    with transaction.atomic():
        row = WebAccount.objects.select_for_update().first() or WebAccount(firm_id=actor.firm_id)
        before = {name: str(getattr(row, name) or "") for name in _WEB_FIELDS}
        for name in _WEB_FIELDS:
            if name in data:
                value = data[name]
                setattr(row, name, " ".join(value.split()) if isinstance(value, str) else value)
        if not row.account_code or not row.sender_name:
            raise Invalid(_("Web hesabı kodunu ve kısa adı yazın."), field="account_code")
        row.save()
        after = {name: str(getattr(row, name) or "") for name in _WEB_FIELDS}
        trail.record(actor, "otp.web_account.changed", row, trail.changed(before, after))
    return row


def save(actor: Actor, row: Connection | None, data: Mapping[str, Any]) -> Connection:
    """Adds or changes a connection; another account makes it untried. Raises ``Invalid``."""
    actor.require(SETUP)
    with transaction.atomic():
        known = row is not None
        kept = row or Connection(firm_id=actor.firm_id)
        before = {name: str(getattr(kept, name)) for name in _FIELDS} if known else {}
        account_before = kept.account_id if known else None
        for name in _FIELDS:
            if name in data:
                setattr(kept, name, data[name])
        if kept.account.service != GatewayAccount.Service.OTP:
            raise Invalid(_("Hizmeti OTP olan bir hesap seçin."), field="account")
        if kept.account_id != account_before:
            kept.works, kept.tried_at, kept.note = None, None, ""
        try:
            with transaction.atomic():
                kept.save()
        except IntegrityError:
            raise Invalid(
                _("Bu adla bir bağlantı zaten var; başka bir ad yazın."), field="name"
            ) from None
        after = {name: str(getattr(kept, name)) for name in _FIELDS}
        action = "otp.connection.changed" if known else "otp.connection.added"
        trail.record(actor, action, kept, trail.changed(before, after))
    return kept


def delete(actor: Actor, row: Connection) -> None:
    """Raises ``Conflict`` while people get their codes through it."""
    actor.require(SETUP)
    with transaction.atomic():
        label, pk = str(row), row.pk
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            raise Conflict(
                _(
                    "“%(name)s” bağlantısını kullanan kişiler var. Önce onlara başka bir bağlantı"
                    " verin ya da bağlantıyı kapatın."
                )
                % {"name": label}
            ) from None
        row.pk = pk
        trail.record(actor, "otp.connection.deleted", row, label=label)


def try_connection(actor: Actor, row: Connection) -> str:
    """The button "Bağlantıyı dene": one harmless question to the operator. Returns what to tell;
    raises ``Conflict`` with the cause. Either way the connection remembers it."""
    actor.require(SETUP)
    try:
        note, works = account_tries.try_connection(actor, row.account), True
    except HubError as failure:
        note, works = str(failure.message), False
    with transaction.atomic():
        row.works, row.note, row.tried_at = works, note[:200], timezone.now()
        row.save(update_fields=["works", "note", "tried_at"])
        trail.record(actor, "otp.connection.tried", row, {"works": [None, works]})
    if not works:
        raise Conflict(note, code="connection_failed")
    return note


def link(actor: Actor, member: Membership, connection: Connection | None) -> None:
    """Step four: the person's connection; None takes it away."""
    actor.require(SETUP)
    with transaction.atomic():
        known = ConnectionUser.objects.select_for_update().filter(member=member).first()
        before = known.connection_id if known else None
        if before == (connection.pk if connection else None):
            return
        if connection is None:
            ConnectionUser.objects.filter(member=member).delete()
        else:
            ConnectionUser.objects.update_or_create(
                firm_id=actor.firm_id, member=member, defaults={"connection": connection}
            )
        change = {"connection": [before, connection.pk if connection else None]}
        trail.record(actor, "otp.user.linked", member, change)


def link_everybody(actor: Actor, connection: Connection) -> int:
    """Gives the connection to every active person who has none. Returns how many."""
    actor.require(SETUP)
    linked = ConnectionUser.objects.values("member_id")
    with transaction.atomic():
        people = list(Membership.objects.filter(is_active=True).exclude(pk__in=linked))
        for member in people:
            link(actor, member, connection)
    return len(people)


def connection_of(member: Membership) -> Connection | None:
    row = ConnectionUser.objects.select_related("connection").filter(member=member).first()
    return row.connection if row else None
