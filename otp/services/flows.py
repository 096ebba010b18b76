"""An approval begun and taken back, and the desk by which other rooms ask for one (decision 20)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState
from otp.models import Process, WorkflowVersion
from otp.services import advancing, endings, matters, resolving, workflows
from turkcell_hub.approvals import Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor


class WorkflowDesk:
    """``turkcell_hub.approvals.Desk`` by the firm's workflow cards."""

    def takes(self, matter: Matter) -> bool:
        return workflows.card_for(matter) is not None

    def ask(self, actor: Actor, matter: Matter) -> int:
        return int(begin(actor, matter).pk)

    def runs(self, kind: str, subject_id: int) -> bool:
        return Process.objects.filter(
            kind=kind, subject_id=subject_id, state=ProcessState.RUNNING
        ).exists()

    def withdraw(self, actor: Actor, kind: str, subject_id: int, note: str) -> bool:
        row = Process.objects.filter(
            kind=kind, subject_id=subject_id, state=ProcessState.RUNNING
        ).first()
        if row is None:
            return False
        endings.end(actor, row, ProcessState.WITHDRAWN, note)
        return True


DESK = WorkflowDesk()


def begin(
    actor: Actor,
    matter: Matter,
    version: WorkflowVersion | None = None,
    due_at: datetime | None = None,
) -> Process:
    """Begins the approval of a document by the card that fits it (or by ``version``), and opens
    its first tasks; the one that runs already is given back. ``due_at``: when it ends by itself.
    Raises ``Conflict`` without a card, ``Invalid`` when nobody could do the first step."""
    known = running(matter)
    if known is not None:
        return known
    with transaction.atomic():
        row = Process(
            firm_id=actor.firm_id,
            version=version or _by_card(matter),
            kind=matter.kind,
            subject_id=matter.id or None,
            asked_by=(matter.asked_by or actor.label)[:150],
            asked_member=matter.asked_member or actor.membership_id,
            asked_key=matter.asked_key or actor.api_key_id,
            due_at=due_at,
        )
        if row.asked_member is None:
            row.asked_member = resolving.maker_of(row.asked_key)
        matters.write(row, matter)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # somebody was quicker
            return Process.objects.get(**_key(matter))
        card = row.version.workflow
        changes = {"digest": row.digest, "card": card.code if card else str(row.version)}
        trail.record(actor, "approval.asked", row, changes)
        advancing.advance(row)
    return row


def running(matter: Matter) -> Process | None:
    """The approval of the document that runs now."""
    return Process.objects.filter(**_key(matter)).first()


def _key(matter: Matter) -> dict[str, Any]:
    return {
        "kind": matter.kind,
        "subject_key": matter.subject_key,
        "state": ProcessState.RUNNING,
    }


def _by_card(matter: Matter) -> WorkflowVersion:
    card = workflows.card_for(matter)
    version = workflows.current(card) if card else None
    if version is None:
        raise Conflict(
            _("Bu belge türü için etkin bir iş akışı kartı yok."), code="workflow_missing"
        )
    return version


def withdraw(actor: Actor, row: Process, note: str = "") -> Process:
    """Whoever asked takes it back, and his document with it. Raises ``Invalid`` for anybody
    else."""
    own = actor.membership_id is not None and actor.membership_id == row.asked_member
    own = own or (actor.api_key_id is not None and actor.api_key_id == row.asked_key)
    if not own:
        raise Invalid(_("Süreci yalnız isteyen geri çekebilir."), code="approval_not_yours")
    return endings.give_up(actor, row, ProcessState.WITHDRAWN, note or _("İsteyen geri çekti."))
