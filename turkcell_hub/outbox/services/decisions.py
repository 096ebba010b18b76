"""What a person decides about a batch or a lane; each decision is in the trail."""

from __future__ import annotations

import enum

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.outbox import handlers, lanes, nudges
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.returning import send_back
from turkcell_hub.outbox.states import FINAL, Halt, State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

CHANGE = "outbox.queue.change"


class Verdict(enum.StrEnum):
    """What a person found out about a batch of which nobody knows."""

    SENT = "sent"
    NOT_SENT_RETRY = "not_sent_retry"
    NOT_SENT_REFUND = "not_sent_refund"


def retry_refusal(batch: Batch) -> str | None:
    """Why the batch cannot be tried again now (Turkish, with what to do), or None."""
    if batch.state in (State.READY, State.UNKNOWN):
        return None
    if batch.state == State.HELD:
        return _("Bu paket bekletiliyor; gönderimi devam ettirin.")
    if batch.state == State.NEEDS_PERSON:
        return _(
            "Bu paketin operatöre ulaşıp ulaşmadığı bilinmiyor. Operatöre sorun, sonra"
            " “Sonucu işaretle” deyin."
        )
    if batch.state in (State.CLAIMED, State.HANDING_OVER):
        return _("Bu paket şu anda operatöre veriliyor; sonucunu bekleyin.")
    return _("Bu paketin işi bitti; yeniden göndermek için yeni bir gönderim başlatın.")


def retry(batch_id: int, actor: Actor) -> Batch:
    """Makes a waiting batch due now, or has an unknown one asked for now.

    Nothing is sent twice by it. Raises ``Conflict`` with ``retry_refusal``'s reason.
    """
    actor.require(CHANGE)
    with firm_scope(actor.firm_id), transaction.atomic():
        batch = _locked(batch_id)
        refusal = retry_refusal(batch)
        if refusal:
            raise Conflict(refusal)
        column = "due_at" if batch.state == State.READY else "next_check_at"
        Batch.objects.filter(pk=batch.pk).update(**{column: NOW})
        if batch.state == State.READY:
            nudges.lane(batch.account_id)
        else:
            nudges.doubts(batch.account_id)
        trail.record(actor, "outbox.batch.retry", batch)
        return batch


def cancel_refusal(batch: Batch) -> str | None:
    """Why the batch cannot be cancelled now (Turkish, with what to do), or None."""
    if batch.state in (State.READY, State.HELD) and not batch.may_be_with_operator:
        return None
    if batch.state in FINAL:
        return _("Bu paketin işi bitti; iptal edilecek bir şey yok.")
    if batch.state in (State.CLAIMED, State.HANDING_OVER):
        return _("Bu paket şu anda operatöre veriliyor; iptal için geç kalındı.")
    return _("Bu paket operatöre ulaşmış olabilir; sonucu belli olmadan iptal edilemez.")


def cancel_batch(batch_id: int, actor: Actor) -> Batch:
    """Ends one waiting batch; the room refunds. Raises ``Conflict`` when it is too late."""
    actor.require(CHANGE)
    with firm_scope(actor.firm_id), transaction.atomic():
        batch = _locked(batch_id)
        refusal = cancel_refusal(batch)
        if refusal:
            raise Conflict(refusal)
        batch.halt = Halt.CANCEL
        send_back(batch, resolution=actor.label[:300])
        batch.refresh_from_db()
        trail.record(actor, "outbox.batch.cancel", batch)
        return batch


def resolve_refusal(batch: Batch) -> str | None:
    """Why there is nothing to decide about the batch, or None."""
    if batch.state == State.NEEDS_PERSON:
        return None
    if batch.state == State.UNKNOWN:
        return _("Operatöre henüz soruluyor; sonuç bulunamazsa karar sizden istenecek.")
    return _("Yalnız “Kararınız gerekiyor” durumundaki paketler işaretlenebilir.")


def resolve(batch_id: int, actor: Actor, verdict: str, note: str = "") -> Batch:
    """Ends a batch in NEEDS_PERSON as the person found out.

    ``sent``: accepted, credits stay spent. ``not_sent_retry``: goes again (or stays held or
    ends, if its subject was held or cancelled meanwhile). ``not_sent_refund``: cancelled,
    the room refunds. Raises ``Conflict`` when there is nothing to decide.
    """
    actor.require(CHANGE)
    decided = Verdict(verdict)
    with firm_scope(actor.firm_id), transaction.atomic():
        batch = _locked(batch_id)
        refusal = resolve_refusal(batch)
        if refusal:
            raise Conflict(refusal)
        resolution = (f"{actor.label}: {note}" if note else actor.label)[:300]
        if decided == Verdict.SENT:
            _mark_sent(batch, resolution)
        else:
            if decided == Verdict.NOT_SENT_REFUND:
                batch.halt = Halt.CANCEL
            send_back(batch, resolution=resolution)
            nudges.lane(batch.account_id)
        batch.refresh_from_db()
        changes = {"state": [State.NEEDS_PERSON.value, batch.state], "verdict": decided.value}
        trail.record(actor, "outbox.batch.resolve", batch, changes)
        return batch


def pause_lane(account_id: int, actor: Actor, note: str = "") -> Lane:
    """Stops all hand-overs of the account until somebody resumes the lane."""
    actor.require(CHANGE)
    with firm_scope(actor.firm_id), transaction.atomic():
        lane = _lane(account_id)
        lanes.pause(account_id, PauseReason.PERSON, note, by=actor.label)
        trail.record(actor, "outbox.lane.pause", lane, {"note": note} if note else None)
        lane.refresh_from_db()
        return lane


def resume_lane(account_id: int, actor: Actor) -> Lane:
    """Lets the account hand over again, whatever it was stopped for."""
    actor.require(CHANGE)
    with firm_scope(actor.firm_id), transaction.atomic():
        lane = _lane(account_id)
        lanes.resume(account_id)
        nudges.lane(account_id)
        trail.record(actor, "outbox.lane.resume", lane, {"reason": [lane.pause_reason, ""]})
        lane.refresh_from_db()
        return lane


def _mark_sent(batch: Batch, resolution: str) -> None:
    Batch.objects.filter(pk=batch.pk).update(
        state=State.ACCEPTED, accepted_at=NOW, lease_until=None, resolution=resolution
    )
    batch.refresh_from_db()
    handler = handlers.get(batch.kind)
    handler.accepted(batch, Taken(batch.packet_id, tuple(batch.operator_ids)))


def _locked(batch_id: int) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("Gönderim paketi bulunamadı."))
    return batch


def _lane(account_id: int) -> Lane:
    lane = Lane.objects.select_for_update().filter(account_id=account_id).first()
    if lane is None:
        raise NotFound(_("Gönderim hattı bulunamadı."))
    return lane
