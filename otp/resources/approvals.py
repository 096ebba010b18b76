"""Onay İstekleri: what people are asked to approve with a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from otp.forms.approvals import ApprovalForm, RejectForm
from otp.models import Approval, ApprovalState
from otp.permissions import ANSWER, APPROVALS_ADD
from otp.services import approvals
from turkcell_hub.lib.money import format_tl
from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

_BADGES = {
    ApprovalState.WAITING: "warning",
    ApprovalState.APPROVED: "success",
    ApprovalState.REJECTED: "danger",
}


class ApprovalFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=ApprovalState.choices)

    class Meta:
        model = Approval
        fields = ("state",)


def _reject(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    approvals.reject(actor, rows.get().pk, data.get("note", ""))
    return ActionResult(_("Onay isteği reddedildi."), touched=1)


def _cancel(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    approvals.cancel(actor, rows.get().pk)
    return ActionResult(_("Onay isteği geri çekildi."), touched=1)


def _closed(_actor: Any, row: Approval) -> str | None:
    if row.state == ApprovalState.WAITING:
        return None
    return _("İstek artık açık değil: %(state)s.") % {"state": row.get_state_display()}


def _not_mine(actor: Any, row: Approval) -> str | None:
    if row.approver_id != actor.membership_id:
        return _("Bu isteğe yalnız %(who)s karar verir.") % {"who": row.approver.name}
    return _closed(actor, row)


def _amount(row: Approval) -> str:
    return format_tl(row.amount).lstrip("₺") if row.amount is not None else ""


@register
class ApprovalResource(Resource):
    slug = "otp-approvals"
    model = Approval
    title = __("Onay İstekleri")
    singular = __("Onay İsteği")
    rights = "otp.approval"
    section = "operations"
    icon = "shield-check"
    menu_order = 70
    filterset = ApprovalFilter
    form = ApprovalForm
    can_change = can_delete = False
    hides_rows = True
    detail_template = "otp/approval.html"
    search_placeholder = __("Konu, belge ya da taraf ara")
    empty_title = __("Bekleyen onay yok")
    empty_text = __("Size ya da sizin istediğiniz onaylar burada görünür.")
    columns = (
        Column("title", __("Konu"), primary=True, order_by="title"),
        Column("document_number", __("Belge no"), order_by="document_number"),
        Column("party", __("Taraf")),
        Column("amount", __("Tutar"), order_by="amount", value=_amount),
        Column("currency", __("Para birimi")),
        Column("approver", __("Onaylayacak"), value=lambda row: row.approver.name),
        Column("state", __("Durum"), kind="state",
               badge=lambda state: _BADGES.get(ApprovalState(state), "secondary")),
        Column("asked_by", __("İsteyen")),
        Column("created_at", __("İstek"), kind="datetime", order_by="created_at"),
        Column("due_at", __("Son zaman"), kind="datetime", order_by="due_at"),
        Column("decided_at", __("Karar"), kind="datetime", hidden=True),
        Column("note", __("Not"), hidden=True),
        Column("external_id", __("Kayıt numarası"), hidden=True),
        Column("details", __("Ayrıntı"), hidden=True),
    )  # fmt: skip
    actions = (
        Action("reject", __("Reddet"), ANSWER, ActionKind.ROW, _reject, "x", danger=True,
               form=RejectForm, refusal=_not_mine, rest=False),
        Action("cancel", __("Geri çek"), APPROVALS_ADD, ActionKind.ROW, _cancel, "arrow-back-up",
               danger=True, refusal=_closed,
               confirm=lambda _actor, _count: _("Onay isteği kapanır; gelen kod geçmez olur.")),
    )  # fmt: skip

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return approvals.visible(actor)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = fold(text)
        rows = queryset.values_list("pk", "title", "document_number", "party")[:5000]
        found = [pk for pk, *words in rows if any(wanted in fold(word) for word in words)]
        return queryset.filter(pk__in=found)

    def create(self, actor: Any, data: Mapping[str, Any]) -> Approval:
        return approvals.ask(actor, data)

    def detail(self, actor: Any, row: Approval) -> dict[str, Any]:
        mine = row.approver_id == actor.membership_id
        return {
            "can_answer": mine and row.state == ApprovalState.WAITING,
            "receipt": approvals.receipt_of(row),
            "text": approvals.subject_of(row).text,
        }
