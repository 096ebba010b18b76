"""SMS Limit artırımı: asked for with a reason, decided by another, done once (L-126)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.applications.services import changes
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import limit_desk, limit_gate, limit_orders
from turkcell_hub.billing.models import LimitRequest, RequestState
from turkcell_hub.billing.own import is_own
from turkcell_hub.billing.services import limits
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor


def ask(actor: Actor, amount: int, reason: str) -> LimitRequest:
    """A higher monthly limit. Raises ``Conflict`` for a prepaid firm or while another request is
    open, ``Invalid`` for an amount that is no increase or a missing reason."""
    actor.require("billing.limit.add")
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Gerekçeyi yazın; onaylayan kişi onu okuyacak."), field="reason")
    limits.require_possible(amount, "amount")
    with transaction.atomic():
        profile = limits.lock(actor.firm_id)
        if not profile.is_postpaid:
            raise Conflict(
                _("Ön ödemeli hesabın limiti yoktur; kredi satın alın."), code="not_postpaid"
            )
        if amount <= profile.sms_limit:
            raise Invalid(
                _("İstenen limit şimdikinden (%(limit)s) büyük olmalı.")
                % {"limit": format_number(profile.sms_limit)},
                field="amount",
            )
        try:
            with transaction.atomic():
                request = LimitRequest.objects.create(
                    firm_id=actor.firm_id,
                    limit_before=profile.sms_limit,
                    amount=amount,
                    reason=reason[:500],
                    by_label=actor.label[:150],
                    by_user=actor.user_id,
                    by_key=actor.api_key_id,
                )
        except IntegrityError:
            raise Conflict(
                _("Sonuçlanmamış bir limit talebi var; önce o sonuçlanmalı."), code="request_open"
            ) from None
        asked = {"amount": [profile.sms_limit, amount], "reason": reason[:200]}
        trail.record(actor, "billing.limit.asked", request, asked)
        limit_gate.ask(actor, request)
    return request


def approve(actor: Actor, request: LimitRequest, note: str = "") -> LimitRequest:
    """Another person agrees. The limit changes at once, or when the operator has agreed
    where a desk hands the request on. Raises ``NotAllowed``, ``Conflict``."""
    actor.require("billing.limit.approve")
    with transaction.atomic():
        request = _lock(request.pk, RequestState.WAITING)
        _not_own(actor, request)
        limit_gate.require_free(request)
        _decide(actor, request, note)
        desk = limit_desk.for_request(request)
        if desk is not None:
            request.state = RequestState.HANDED_ON
            request.save()
            desk.hand_on(request)
            trail.record(actor, "billing.limit.handed_on", request)
        else:
            _apply(actor, request)
    return request


def reject(actor: Actor, request: LimitRequest, note: str) -> LimitRequest:
    """Another person refuses, with a reason. Raises ``Invalid``, ``NotAllowed``, ``Conflict``."""
    actor.require("billing.limit.approve")
    if not note.strip():
        raise Invalid(_("Ret nedenini yazın."), field="note")
    with transaction.atomic():
        request = _lock(request.pk, RequestState.WAITING)
        _not_own(actor, request)
        limit_gate.require_free(request)
        return _end(actor, request, RequestState.REJECTED, note)


def withdraw(actor: Actor, request: LimitRequest) -> LimitRequest:
    """Takes back a request that nobody has decided yet."""
    actor.require("billing.limit.add")
    with transaction.atomic():
        request = _lock(request.pk, RequestState.WAITING)
        limit_gate.withdraw(actor, request)
        return _end(actor, request, RequestState.WITHDRAWN, "")


def complete(actor: Actor, request_id: int) -> LimitRequest:
    """The operator has agreed to a request that was handed on. Again does nothing."""
    with transaction.atomic():
        request = _lock(request_id, RequestState.HANDED_ON, RequestState.APPROVED)
        if request.state == RequestState.HANDED_ON:
            _apply(actor, request)
    return request


def refuse(actor: Actor, request_id: int, note: str) -> LimitRequest:
    """The operator has refused a request that was handed on. Again does nothing."""
    with transaction.atomic():
        request = _lock(request_id, RequestState.HANDED_ON, RequestState.REJECTED)
        if request.state == RequestState.HANDED_ON:
            _end(actor, request, RequestState.REJECTED, note)
    return request


def answer(actor: Actor, request: LimitRequest, done: bool, note: str) -> LimitRequest:
    """Writes down what the operator's desk, which works by mail, has said. Raises ``Invalid``
    without a note, ``NotAllowed`` for one's own request, ``Conflict`` where the operator answers
    himself."""
    actor.require("billing.limit.approve")
    _not_own(actor, request)
    if not note.strip():
        raise Invalid(_("Operatörün ne dediğini yazın."), field="note")
    item = limit_orders.order_of(request)
    if item is None:
        raise Conflict(_("Bu talep için operatöre sipariş verilmedi."), code="request_state")
    changes.end(actor, item, done, note)
    request.refresh_from_db()
    return request


def _apply(actor: Actor, request: LimitRequest) -> None:
    profile = limits.lock(request.firm_id)
    before = profile.sms_limit
    profile.sms_limit = request.amount
    profile.by_label = actor.label[:150]
    profile.save()
    limits.fill(actor, profile, Reason.LIMIT_CHANGE, f"limit:request:{request.pk}")
    request.state = RequestState.APPROVED
    request.decided_at = timezone.now()
    request.save()
    raised = {"limit": [before, profile.sms_limit]}
    trail.record(actor, "billing.limit.approved", request, raised)


def _end(actor: Actor, request: LimitRequest, state: RequestState, note: str) -> LimitRequest:
    _decide(actor, request, note)
    request.state = state
    request.save()
    action = "rejected" if state == RequestState.REJECTED else "withdrawn"
    trail.record(actor, f"billing.limit.{action}", request, {"note": note[:200]})
    return request


def _decide(actor: Actor, request: LimitRequest, note: str) -> None:
    request.decided_by = actor.label[:150]
    request.decision_note = note.strip()[:300]
    request.decided_at = timezone.now()


def _not_own(actor: Actor, request: LimitRequest) -> None:
    if is_own(actor, request):
        raise NotAllowed(_("Kendi talebinize karar veremezsiniz; başka bir yetkili karar vermeli."))


def _lock(request_id: int, *states: RequestState) -> LimitRequest:
    request: LimitRequest | None = (
        LimitRequest.objects.select_for_update().filter(pk=request_id).first()
    )
    if request is None:
        raise NotFound(_("Talep bulunamadı."))
    if request.state not in states:
        raise Conflict(
            _("Talep “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": request.get_state_display()},
            code="request_state",
        )
    return request
