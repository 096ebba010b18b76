"""What a person does with an application (L-127, L-130, L-012)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.applications import application_gate, checks, followers, states
from turkcell_hub.applications.catalogue import KNOWN
from turkcell_hub.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationItem,
)
from turkcell_hub.applications.services import centre
from turkcell_hub.applications.states import ItemState
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.nudges import after_commit
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount

DELIVER, FOLLOW = "applications.deliver", "applications.follow"
# Letters and digits that are not mistaken for each other when they are read out.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def apply(actor: Actor, data: Mapping[str, Any]) -> Application:
    """One application for the chosen services; it is on its way at commit, or when people have
    agreed where the firm has a workflow card for applications (C-05).

    ``data``: services (codes), payment_type, tax_number (VKN or TCKN), contact, phone (any
    spelling), email, note. Raises ``Invalid`` at the field, ``Conflict`` (``service_open``) for a
    service that has been applied for and not ended, ``Conflict`` (``no_orders``) where this
    installation has no service centre.
    """
    actor.require("applications.application.add")
    centre.require()
    services = checks.services_of(data.get("services") or ())
    payment = checks.payment_of(services, str(data.get("payment_type") or ""))
    contact = str(data.get("contact") or "").strip()
    email = str(data.get("email") or "").strip()
    if not contact:
        raise Invalid(_("Aranacak yetkilinin adını yazın."), field="contact")
    if not email:
        raise Invalid(_("E-posta adresini yazın."), field="email")
    first = ItemState.AWAITING if application_gate.is_kept() else ItemState.QUEUED
    checks.require_free(services)
    with transaction.atomic():
        row = Application.objects.create(
            firm_id=actor.firm_id,
            reference=new_reference(),
            payment_type=payment,
            tax_number=checks.tax_number_of(str(data.get("tax_number") or "")),
            contact=contact[:120],
            phone=checks.phone_of(str(data.get("phone") or "")),
            email=email[:254],
            note=str(data.get("note") or "").strip()[:500],
            by_label=actor.label[:150],
        )
        for code in services:
            _begin(actor, row, code, first)
        changes = {"services": [None, services], "payment_type": payment}
        trail.record(actor, "applications.application.add", row, changes)
        if first == ItemState.AWAITING:
            application_gate.ask(actor, row)
        else:
            _set_off(row)
    return row


def agreed(actor: Actor, application_id: int) -> None:
    """The firm's people have agreed: it is on its way. In the deciding transaction."""
    row = _locked(application_id)
    for item in row.items.filter(state=ItemState.AWAITING):
        move(item, ItemState.QUEUED, actor.label)
    _set_off(row)


def turned_down(actor: Actor, application_id: int, note: str) -> None:
    """The firm's people have refused: nothing goes out, and the services are free to be applied
    for anew. In the deciding transaction."""
    row = _locked(application_id)
    for item in row.items.filter(state=ItemState.AWAITING):
        move(item, ItemState.REJECTED, actor.label, note)


def resend(actor: Actor, application: Application) -> Application:
    """Hands an application over again that did not arrive; the operator is asked first whether he
    has it, so nothing is ordered twice. Raises ``Conflict``."""
    actor.require("applications.application.change")
    with transaction.atomic():
        row = _locked(application.pk)
        application_gate.require_free(row)
        if row.sent_at is not None or not row.is_open:
            raise Conflict(_("Bu başvuru iletildi ya da sona erdi."), code="application_sent")
        if row.tries and not row.problem and row.try_at and row.try_at > timezone.now():
            raise on_its_way()  # whoever asked the operator now would not find it there yet
        row.try_at = timezone.now()
        row.save(update_fields=["try_at"])
        trail.record(actor, "applications.application.resent", row)
        after_commit(DELIVER, row.pk, queue="slow")
    return row


def withdraw(actor: Actor, application: Application, reason: str = "") -> Application:
    """Takes back what the operator has not been given; what he has is asked to be cancelled, and
    ends when he says so; at a desk that works by mail it ends here, and the person tells the desk.
    What he may have (a lost answer) is looked for there first. Raises ``Conflict`` when nothing is
    open, or while it is being handed over."""
    actor.require("applications.application.change")
    with transaction.atomic():
        row = _locked(application.pk)
        waiting = [one for one in row.items.all() if one.state not in states.ENDS]
        if not waiting:
            raise Conflict(_("Bu başvuruda geri çekilecek bir şey kalmadı."), code="nothing_open")
        if row.tries and row.sent_at is None and not row.problem:
            raise on_its_way()
        # A desk that works by mail hears of it from the person; it would tell us nothing.
        may_be_there = row.sent_at is not None or row.in_doubt
        if may_be_there and centre.cancels():
            row.cancel_reason = reason.strip()[:200] or _("Firma vazgeçti")
            if row.sent_at is None:
                row.try_at = timezone.now()
            else:
                row.ask_at = timezone.now()
            row.save(update_fields=["cancel_reason", "try_at", "ask_at"])
            after_commit(DELIVER if row.sent_at is None else FOLLOW, row.pk, queue="slow")
        else:
            Application.objects.filter(pk=row.pk).update(try_at=None)
            application_gate.withdraw(actor, row)
            for item in waiting:
                move(item, ItemState.CANCELLED, actor.label, reason)
        trail.record(
            actor, "applications.application.cancelled", row, {"reason": reason.strip()[:200]}
        )
    return row


def mark(actor: Actor, item: ApplicationItem, state: str, note: str = "") -> ApplicationItem:
    """Writes down what the operator said by telephone. Raises ``Invalid``, ``Conflict``."""
    actor.require("applications.application.change")
    if state not in states.BY_HAND:
        raise Invalid(_("Bu durum elle yazılamaz."), field="state")
    with transaction.atomic():
        row = locked_item(item.pk)
        before = row.state
        if state not in by_hand(row) or not move(row, ItemState(state), actor.label, note):
            raise Conflict(
                _("“%(before)s” durumundan bu duruma geçilemez.")
                % {"before": row.get_state_display()},
                code="application_state",
            )
        trail.record(actor, "applications.item.moved", row, {"state": [before, row.state]})
    return row


def enter_credentials(
    actor: Actor, item: ApplicationItem, account: GatewayAccount
) -> ApplicationItem:
    """The credentials that came have been entered into ``account``: the service is in use (L-012).
    Raises ``Conflict`` before they were given, ``Invalid`` for an account of another service."""
    actor.require("applications.application.change")
    with transaction.atomic():
        row = locked_item(item.pk)
        wanted = KNOWN[row.service].account
        if not wanted or account.service != wanted or account.secrets_missing():
            raise Invalid(
                _("Kullanıcı adı ve şifresi girilmiş, bu hizmete ait bir hesap seçin."),
                field="account",
            )
        given = row.state == ItemState.CREDENTIALS
        if not given or not move(row, ItemState.DONE, actor.label, str(account)):
            raise Conflict(
                _("Bu hizmet “%(state)s” durumunda; bilgiler verilince girilir.")
                % {"state": row.get_state_display()},
                code="application_state",
            )
        ApplicationItem.objects.filter(pk=row.pk).update(account=account)
        trail.record(actor, "applications.item.moved", row, {"account": [None, str(account)]})
    return row


def reopen(actor: Actor, item: ApplicationItem, note: str) -> ApplicationItem:
    """The operator says that it is done, but user name and password never came: the service is
    asked for again, by telephone, and moves on by hand. Raises ``Invalid`` without a note and
    ``Conflict`` in any other state."""
    actor.require("applications.application.change")
    if not note.strip():
        raise Invalid(_("Operatörün ne dediğini yazın."), field="note")
    with transaction.atomic():
        row = locked_item(item.pk)
        if row.state != ItemState.CREDENTIALS:
            raise Conflict(
                _("Bu hizmet “%(state)s” durumunda; yeniden açılamaz.")
                % {"state": row.get_state_display()},
                code="application_state",
            )
        move(row, ItemState.IN_REVIEW, actor.label, note)
        trail.record(actor, "applications.item.reopened", row, {"note": note.strip()[:200]})
    return row


def item_of(application: Application, service: str) -> ApplicationItem:
    """Raises ``Invalid`` for a service that was not applied for here."""
    row: ApplicationItem | None = application.items.filter(service=service).first()
    if row is None:
        raise Invalid(_("Bu başvuruda böyle bir hizmet yok."), field="service")
    return row


def by_hand(item: ApplicationItem) -> list[ItemState]:
    """What a person may write down of it now; nothing before the firm has agreed. How a change
    ended decides about more than the order, and is written down where it was asked for."""
    if item.state == ItemState.AWAITING:
        return []
    elsewhere = frozenset() if KNOWN[item.service].account else states.ENDS_OF_CHANGE
    after = states.MOVES[ItemState(item.state)] - elsewhere
    return [state for state in states.BY_HAND if state in after]


def move(item: ApplicationItem, state: ItemState, by: str, note: str = "") -> bool:
    """One allowed move with its history; False where it is not allowed or nothing changes. Who
    ordered a change is told of its end. In the caller's transaction."""
    if state not in states.MOVES[ItemState(item.state)]:
        return False
    if not ApplicationItem.objects.filter(pk=item.pk, state=item.state).update(state=state):
        return False
    item.state = state
    ApplicationEvent.objects.create(
        firm_id=item.firm_id, item=item, state=state, by_label=by[:150], note=note.strip()[:300]
    )
    followers.tell(item, by, note.strip()[:300])
    return True


def new_reference() -> str:
    """What an order is found by at the operator, for ever."""
    return "THB-" + "".join(secrets.choice(_LETTERS) for _letter in range(10))


def _set_off(row: Application) -> None:
    row.try_at = timezone.now()
    row.save(update_fields=["try_at"])
    after_commit(DELIVER, row.pk, queue="slow")


def _begin(actor: Actor, row: Application, code: str, state: ItemState) -> None:
    try:
        with transaction.atomic():
            item = ApplicationItem.objects.create(
                firm_id=row.firm_id, application=row, service=code, state=state
            )
    except IntegrityError:
        raise checks.is_open([code]) from None
    ApplicationEvent.objects.create(
        firm_id=row.firm_id, item=item, state=item.state, by_label=actor.label[:150]
    )


def on_its_way() -> Conflict:
    return Conflict(
        _("Başvuru şu anda iletiliyor; birkaç dakika sonra yeniden deneyin."), code="on_its_way"
    )


def _locked(pk: int) -> Application:
    row: Application | None = Application.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Başvuru bulunamadı."))
    return row


def locked_item(pk: int) -> ApplicationItem:
    """Raises ``NotFound``."""
    row: ApplicationItem | None = ApplicationItem.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Hizmet bulunamadı."))
    return row
