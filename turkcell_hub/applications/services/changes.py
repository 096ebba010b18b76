"""Orders that change a service which the operator already supplies.

They go the way of an application: found again by our reference, so none is placed twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.applications.catalogue import CHANGES
from turkcell_hub.applications.models import Application, ApplicationEvent, ApplicationItem
from turkcell_hub.applications.services import applying, centre
from turkcell_hub.applications.states import ENDS, ItemState
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.nudges import after_commit
from turkcell_hub.tenancy.actor import Actor

_SUPPLIED = (ItemState.CREDENTIALS, ItemState.DONE)


def supplied(firm_id: int, service: str, payment_type: str) -> Application | None:
    """The newest application by which the operator supplies ``service`` to the firm and bills it
    in this way; None where he does not. The caller is in the firm's scope."""
    if not centre.is_open():
        return None
    rows = Application.objects.filter(firm_id=firm_id, payment_type=payment_type)
    return rows.filter(items__service=service, items__state__in=_SUPPLIED).order_by("-pk").first()


def order(
    actor: Actor, base: Application, service: str, subject_id: int, wishes: Mapping[str, str]
) -> Application:
    """A change for ``subject_id``, by whoever applied for the service in ``base``; on its way at
    commit. In the caller's transaction. A second call for the same record gives the same order."""
    known = of(service, subject_id)
    if known is not None:
        return known.application
    row = Application.objects.create(
        firm_id=base.firm_id, reference=applying.new_reference(), payment_type=base.payment_type,
        tax_number=base.tax_number, contact=base.contact, phone=base.phone, email=base.email,
        by_label=actor.label[:150], try_at=timezone.now(),
    )  # fmt: skip
    item = ApplicationItem.objects.create(
        firm_id=base.firm_id, application=row, service=service, subject_id=subject_id,
        wishes=dict(wishes),
    )  # fmt: skip
    ApplicationEvent.objects.create(
        firm_id=base.firm_id, item=item, state=item.state, by_label=actor.label[:150]
    )
    changes = {"services": [None, [service]], "wishes": dict(wishes)}
    trail.record(actor, "applications.application.add", row, changes)
    after_commit(applying.DELIVER, row.pk, queue="slow")
    return row


def of(service: str, subject_id: int) -> ApplicationItem | None:
    """The order for this record, if there is one."""
    rows = ApplicationItem.objects.select_related("application")
    found: ApplicationItem | None = rows.filter(service=service, subject_id=subject_id).first()
    return found


def is_told_by_hand(item: ApplicationItem) -> bool:
    """Whether a person writes down the end: the desk works by mail and the order is there."""
    return item.state not in ENDS and item.application.sent_at is not None and not centre.tells()


def end(actor: Actor, item: ApplicationItem, done: bool, note: str) -> ApplicationItem:
    """A desk that works by mail has answered; the room that ordered it is told. The caller has
    asked for the right. Raises ``Conflict`` where the operator himself tells the end."""
    with transaction.atomic():
        row = applying.locked_item(item.pk)
        if row.service not in CHANGES or not is_told_by_hand(row):
            raise Conflict(
                _("Operatörün yanıtı kendiliğinden gelir ya da sipariş sonuçlandı."),
                code="application_state",
            )
        state = ItemState.DONE if done else ItemState.REJECTED
        before = row.state
        applying.move(row, state, actor.label, note)
        trail.record(actor, "applications.item.moved", row, {"state": [before, row.state]})
    return row
