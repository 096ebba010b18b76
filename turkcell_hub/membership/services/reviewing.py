"""What the reviewer does: looks, judges each scan, gives back, approves or rejects (A-049)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.membership import checklist, permissions
from turkcell_hub.membership.models import Dossier, PaperFile
from turkcell_hub.membership.services import moves, opening
from turkcell_hub.membership.states import WITH_REVIEWER, FileState, Programme, State
from turkcell_hub.tenancy.actor import Actor


def start(actor: Actor, dossier: Dossier) -> Dossier:
    """Takes a file that was sent into review. Raises ``Conflict``, ``NotAllowed`` for one's own."""
    with transaction.atomic():
        row = _mine_to_judge(actor, dossier.pk)
        moves.move(row, State.IN_REVIEW, actor.label)
        trail.record(actor, "membership.dossier.review", row)
    return row


def judge(actor: Actor, file: PaperFile, *, good: bool, reason: str = "") -> PaperFile:
    """One scan is good, or is not and says why; the review begins by itself. Raises ``Invalid``
    without a reason, ``Conflict``, ``NotFound`` for one that is gone."""
    reason = "" if good else " ".join(reason.split())
    if not good and not reason:
        raise Invalid(_("Nedeni yazın; başvuran yalnız bunu görür."), field="reason")
    with transaction.atomic():
        row = _mine_to_judge(actor, file.paper.dossier_id)
        moves.require(row, WITH_REVIEWER)
        found = PaperFile.objects.select_for_update().filter(pk=file.pk, erased_at=None).first()
        if found is None:
            raise NotFound(_("Dosya bulunamadı."))
        if row.state == State.SENT:
            moves.move(row, State.IN_REVIEW, actor.label)
        found.state = FileState.GOOD if good else FileState.BAD
        found.reason = reason[:300]
        found.save(update_fields=["state", "reason"])
        changes = {"paper": found.paper.code, "state": found.state, "reason": found.reason}
        trail.record(actor, "membership.file.judged", found, changes, label=found.paper.code)
    return found


def give_back(actor: Actor, dossier: Dossier, note: str = "") -> Dossier:
    """Eksik evrak: the files that are not good, and they alone, are open for the applicant again.
    Raises ``Conflict`` while there is none."""
    with transaction.atomic():
        row = _mine_to_judge(actor, dossier.pk)
        moves.require(row, frozenset({State.IN_REVIEW}))
        if not _live(row).filter(state=FileState.BAD).exists():
            raise Conflict(
                _("Önce uygun olmayan belgeyi nedeniyle işaretleyin."), code="nothing_bad"
            )
        moves.move(row, State.RETURNED, actor.label, note)
        trail.record(actor, "membership.dossier.returned", row, {"note": note[:200]})
    return row


def approve(actor: Actor, dossier: Dossier, note: str = "") -> Dossier:
    """Every scan was found good; the service is applied for at the operator with it, once.
    Raises ``Conflict`` while a scan was not looked at or is bad. A registration ends by İYS' code
    alone (``registration.registered``)."""
    with transaction.atomic():
        moves.of_programme(dossier.pk, Programme.SMS)
        row = _mine_to_judge(actor, dossier.pk)
        moves.require(row, frozenset({State.IN_REVIEW}))
        if _live(row).exclude(state=FileState.GOOD).exists() or checklist.of(row).missing:
            raise Conflict(
                _(
                    "Bütün belgeler uygun bulunmadan onaylanmaz; bakılmayanları inceleyin,"
                    " uygun olmayan varsa dosyayı geri verin."
                ),
                code="papers_open",
            )
        row.application = opening.apply_for(row)
        moves.move(row, State.APPROVED, actor.label, note)
        ordered = row.application.reference if row.application else ""
        trail.record(actor, "membership.dossier.approved", row, {"application": ordered})
    return row


def reject(actor: Actor, dossier: Dossier, reason: str) -> Dossier:
    """The end of this file; the firm may begin another. Raises ``Invalid``, ``Conflict``."""
    if not reason.strip():
        raise Invalid(_("Ret nedenini yazın."), field="note")
    with transaction.atomic():
        row = _mine_to_judge(actor, dossier.pk)
        moves.require(row, frozenset({State.IN_REVIEW, State.RETURNED}))
        moves.move(row, State.REJECTED, actor.label, reason)
        trail.record(actor, "membership.dossier.rejected", row, {"note": reason[:200]})
    return row


def _live(row: Dossier) -> object:
    return PaperFile.objects.filter(paper__dossier=row, erased_at=None)


def right_for(dossier: Dossier) -> str:
    """Of a registration İYS is the judge: the firm itself writes down what it was told."""
    is_iys = dossier.programme == Programme.IYS
    return permissions.CHANGE if is_iys else permissions.REVIEW


def _mine_to_judge(actor: Actor, pk: int) -> Dossier:
    row = moves.locked(pk)
    actor.require(right_for(row))
    if row.programme == Programme.IYS:
        return row
    if actor.user_id is not None and actor.user_id == row.by_user:
        raise NotAllowed(
            _("Kendi açtığınız dosyayı siz inceleyemezsiniz; başka bir yetkili bakar.")
        )
    return row
