"""An approved document is carried out by its own room, once; what the room refused may be tried
again while the document is what was approved."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otp.flow_states import ProcessState
from otp.models import Process
from otp.services import endings, matters
from turkcell_hub import approvals
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, NotFound
from turkcell_hub.sentences import kept
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor

RETRY = "otp.process.retry"


def carry_out(row: Process) -> Actor:
    """The document's room acts, in this transaction. What it refuses is kept on the approval, in
    Turkish as all that is kept; it stays approved. Returns who has acted."""
    kind = approvals.kind_of(row.kind)
    system = actors.system(
        row.firm_id, _("İş akışı: %(card)s") % {"card": row.version.workflow or row.version}
    )
    row.problem = ""
    with kept():
        try:
            with transaction.atomic():
                if kind is not None:
                    kind.approved(system, row.subject_id or row.pk)
        except HubError as error:
            row.problem = str(error.message)[:300]
    row.save(update_fields=["problem"])
    return system


def may_retry(actor: Actor, row: Process) -> bool:
    """Whether the button stands there."""
    failed = row.state == ProcessState.APPROVED and bool(row.problem)
    return failed and actor.can(RETRY) and not _is_followed(row)


def retry(actor: Actor, row: Process) -> Process:
    """Yeniden dene: carries out an approved document that its room refused. Of two at once one
    does it. Raises ``Conflict`` when it is carried out already, is not approved, was brought for
    approval anew or is not what was approved; what the room refuses again stands in ``problem``."""
    actor.require(RETRY)
    if not actor.visible(Process.objects.filter(pk=row.pk)).exists():
        raise NotFound(_("Kayıt bulunamadı."))
    with transaction.atomic():
        fresh = endings.lock(row.pk)
        if fresh.state != ProcessState.APPROVED:
            raise endings.over(fresh)
        if not fresh.problem:
            raise Conflict(_("Bu onay uygulanmış; yeniden denenemez."), code="approval_done")
        if _is_followed(fresh):
            raise Conflict(
                _("Belge sonradan yeniden onaya sunuldu; bu eski onay artık uygulanamaz."),
                code="approval_followed",
            )
        if not matters.still_holds(fresh):
            raise Conflict(
                _("Belge onaydan sonra değişti; bu onayla uygulanamaz. Yeniden onaya sunun."),
                code="document_changed",
            )
        carry_out(fresh)
        changes = {"digest": fresh.digest, "problem": fresh.problem}
        trail.record(actor, "approval.retried", fresh, changes)
    return fresh


def _is_followed(row: Process) -> bool:
    """Whether the same document was brought for approval again: the newest one counts."""
    return Process.objects.filter(
        kind=row.kind, subject_key=row.subject_key, pk__gt=row.pk
    ).exists()
