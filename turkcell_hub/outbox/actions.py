"""Actions of the queue's and the lanes' lists; each calls one service a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.outbox.forms import PauseForm, VerdictForm
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import decisions, unread
from turkcell_hub.outbox.services.decisions import CHANGE
from turkcell_hub.resources import Action, ActionKind, ActionResult

Actor = Any  # the toolkits' protocol; services want the tenancy's own
Rows = QuerySet[Any]
Data = Mapping[str, Any]


def _each(rows: Rows, do: Callable[[int], object], field: str, said: str) -> ActionResult:
    ids = list(rows.values_list(field, flat=True))
    for row_id in ids:
        do(row_id)
    return ActionResult(said % {"count": len(ids)}, touched=len(ids))


def _retry(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    said = _("%(count)d paket hemen denenecek.")
    return _each(rows, lambda pk: decisions.retry(pk, actor), "pk", said)


def _cancel(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    said = _("%(count)d paket iptal edildi; kredileri iade edildi.")
    return _each(rows, lambda pk: decisions.cancel_batch(pk, actor), "pk", said)


def _resolve(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    said = _("%(count)d paketin sonucu işaretlendi.")

    def decide(pk: int) -> object:
        return decisions.resolve(pk, actor, data["verdict"], data.get("note", ""))

    return _each(rows, decide, "pk", said)


def _pause(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    said = _("%(count)d hat durduruldu; bekleyen paketler sırada kalır.")
    note = data.get("note", "")
    return _each(rows, lambda pk: decisions.pause_lane(pk, actor, note), "account_id", said)


def _resume(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    said = _("%(count)d hat açıldı.")
    return _each(rows, lambda pk: decisions.resume_lane(pk, actor), "account_id", said)


def _reread(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    ids = list(rows.values_list("account_id", flat=True))
    count = sum(unread.again(actor, account_id) for account_id in ids)
    return ActionResult(
        _("%(count)d bildirim yeniden denenecek.") % {"count": count}, touched=count
    )


def _reread_refusal(_actor: Actor, lane: Lane) -> str | None:
    aside = getattr(lane, "unread", 1)  # counted where the lane comes from the list
    return None if aside else _("Bu hatta anlaşılamayan bildirim yok.")


def _pause_refusal(_actor: Actor, lane: Lane) -> str | None:
    if lane.paused and lane.pause_reason == "PERSON":
        return _("Bu hat zaten durdurulmuş.")
    return None


def _resume_refusal(_actor: Actor, lane: Lane) -> str | None:
    return None if lane.paused else _("Bu hat zaten çalışıyor.")


def _cancel_question(_actor: Actor, count: int) -> str:
    return _("%(count)d paket gönderilmeyecek, kredileri iade edilecek. İptal edilsin mi?") % {
        "count": count
    }


def _resume_question(_actor: Actor, count: int) -> str:
    return _(
        "%(count)d hat açılacak ve bekleyen paketler gönderilmeye başlanacak. Durmanın nedeni"
        " giderildi mi?"
    ) % {"count": count}


def _refusal(rule: Callable[[Batch], str | None]) -> Callable[[Any, Any], str | None]:
    return lambda _actor, batch: rule(batch)


BATCHES = (
    Action(
        "retry",
        gettext_lazy("Hemen dene"),
        CHANGE,
        ActionKind.BULK,
        run=_retry,
        icon="refresh",
        refusal=_refusal(decisions.retry_refusal),
    ),
    Action(
        "resolve",
        gettext_lazy("Sonucu işaretle"),
        CHANGE,
        ActionKind.BULK,
        run=_resolve,
        icon="gavel",
        form=VerdictForm,
        refusal=_refusal(decisions.resolve_refusal),
    ),
    Action(
        "cancel",
        gettext_lazy("İptal et"),
        CHANGE,
        ActionKind.BULK,
        run=_cancel,
        icon="ban",
        danger=True,
        refusal=_refusal(decisions.cancel_refusal),
        confirm=_cancel_question,
    ),
)
LANES = (
    Action(
        "pause",
        gettext_lazy("Hattı durdur"),
        CHANGE,
        ActionKind.BULK,
        run=_pause,
        icon="player-pause",
        danger=True,
        form=PauseForm,
        refusal=_pause_refusal,
    ),
    Action(
        "resume",
        gettext_lazy("Hattı aç"),
        CHANGE,
        ActionKind.BULK,
        run=_resume,
        icon="player-play",
        refusal=_resume_refusal,
        confirm=_resume_question,
    ),
    Action(
        "reread",
        gettext_lazy("Anlaşılamayan bildirimleri yeniden dene"),
        CHANGE,
        ActionKind.BULK,
        run=_reread,
        icon="refresh",
        rest=False,
        refusal=_reread_refusal,
        confirm=lambda _actor, _count: _(
            "Kenara ayrılmış bildirimler bir kez daha okunur; yine anlaşılamayan yeniden kenara"
            " ayrılır, hiçbiri silinmez."
        ),
    ),
)
