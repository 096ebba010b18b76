"""What a person decides about changes that do not go by themselves.

A late item is never sent with a false date: an approval that is late is void, so it can only be
taken anew; a refusal that is late is carried out by the firm's own
decision, HS_KARAR, with today's date and the name of who decided.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import queue_rights
from iys_consent.models import STUCK_STATES, ConsentTask, Origin, Status, TaskState
from iys_consent.services import movements, outgoing
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.tenancy.actor import Actor

_CANCELLABLE = (TaskState.WAITING, *STUCK_STATES)


def retry_refusal(task: ConsentTask) -> str | None:
    """Why it cannot be sent again; None when it can."""
    if task.state in STUCK_STATES:
        return None
    if task.state == TaskState.LATE:
        return _("Süresi geçti; aynı tarihle yeniden gönderilemez. Karar verin.")
    return _("“%(state)s” durumundaki izin yeniden gönderilmez.") % {
        "state": task.get_state_display()
    }


def cancel_refusal(task: ConsentTask) -> str | None:
    if task.state in _CANCELLABLE and task.sent_in_id is None or task.state == TaskState.FAILED:
        return None
    if task.state == TaskState.WAITING:
        return _("Bu izin gönderilmek üzere; artık iptal edilemez.")
    return _("“%(state)s” durumundaki izin iptal edilemez.") % {"state": task.get_state_display()}


def refuse_refusal(task: ConsentTask) -> str | None:
    if task.state == TaskState.LATE and task.status == Status.REFUSED:
        return None
    return _("Yalnız süresi geçmiş retler HS_KARAR ile gönderilir.")


def give_up_refusal(task: ConsentTask) -> str | None:
    if task.state == TaskState.LATE and task.status == Status.APPROVED:
        return None
    return _("Yalnız süresi geçmiş onaylardan vazgeçilir.")


def retry(actor: Actor, task_id: int) -> ConsentTask:
    """Into the queue again; the checks before sending are made anew. Raises ``Conflict``."""
    actor.require(queue_rights.CHANGE)
    with transaction.atomic():
        task = _lock(actor, task_id, retry_refusal)
        task.state, task.code, task.text = TaskState.WAITING, "", ""
        task.sent_in = task.place = task.not_before = task.settled_at = None
        task.save()
        trail.record(actor, "iys.task.retried", task)
    nudges.after_commit(outgoing.SEND, actor.firm_id, queue="bulk")
    return task


def cancel(actor: Actor, task_id: int, note: str) -> ConsentTask:
    """The registry is not told; the movement stays here. Raises ``Conflict``."""
    actor.require(queue_rights.CHANGE)
    with transaction.atomic():
        task = _lock(actor, task_id, cancel_refusal)
        said = _("İptal edildi: %(note)s") % {"note": note.strip() or "-"}
        _drop(actor, task, "cancelled", said)
        trail.record(actor, "iys.task.cancelled", task, {"note": note.strip()[:200]})
    return task


def refuse_by_decision(actor: Actor, task_id: int) -> ConsentTask:
    """The late refusal goes to the registry as the firm's own, of now (HS_KARAR). Returns the
    task of the new movement. Raises ``Conflict``."""
    actor.require(queue_rights.DECIDE)
    with transaction.atomic():
        movements.lock(actor.firm_id)
        late = _lock(actor, task_id, refuse_refusal)
        _drop(actor, late, "decided", _("Ret, HS_KARAR ile bugünün tarihiyle yeniden yazıldı."))
        made = movements.record(
            actor,
            [
                movements.NewMovement(
                    brand_id=late.brand_id,
                    recipient_type=late.recipient_type,
                    channel=late.channel,
                    address=late.recipient,
                    status=Status.REFUSED,
                    origin=Origin.FORM,
                    source=Source.DECISION,
                    consented_at=timezone.now().replace(microsecond=0),
                    evidence_id=late.movement.evidence_id,
                )
            ],
        )
        task: ConsentTask = ConsentTask.objects.get(movement=made.movements[0])
        trail.record(actor, "iys.task.refused_by_decision", late, {"new": task.pk})
    return task


def give_up(actor: Actor, task_id: int, note: str) -> ConsentTask:
    """The late approval is not told: without its record it is void, and the gate lets nothing
    through; the person is asked for consent anew. Raises ``Conflict``."""
    actor.require(queue_rights.DECIDE)
    with transaction.atomic():
        task = _lock(actor, task_id, give_up_refusal)
        said = _("Onay yeniden alınacak. %(note)s") % {"note": note.strip()}
        _drop(actor, task, "take_anew", said.strip())
        trail.record(actor, "iys.task.given_up", task, {"note": note.strip()[:200]})
    return task


def _drop(actor: Actor, task: ConsentTask, code: str, text: str) -> None:
    task.state, task.code, task.text = TaskState.DROPPED, code, text[:300]
    task.decided_by, task.settled_at = actor.label[:120], timezone.now()
    task.save()


def _lock(actor: Actor, task_id: int, refusal) -> ConsentTask:  # type: ignore[no-untyped-def]
    rows = actor.visible(ConsentTask.objects.select_related("movement"))
    task: ConsentTask | None = rows.select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("İzin bulunamadı."))
    why = refusal(task)
    if why:
        raise Conflict(why, code="task_state")
    return task
