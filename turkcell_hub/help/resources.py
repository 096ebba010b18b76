"""Destek Talepleri: a person's own, and all of the firm for its managers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.help import selectors
from turkcell_hub.help.forms import ReplyForm, TicketForm
from turkcell_hub.help.models import Ticket, TicketState
from turkcell_hub.help.permissions import ADD
from turkcell_hub.help.services import tickets
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.resources.base import folded

BADGES = {TicketState.OPEN: "warning", TicketState.ANSWERED: "success"}


def badge(state: str) -> str:
    return BADGES.get(TicketState(state), "secondary")


class TicketFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=TicketState.choices)

    class Meta:
        model = Ticket
        fields = ("state",)


def _close(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    row = tickets.close(actor, rows.get())
    return ActionResult(_("Kapandı: %(name)s") % {"name": row}, touched=1)


def _reply(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    tickets.write(actor, rows.get(), data["text"], data.get("file"))
    return ActionResult(_("Yazınız iletildi."), touched=1)


def _closed(_actor: Any, row: Ticket) -> str | None:
    if row.state != TicketState.CLOSED:
        return None
    return _("Bu talep kapandı; yeni bir talep açın.")


ACTIONS = (
    Action("reply", __("Yaz"), ADD, ActionKind.ROW, run=_reply, icon="pencil", form=ReplyForm,
           refusal=_closed),
    Action("close", __("Kapat"), ADD, ActionKind.ROW, run=_close, icon="check", refusal=_closed,
           confirm=lambda _a, _n: _("Talep kapatılsın mı? Yazışması kalır.")),
)  # fmt: skip


@register
class TicketResource(Resource):
    slug = "tickets"
    model = Ticket
    title = __("Destek Talepleri")
    singular = __("Destek Talebi")
    rights = "help.ticket"
    section = "settings"
    icon = "messages"
    menu_order = 201
    filterset = TicketFilter
    form = TicketForm
    actions = ACTIONS
    can_change = False
    can_delete = False
    hides_rows = True
    detail_template = "help/ticket.html"
    search_placeholder = __("Konu ara")
    columns = (
        Column("number", __("No"), order_by="pk"),
        Column("subject", __("Konu"), primary=True, order_by="subject"),
        Column("state", __("Durum"), kind="state", badge=badge, order_by="state"),
        Column("by_label", __("Açan")),
        Column("changed_at", __("Son yazışma"), kind="datetime", order_by="changed_at"),
        Column("call_from", __("Arama saati"), kind="datetime", order_by="call_from"),
        Column("phone", __("Aranacak telefon"), kind="phone", hidden=True),
        Column("created_at", __("Açılış"), kind="datetime", hidden=True),
    )
    empty_title = __("Henüz destek talebi yok")
    empty_text = __("Sorunuzu yazın ya da sizi aramamızı isteyin; yanıt burada ve e-postanızda.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return selectors.tickets_of(actor)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "subject", "by_label")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Ticket:
        return tickets.open_(actor, data)

    def detail(self, actor: Any, row: Ticket) -> dict[str, Any]:
        if actor.membership_id is not None:
            tickets.mark_seen(actor, row)
        return {
            "thread": selectors.entries_of(row),
            "badge_level": badge(row.state),
            "is_open": row.state != TicketState.CLOSED,
            "form": ReplyForm(actor=actor) if actor.can(ADD) else None,
        }
