"""Actions of the documents' list: one menu entry and one REST call each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import documents, taking
from turkcell_hub.erp.states import DocumentState, may_move
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult

S = DocumentState
Data = Mapping[str, Any]


class ReasonForm(HubForm):
    reason = forms.CharField(label=__("Nedeni"), max_length=300)


class SettleForm(HubForm):
    erp_ref = forms.CharField(
        label=__("ERP'deki kayıt no"),
        max_length=64,
        required=False,
        help_text=__("ERP'de fiş numarasıyla arayın. Belge orada yoksa boş bırakın."),
    )


def _release(actor: Any, rows: QuerySet[Document], _data: Data) -> ActionResult:
    found = list(rows.order_by("pk"))
    for row in found:
        documents.release(row, actor)
    return ActionResult(
        _("%(count)d belge ERP'ye verildi.") % {"count": len(found)}, touched=len(found)
    )


def _cancel(actor: Any, rows: QuerySet[Document], data: Data) -> ActionResult:
    outcome = documents.cancel_many(rows, actor, data["reason"])
    said = _("%(count)d belge iptal edildi.") % {"count": len(outcome.done)}
    if outcome.refused:
        said += " " + _("%(count)d belge ERP'de olduğu için kaldı.") % {
            "count": len(outcome.refused)
        }
    return ActionResult(said, touched=len(outcome.done))


def _void(actor: Any, rows: QuerySet[Document], data: Data) -> ActionResult:
    documents.void(rows.get(), actor, data["reason"])
    return ActionResult(_("Belge iptal edildi; faturası yeniden işlenebilir."), touched=1)


def _settle(actor: Any, rows: QuerySet[Document], data: Data) -> ActionResult:
    row = taking.settle_doubt(rows.get(), actor, data["erp_ref"])
    return ActionResult(
        _("Belge işlenmiş sayıldı.") if row.erp_ref else _("Belge yeniden sıraya girdi."), touched=1
    )


def _state_text(row: Document) -> str:
    return _("Belge “%(state)s” durumunda.") % {"state": row.get_state_display()}


def _not_releasable(_actor: Any, row: Document) -> str | None:
    fits = may_move(row.state, S.READY) and row.state != S.TAKEN
    return None if fits else _state_text(row)


def _not_cancellable(_actor: Any, row: Document) -> str | None:
    if row.in_doubt:
        return _("ERP'ye yazılmış olabilir; önce “Sonucu işaretle”.")
    fits = may_move(row.state, S.CANCELLED) and row.state != S.POSTED
    return None if fits else _state_text(row)


def _not_posted(_actor: Any, row: Document) -> str | None:
    return None if row.state == S.POSTED else _state_text(row)


def _not_doubtful(_actor: Any, row: Document) -> str | None:
    if row.state == S.READY and row.in_doubt:
        return None
    return _("Bu belgenin sonucu belirsiz değil.")


ACTIONS = (
    Action("release", __("ERP'ye ver"), "erp.document.release", ActionKind.BULK, run=_release,
           icon="send", refusal=_not_releasable,
           confirm=lambda _actor, count: _("%(count)d belge denetlenip ERP'ye verilecek.")
           % {"count": count}),
    Action("xml", __("Logo XML indir"), "erp.document.view", ActionKind.ROW, icon="file-export",
           rest=False, url=lambda row: reverse("erp-document-xml", args=[row.pk])),
    Action("settle", __("Sonucu işaretle"), "erp.document.void", ActionKind.ROW, run=_settle,
           icon="zoom-question", form=SettleForm, refusal=_not_doubtful),
    Action("cancel", __("İptal et"), "erp.document.cancel", ActionKind.BULK, run=_cancel,
           icon="x", danger=True, form=ReasonForm, refusal=_not_cancellable,
           confirm=lambda _actor, count: _(
               "%(count)d belge iptal edilecek; faturaları yeniden işlenebilir."
           ) % {"count": count}),
    Action("void", __("ERP'de iptal edildi"), "erp.document.void", ActionKind.ROW, run=_void,
           icon="ban", danger=True, form=ReasonForm, refusal=_not_posted,
           confirm=lambda _actor, _count: _(
               "ERP'deki belgeyi iptal ettiyseniz onaylayın; faturası yeniden işlenebilir olur."
           )),
)  # fmt: skip
