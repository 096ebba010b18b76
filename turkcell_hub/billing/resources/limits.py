"""Limit Artırım Talepleri (L-126)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.applications.services import changes
from turkcell_hub.applications.states import badge as item_badge
from turkcell_hub.billing import limit_orders
from turkcell_hub.billing.models import LimitRequest, RequestState
from turkcell_hub.billing.own import is_own
from turkcell_hub.billing.selectors import limit, wallets
from turkcell_hub.billing.services import limit_requests
from turkcell_hub.portal import cells
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_BADGES = {
    RequestState.WAITING: "warning",
    RequestState.HANDED_ON: "info",
    RequestState.APPROVED: "success",
    RequestState.REJECTED: "danger",
}


def badge(state: str) -> str:
    return _BADGES.get(RequestState(state), "secondary")


class LimitRequestForm(HubForm):
    amount = forms.IntegerField(
        label=__("İstenen aylık SMS limiti"), min_value=1, help_text=__("Artış değil, yeni limit.")
    )
    reason = forms.CharField(
        label=__("Gerekçe"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        """Says how the firm stands before anything is typed."""
        super().__init__(*args, actor=actor, **kwargs)
        if actor is None:
            return
        profile = wallets.profile_of(actor.firm_id)
        self.fields["amount"].help_text = (
            _("Şimdiki limit %(limit)s. Artış değil, yeni limit.")
            % {"limit": cells.number(profile.sms_limit)}
            if profile.is_postpaid
            else _("Ön ödemeli hesabın limiti yoktur; kredi satın alın.")
        )
        if waiting := limit.open_request():
            self.fields["amount"].help_text = _(
                "Sonuçlanmamış bir talep var: %(request)s (%(state)s). O sonuçlanmadan yenisi"
                " açılmaz."
            ) % {"request": waiting, "state": waiting.get_state_display()}


class ApprovalForm(HubForm):
    note = forms.CharField(label=__("Not"), max_length=300, required=False)


class RejectionForm(HubForm):
    note = forms.CharField(label=__("Ret nedeni"), max_length=300)


class AnswerForm(HubForm):
    note = forms.CharField(label=__("Operatörün söylediği"), max_length=300)


class LimitRequestFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=RequestState.choices)

    class Meta:
        model = LimitRequest
        fields = ("state",)


def _approve(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    done = limit_requests.approve(actor, rows.get(), data.get("note", ""))
    if done.state == RequestState.HANDED_ON:
        said = _("Talep onaylandı ve operatöre iletildi; limit operatör kabul edince artar.")
    else:
        said = _("Limit %(amount)s oldu.") % {"amount": cells.number(done.amount)}
    return ActionResult(said, touched=1)


def _reject(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    limit_requests.reject(actor, rows.get(), data["note"])
    return ActionResult(_("Talep reddedildi."), touched=1)


def _withdraw(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    limit_requests.withdraw(actor, rows.get())
    return ActionResult(_("Talep geri çekildi."), touched=1)


def _accepted(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    done = limit_requests.answer(actor, rows.get(), True, data["note"])
    return ActionResult(
        _("Limit %(amount)s oldu.") % {"amount": cells.number(done.amount)}, touched=1
    )


def _turned_down(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    limit_requests.answer(actor, rows.get(), False, data["note"])
    return ActionResult(_("Operatörün reddi yazıldı."), touched=1)


def _unanswerable(actor: Any, row: LimitRequest) -> str | None:
    if row.state != RequestState.HANDED_ON:
        return _("Talep “%(state)s” durumunda.") % {"state": row.get_state_display()}
    if is_own(actor, row):
        return _("Kendi talebinize karar veremezsiniz; başka bir yetkili karar vermeli.")
    item = limit_orders.order_of(row)
    if item is None or not changes.is_told_by_hand(item):
        return _("Operatörün yanıtı kendiliğinden gelir.")
    return None


def _undecidable(actor: Any, row: LimitRequest) -> str | None:
    if row.state != RequestState.WAITING:
        return _("Talep “%(state)s” durumunda.") % {"state": row.get_state_display()}
    if is_own(actor, row):
        return _("Kendi talebinize karar veremezsiniz; başka bir yetkili karar vermeli.")
    return None


def _not_waiting(_actor: Any, row: LimitRequest) -> str | None:
    if row.state == RequestState.WAITING:
        return None
    return _("Talep “%(state)s” durumunda.") % {"state": row.get_state_display()}


ACTIONS = (
    Action("approve", __("Onayla"), "billing.limit.approve", ActionKind.ROW, run=_approve,
           icon="check", form=ApprovalForm, refusal=_undecidable, rest=False,
           confirm=lambda _a, _n: _("Aylık SMS limiti istenen sayıya çıkar. Onaylıyor musunuz?")),
    Action("reject", __("Reddet"), "billing.limit.approve", ActionKind.ROW, run=_reject, icon="x",
           danger=True, form=RejectionForm, refusal=_undecidable, rest=False),
    Action("accepted", __("Operatör kabul etti"), "billing.limit.approve", ActionKind.ROW,
           run=_accepted, icon="circle-check", form=AnswerForm, refusal=_unanswerable, rest=False,
           confirm=lambda _a, _n: _("Aylık SMS limiti istenen sayıya çıkar. Onaylıyor musunuz?")),
    Action("turned-down", __("Operatör reddetti"), "billing.limit.approve", ActionKind.ROW,
           run=_turned_down, icon="circle-x", danger=True, form=AnswerForm, refusal=_unanswerable,
           rest=False),
    Action("withdraw", __("Geri çek"), "billing.limit.add", ActionKind.ROW, run=_withdraw,
           icon="arrow-back-up", refusal=_not_waiting, rest=False,
           confirm=lambda _a, _n: _("Talep geri çekilsin mi?")),
)  # fmt: skip


@register
class LimitRequestResource(Resource):
    slug = "limit-requests"
    model = LimitRequest
    title = __("Limit Artırım Talepleri")
    singular = __("Limit Artırım Talebi")
    rights = "billing.limit"
    section = "applications"
    icon = "trending-up"
    menu_order = 60
    filterset = LimitRequestFilter
    ordering = ("-pk",)
    form = LimitRequestForm
    actions = ACTIONS
    can_change = False
    can_delete = False
    detail_template = "billing/limit_request.html"
    columns = (
        Column("amount", __("İstenen limit"), kind="number", primary=True),
        Column("limit_before", __("Talep anındaki limit"), kind="number"),
        Column("reason", __("Gerekçe")),
        Column("state", __("Durum"), kind="state", badge=badge),
        Column("by_label", __("İsteyen")),
        Column("created_at", __("Talep zamanı"), kind="datetime", order_by="pk"),
        Column("decided_by", __("Karar veren")),
        Column("decision_note", __("Karar notu")),
        Column("decided_at", __("Karar zamanı"), kind="datetime", hidden=True),
    )
    empty_title = __("Henüz talep yok")
    empty_text = __(
        "Faturalı hesabın aylık SMS limiti yetmiyorsa yeni limiti ve gerekçesini yazın; onaylanınca"
        " limit artar."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return LimitRequest.objects.all()

    def detail(self, actor: Any, row: LimitRequest) -> dict[str, Any]:
        item = limit_orders.order_of(row)
        return {"ordered": item, "ordered_badge": item_badge(item.state) if item else ""}

    def create(self, actor: Any, data: Mapping[str, Any]) -> LimitRequest:
        return limit_requests.ask(actor, data["amount"], data["reason"])
