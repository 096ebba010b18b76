"""Görevi Gerçekle: what a person decides about a task (L-083 … L-087).

Nobody decides about what he asked for himself, nor as anybody's substitute. An OTP step takes
no decision but with the code for exactly this task."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otp.flow_states import StepKind, TaskState, Verdict, outcome
from otp.models import Challenge, Decision, Process, Receipt, Task
from otp.services import advancing, challenges, endings, lateness, matters, places, substitutes
from otp.subjects import Subject, digest_of
from turkcell_hub import deadlocks
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.tenancy.actor import Actor

ACT = "otp.task.act"
Door = Decision.Door


def decide(
    actor: Actor, task: Task, verdict: str, note: str = "", *, door: str = Door.PORTAL
) -> Task:
    """Agrees to a task or refuses it (with a reason). Raises ``Conflict`` when it is over, was
    decided by the person already, or the document has changed; ``NotAllowed`` for whoever asked;
    ``Invalid`` for an OTP step, which takes a code to agree (``start``)."""
    if verdict not in Verdict.values:
        raise Invalid(_("Onaylayın ya da reddedin."), field="verdict")
    if verdict == Verdict.NO and not note.strip():
        raise Invalid(_("Ret nedenini yazın."), code="note_missing", field="note")
    if task.kind == StepKind.OTP and verdict == Verdict.YES:
        raise Invalid(
            _("Bu görev onay kodu ister: “Görevi Gerçekle” ile kodu isteyin."), code="otp_needed"
        )
    return _record(actor, task, verdict, note, door)


def start(actor: Actor, task: Task, method: str = "") -> Challenge:
    """Görevi Gerçekle: sends the code for exactly this task (L-085); a second click while it lives
    sends nothing. ``method``: TOTP asks the person's authenticator instead. Raises as
    ``decide`` and ``challenges.start``."""
    actor.require(ACT)
    with transaction.atomic():
        fresh = _open_task(actor, task.pk)
        place_of(actor, fresh)
        if not matters.still_holds(fresh.approval):
            raise changed()
        return challenges.start(actor, subject_of(fresh), method)


def subject_of(task: Task) -> Subject:
    """What the code approves: this task of this approval of exactly this document."""
    row = task.approval
    digest = digest_of({"approval": row.pk, "task": task.pk, "document": row.digest})
    return Subject(
        matters.SUBJECT, task.pk, digest, row.text, task.step.code_method, row.authority_code_id
    )


def current(task_id: int) -> Subject | None:
    """``otp.subjects.Source.current``: None once the task is over or its document has changed."""
    task = Task.objects.select_related("approval", "step").filter(pk=task_id).first()
    if task is None or task.state != TaskState.OPEN or task.kind != StepKind.OTP:
        return None
    if lateness.is_late(task.approval):
        return None
    return subject_of(task) if matters.still_holds(task.approval) else None


def approved(actor: Actor, receipt: Receipt) -> None:
    """``otp.subjects.Source.approved``: the code was right, in its transaction. The decision is
    what the receipt is used for, once."""
    task = Task.objects.select_related("approval", "step").get(pk=receipt.subject_id)
    challenges.execute(actor, subject_of(task))
    _record(actor, task, Verdict.YES, "", Door.PORTAL, receipt)


def place_of(actor: Actor, task: Task) -> int:
    """For whom (membership) the actor would decide: himself where he is named, else the first for
    whom he stands in. Raises ``NotAllowed`` for whoever asked, ``NotFound`` for anybody else,
    ``Conflict`` for one who has decided."""
    row = task.approval
    if actor.membership_id is None:
        raise NotAllowed(_("Görevi yalnız kişinin kendisi gerçekleştirebilir."))
    if not actor.visible(Process.objects.filter(pk=row.pk)).exists():
        raise not_found()  # the document's Yetki Kodu was taken from him (C-01)
    if actor.membership_id == row.asked_member:
        raise NotAllowed(
            _("Kendi isteğinizi onaylayamazsınız; vekil olarak da.")
            if row.asked_key is None
            else _("Bu belgeyi sizin oluşturduğunuz API anahtarı onaya sundu; kendi isteğiniz"
                   " sayılır, onaylayamazsınız; vekil olarak da."),
            code="own_request",
        )  # fmt: skip
    decided = list(task.decisions.values_list("by_member_id", "for_member_id"))
    if any(by == actor.membership_id for by, _of in decided):
        raise Conflict(_("Bu görev için kararınızı verdiniz."), code="already_decided")
    named = set(task.places.values_list("member_id", flat=True))
    free = named - {of for _by, of in decided}
    is_able = actor.membership_id in free and actor.membership_id in places.of(task)
    if is_able:
        return actor.membership_id
    rules = substitutes.without(substitutes.rules_on(task.firm_id), row.asked_member)
    for_others = substitutes.stands_in_for(rules, actor.membership_id, row.limited_amount)
    usable = sorted(for_others & free & places.for_substitutes(task))
    if usable:
        return usable[0]
    if actor.membership_id in free:
        raise NotAllowed(
            _("Bu adımı yapacak rol ya da yetki kodu artık sizde değil; karar veremezsiniz."),
            code="place_lost",
        )
    if for_others & free:
        raise NotAllowed(
            _("Vekili olduğunuz kişide bu adımı yapacak rol ya da yetki kodu artık yok; karar"
              " veremezsiniz."),
            code="place_lost",
        )  # fmt: skip
    if actor.membership_id in named or for_others & named:
        raise Conflict(_("Yerinize karar verildi."), code="already_decided")
    raise not_found()


def not_found() -> NotFound:
    return NotFound(_("Görev bulunamadı."))


def changed() -> Conflict:
    return Conflict(
        _("Belge onaya sunulduktan sonra değişti; bu onay geçersiz. Yeniden onaya sunulmalı."),
        code="document_changed",
    )


def _record(
    actor: Actor, task: Task, verdict: str, note: str, door: str, receipt: Receipt | None = None
) -> Task:
    actor.require(ACT)
    return deadlocks.outlived(lambda: _decided(actor, task, verdict, note, door, receipt))


def _decided(
    actor: Actor, task: Task, verdict: str, note: str, door: str, receipt: Receipt | None
) -> Task:
    void = False
    with transaction.atomic():
        fresh = _open_task(actor, task.pk)
        place = place_of(actor, fresh)
        if verdict == Verdict.YES and not matters.still_holds(fresh.approval):
            endings.make_void(actor, fresh.approval, _("Belge onay sürerken değişti."))
            void = True
        else:
            _write(actor, fresh, place, verdict, note, door, receipt)
    if void:
        raise changed()
    return fresh


def _write(
    actor: Actor, task: Task, place: int, verdict: str, note: str, door: str,
    receipt: Receipt | None,
) -> None:  # fmt: skip
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                firm_id=task.firm_id, task=task, by_member_id=actor.membership_id,
                for_member_id=place, verdict=verdict, note=note.strip()[:300], door=door,
                digest=task.approval.digest, receipt=receipt,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("Bu görev için karar verildi."), code="already_decided") from None
    changes = {"verdict": verdict, "door": door, "digest": decision.digest}
    if place != actor.membership_id:
        changes["for_member"] = place
    trail.record(actor, "task.decided", task, changes)
    votes = list(task.decisions.values_list("verdict", flat=True))
    state = outcome(votes.count(Verdict.YES), votes.count(Verdict.NO), task.step.quorum)
    if state != TaskState.OPEN:
        advancing.step_ended(actor, task, state, decision.note)


def _open_task(actor: Actor, task_id: int) -> Task:
    """The task with its approval locked. Raises ``Conflict`` for one that is over."""
    found = Task.objects.filter(pk=task_id).values_list("approval_id", flat=True).first()
    if found is None:
        raise not_found()
    row = endings.lock(found)
    task = Task.objects.select_related("step").get(pk=task_id)
    task.approval = row
    if lateness.is_late(row):
        raise Conflict(_("Onayın son zamanı geçti; artık karar verilemez."), code="approval_late")
    if task.state != TaskState.OPEN:
        raise Conflict(
            _("Görev “%(state)s” durumunda; karar verilemez.")
            % {"state": task.get_state_display()},
            code="task_over",
            extra={"state": task.state},
        )
    return task
