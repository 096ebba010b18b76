"""Handing applications over, and hearing what became of them (L-129).

The row is the queue. A try is counted and committed before the call; whoever tries again asks the
operator first by our reference, so a lost answer or a dead worker never orders twice. A desk that
works by mail cannot be asked; it gets the same Message-ID again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.applications import states
from turkcell_hub.applications.catalogue import KNOWN
from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import centre
from turkcell_hub.applications.services.applying import move
from turkcell_hub.applications.states import ItemState
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import BadCredentials, Broken, GatewayError, Refused, Unknown
from turkcell_hub.gateways.orders.contract import OrdersGateway, Standing
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.scope import firm_scope

log = structlog.get_logger(__name__)
_LEASE = timedelta(minutes=5)  # a worker that has not come back by then is dead
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
_AFTER_REFUSED_KEY = timedelta(hours=6)
ASK_EVERY = timedelta(minutes=5)


def due(now: datetime) -> list[tuple[int, int]]:
    """(firm, application) to hand over; the caller has opened ``every_firm``."""
    rows = Application.objects.filter(try_at__lte=now).order_by("try_at")
    return list(rows.values_list("firm_id", "pk")[:100])


def unheard(now: datetime) -> list[tuple[int, int]]:
    """(firm, application) to ask about; the caller has opened ``every_firm``."""
    rows = Application.objects.filter(ask_at__lte=now).order_by("ask_at")
    return list(rows.values_list("firm_id", "pk")[:100])


def deliver(firm_id: int, application_id: int) -> bool:
    """Hands one application over; False when there was nothing to do or it did not arrive."""
    with firm_scope(firm_id):
        row = _claimed(application_id)
        if row is None:
            return False
        order = centre.order_of(row)
        try:
            with centre.opened() as gateway:
                tells = gateway.capabilities().tells_state
                standing = gateway.find(row.reference) if row.tries > 1 and tells else None
                if standing is None and row.cancel_reason:
                    _taken_back(row)
                    return False
                standing = standing or gateway.place(order)
        except Refused as error:
            _refused(row, error)
            return False
        except (GatewayError, Conflict) as error:
            _later(row, error)
            return False
        _sent(row, standing, tells)
        return True


def follow(firm_id: int, application_id: int) -> None:
    """Asks the operator how one application stands, after telling him of a cancellation."""
    with firm_scope(firm_id):
        row = Application.objects.filter(pk=application_id, ask_at__isnull=False).first()
        if row is None:
            return
        # Reserved before the call: a second sweep asks about others.
        Application.objects.filter(pk=row.pk).update(ask_at=timezone.now() + ASK_EVERY)
        try:
            with centre.opened() as gateway:
                if row.cancel_reason:
                    _cancel(gateway, row)
                standing = gateway.standing(row.operator_id)
        except (GatewayError, Conflict) as error:
            log.info("applications.not_told", application_id=row.pk, error=type(error).__name__)
            return
        with transaction.atomic():
            _apply(Application.objects.select_for_update().get(pk=row.pk), standing)


def _claimed(application_id: int) -> Application | None:
    with transaction.atomic():
        rows = Application.objects.select_for_update(skip_locked=True)
        row: Application | None = rows.filter(
            pk=application_id, sent_at=None, try_at__lte=timezone.now()
        ).first()
        if row is not None:
            # A try that left no word was ended by the death of its worker.
            row.in_doubt = row.in_doubt or (row.tries > 0 and not row.problem)
            row.tries += 1
            row.problem = ""
            row.try_at = timezone.now() + _LEASE
            row.save(update_fields=["tries", "try_at", "problem", "in_doubt"])
        return row


def _sent(row: Application, standing: Standing, tells: bool) -> None:
    actor = actors.system(row.firm_id, _("Operatör"))
    with transaction.atomic():
        now = timezone.now()
        moved = Application.objects.filter(pk=row.pk, sent_at=None).update(
            sent_at=now, try_at=None, problem="", in_doubt=False, operator_id=standing.id,
            ask_at=now if tells else None,
        )  # fmt: skip
        if not moved:
            return
        for item in row.items.all():
            move(item, ItemState.SENT, actor.label, standing.id)
        trail.record(actor, "applications.application.sent", row, {"operator_id": standing.id})
        _apply(Application.objects.get(pk=row.pk), standing)


def _refused(row: Application, error: Refused) -> None:
    """The operator understood and said no: the services are free to be applied for anew."""
    actor = actors.system(row.firm_id, _("Operatör"))
    said = redact_text(error.answer.text)[:200] or error.reason
    with transaction.atomic():
        Application.objects.filter(pk=row.pk).update(
            try_at=None, problem=_("Operatör başvuruyu almadı: %(said)s") % {"said": said}
        )
        for item in row.items.all():
            move(item, ItemState.REJECTED, actor.label, said)
        trail.record(actor, "applications.application.refused", row, {"said": said})


def _taken_back(row: Application) -> None:
    """The operator has never had it: it ends here."""
    with transaction.atomic():
        moved = Application.objects.filter(pk=row.pk, sent_at=None).update(
            try_at=None, in_doubt=False, cancel_reason=""
        )
        for item in row.items.all() if moved else ():
            move(item, ItemState.CANCELLED, row.by_label, row.cancel_reason)


def _later(row: Application, error: Exception) -> None:
    pause = _PAUSES[min(row.tries, len(_PAUSES)) - 1]
    problem = _("Operatöre ulaşılamadı; kendiliğinden yeniden denenecek.")
    if isinstance(error, BadCredentials):
        pause = _AFTER_REFUSED_KEY
        problem = _("Operatör bu kurulumun anahtarını reddetti; İşletmeciye haber verin.")
    log.warning("applications.not_sent", application_id=row.pk, error=type(error).__name__)
    Application.objects.filter(pk=row.pk, sent_at=None).update(
        try_at=timezone.now() + pause,
        problem=problem,
        in_doubt=row.in_doubt or isinstance(error, Unknown | Broken),
    )


def _cancel(gateway: OrdersGateway, row: Application) -> None:
    try:
        gateway.cancel(row.operator_id, row.cancel_reason)
    except Refused:
        log.info("applications.not_cancelled", application_id=row.pk)  # its state tells why
    Application.objects.filter(pk=row.pk).update(cancel_reason="")


def _apply(row: Application, standing: Standing) -> None:
    """Carries the operator's word over; what a person has written down meanwhile stays where the
    operator is behind. In a transaction."""
    by = _("Operatör")
    items = list(row.items.select_for_update())
    for item in items:
        told = standing.items.get(str(item.pk))
        state = states.OF_OPERATOR.get(told) if told else None
        if state in (ItemState.SENT, None):
            continue
        if state == ItemState.CREDENTIALS and not KNOWN[item.service].account:
            state = ItemState.DONE
        # Until he writes something himself, his note is still ours.
        asked = state in (ItemState.NEEDS_PAPERS, ItemState.REJECTED)
        note = standing.words if asked and standing.words != row.note else ""
        move(item, state, by, note)  # type: ignore[arg-type]
    if not any(item.state in states.WITH_OPERATOR for item in items):
        Application.objects.filter(pk=row.pk).update(ask_at=None)
