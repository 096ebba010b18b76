"""Gönderici Kısa Tanımı: the approved sender names of an account (L-013, L-075)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, SenderTitle
from turkcell_hub.tenancy.services import account_choice, account_health, accounts

MAX_LENGTH = 11


def add(
    actor: Actor, account: GatewayAccount, title: str, *, is_default: bool = False
) -> SenderTitle:
    """Adds a name (the first one becomes the default). Raises ``Invalid``: empty, longer than
    11 characters, there already, or a name of the other channel (L-070)."""
    actor.require("tenancy.account.change")
    title = " ".join(title.split())
    if not 0 < len(title) <= MAX_LENGTH:
        raise Invalid(
            _("Gönderici adı 1–%(max)s karakter olmalıdır.") % {"max": MAX_LENGTH}, field="title"
        )
    if not account.sends:
        raise Invalid(_("Bu hesabın gönderici adı olmaz; SMS hesabı seçin."), field="account")
    with transaction.atomic():
        _lock(account)
        rows = SenderTitle.objects.filter(firm_id=actor.firm_id, account=account)
        if rows.filter(title=title).exists():
            raise Invalid(_("Bu gönderici adı zaten tanımlı."), field="title")
        _refuse_other_channel(account, title)
        first = not rows.filter(is_default=True).exists()
        if is_default:
            rows.filter(is_default=True).update(is_default=False)
        row = SenderTitle.objects.create(
            firm_id=actor.firm_id, account=account, title=title, is_default=is_default or first
        )
        trail.record(actor, "tenancy.sender.add", row, {"account": [None, str(account)]})
    return row


def make_default(actor: Actor, sender: SenderTitle) -> None:
    """This name is filled in beforehand on the compose screen."""
    actor.require("tenancy.account.change")
    with transaction.atomic():
        _lock(sender.account)
        rows = SenderTitle.objects.filter(firm_id=actor.firm_id, account_id=sender.account_id)
        rows.filter(is_default=True).update(is_default=False)
        rows.filter(pk=sender.pk).update(is_default=True, is_active=True)
        trail.record(actor, "tenancy.sender.make_default", sender)


def remove(actor: Actor, sender: SenderTitle) -> None:
    """Takes the name off the list; what was sent with it stays as it is."""
    actor.require("tenancy.account.change")
    from django.db.models import ProtectedError, RestrictedError

    with transaction.atomic():
        _lock(sender.account)
        trail_label = str(sender)
        try:
            with transaction.atomic():
                SenderTitle.objects.get(pk=sender.pk, firm_id=actor.firm_id).delete()
        except (ProtectedError, RestrictedError):
            raise Conflict(_("Bu gönderici adı kullanılıyor, silinemez.")) from None
        trail.record(actor, "tenancy.sender.delete", sender, label=trail_label)


def fetch(actor: Actor, account: GatewayAccount) -> int:
    """ "Operatörden al": adds the operator's approved names that are missing here; returns how
    many. Raises ``Conflict`` with the reason when the operator could not be asked."""
    actor.require("tenancy.account.change")
    problem = account_choice.sendable_problem(account)
    if problem:
        raise Conflict(problem)
    try:
        gateway = accounts.open_gateway(account)
        try:
            if not gateway.capabilities().senders:
                raise Conflict(_("Bu bağlantı gönderici adlarını vermiyor; listeye elle ekleyin."))
            titles = list(gateway.senders())
        finally:
            gateway.close()
    except GatewayError as failure:
        account_health.note_failure(account, failure)
        raise Conflict(account_health.explain(failure), code="connection_failed") from None
    account_health.note_success(account)
    return _add_missing(actor, account, titles)


def titles_of(account: GatewayAccount) -> list[SenderTitle]:
    """The names that a person may choose, the default first."""
    return list(SenderTitle.objects.filter(account=account, is_active=True))


def _add_missing(actor: Actor, account: GatewayAccount, titles: list[str]) -> int:
    with transaction.atomic():
        _lock(account)
        rows = SenderTitle.objects.filter(firm_id=actor.firm_id, account=account)
        known = set(rows.values_list("title", flat=True)) | _of_other_channels(account)
        has_default = rows.filter(is_default=True).exists()
        new = [t for t in dict.fromkeys(titles) if t not in known and 0 < len(t) <= MAX_LENGTH]
        SenderTitle.objects.bulk_create(
            SenderTitle(
                firm_id=actor.firm_id,
                account=account,
                title=title,
                is_default=not has_default and number == 0,
            )
            for number, title in enumerate(new)
        )
        if new:
            trail.record(actor, "tenancy.sender.fetch", account, {"added": new})
    return len(new)


def _refuse_other_channel(account: GatewayAccount, title: str) -> None:
    """A name of phone sends is not one of TCKN sends, nor the other way round (L-070)."""
    if title in _of_other_channels(account):
        raise Invalid(
            _(
                "“%(title)s” başka bir kanalın gönderici adı. Telefon ve TCKN gönderimlerinde"
                " farklı gönderici adı kullanılmalıdır."
            )
            % {"title": title},
            code="sender_channel",
            field="title",
        )


def _of_other_channels(account: GatewayAccount) -> set[str]:
    rows = SenderTitle.objects.filter(firm_id=account.firm_id)
    others = rows.exclude(account__service=account.service)
    return set(others.values_list("title", flat=True))


def _lock(account: GatewayAccount) -> None:
    GatewayAccount.objects.select_for_update().get(pk=account.pk)
