"""Webhook'lar and Webhook Teslimleri."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.events.forms import EndpointForm
from turkcell_hub.events.models import (
    Delivery,
    DeliveryProblem,
    DeliveryState,
    Endpoint,
    StopReason,
)
from turkcell_hub.events.services import endpoints
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.scope import NoFirmScope

Data = Mapping[str, Any]
_BADGES = {
    DeliveryState.DELIVERED: "success",
    DeliveryState.WAITING: "info",
    DeliveryState.FAILED: "danger",
}


def _state(row: Endpoint) -> str:
    return str(StopReason(row.stop_reason).label)


def _why(row: Delivery) -> str:
    """In words; what an older release kept stands as it is."""
    known = row.problem in DeliveryProblem.values
    return str(DeliveryProblem(row.problem).label) if known else row.problem


def _types(row: Endpoint) -> str:
    return ", ".join(row.types) or _("hepsi")


def _test(actor: Any, rows: QuerySet[Endpoint], _data: Data) -> ActionResult:
    endpoints.test(actor, rows.get())
    return ActionResult(_("Deneme olayı gönderiliyor; sonucu Webhook Teslimleri'nde."),
                        url=reverse("webhook-deliveries-list"), touched=1)  # fmt: skip


def _stop(actor: Any, rows: QuerySet[Endpoint], _data: Data) -> ActionResult:
    endpoints.stop(actor, rows.get())
    return ActionResult(_("Webhook durduruldu."), touched=1)


def _resume(actor: Any, rows: QuerySet[Endpoint], _data: Data) -> ActionResult:
    endpoints.resume(actor, rows.get())
    return ActionResult(_("Webhook açıldı; bekleyenler hemen denenir."), touched=1)


def _stopped(_actor: Any, row: Endpoint) -> str | None:
    return _state(row) if row.stop_reason else None


def _running(_actor: Any, row: Endpoint) -> str | None:
    return None if row.stop_reason else _("Webhook zaten etkin.")


CHANGE = endpoints.RIGHT
ENDPOINTS = (
    Action("rotate", __("Sırrı yenile"), CHANGE, ActionKind.ROW, icon="refresh", rest=False,
           url=lambda row: reverse("webhook-rotate", args=[row.pk]) if row else ""),
    Action("test", __("Deneme olayı gönder"), CHANGE, ActionKind.ROW, run=_test, icon="test-pipe",
           refusal=_stopped, rest=False),
    Action("stop", __("Durdur"), CHANGE, ActionKind.ROW, run=_stop, icon="player-pause",
           refusal=_stopped, rest=False,
           confirm=lambda _actor, _count: _("Durdukça olanlar bu adres için saklanmaz.")),
    Action("resume", __("Aç"), CHANGE, ActionKind.ROW, run=_resume, icon="player-play",
           refusal=_running, rest=False),
)  # fmt: skip


@register
class EndpointResource(Resource):
    slug = "webhooks"
    model = Endpoint
    title = __("Webhook'lar")
    singular = __("Webhook")
    rights = "events.webhook"
    section = "settings"
    icon = "webhook"
    menu_order = 71
    columns = (
        Column("url", __("Adres"), order_by=("url", "pk"), primary=True),
        Column("description", __("Açıklama")),
        Column("types", __("Olaylar"), value=_types),
        Column("state", __("Durum"), kind="state", value=_state,
               badge=lambda text: "success" if text == str(StopReason.NONE.label) else "danger"),
        Column("last_ok_at", __("Son başarılı teslim"), kind="datetime"),
        Column("failing_since", __("Hata başlangıcı"), kind="datetime"),
        Column("created_by", __("Ekleyen"), hidden=True),
        Column("created_at", __("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )  # fmt: skip
    form = EndpointForm
    actions = ENDPOINTS
    empty_title = __("Henüz webhook yok")
    empty_text = __(
        "Programınız sormadan haber alsın: ERP belgesi işlendi, gönderim bitti gibi olaylar imzalı"
        " olarak adresinize gönderilir."
    )

    def right(self, verb: str) -> str:
        return CHANGE if verb in ("add", "change", "delete") else "events.webhook.view"

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Endpoint.objects.all()

    def initial_of(self, row: Endpoint) -> dict[str, Any]:
        return {"url": row.url, "description": row.description, "types": row.types}

    def update(self, actor: Any, row: Endpoint, data: Data) -> Endpoint:
        return endpoints.change(actor, row, data["url"], data["types"], data["description"])

    def delete(self, actor: Any, row: Endpoint) -> None:
        endpoints.remove(actor, row)


def _endpoints(_request: object) -> QuerySet[Any]:
    try:
        return Endpoint.objects.all()
    except NoFirmScope:
        return QuerySet(Endpoint).none()


class DeliveryFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=DeliveryState.choices)
    endpoint = ScopedChoiceFilter(label=__("Webhook"), queryset=_endpoints)
    type = django_filters.CharFilter(label=__("Olay"), field_name="event__type")
    created = django_filters.DateFromToRangeFilter(label=__("Tarih"), field_name="created_at")

    class Meta:
        model = Delivery
        fields = ("state", "endpoint", "type", "created")


def _replay(actor: Any, rows: QuerySet[Delivery], _data: Data) -> ActionResult:
    count = endpoints.replay(actor, rows)
    return ActionResult(_("%(count)d teslim yineleniyor.") % {"count": count}, touched=count)


@register
class DeliveryResource(Resource):
    slug = "webhook-deliveries"
    model = Delivery
    title = __("Webhook Teslimleri")
    singular = __("Webhook Teslimi")
    rights = "events.delivery"
    section = "reports"
    icon = "webhook"
    menu_order = 62
    columns = (
        Column("event.type", __("Olay"), primary=True),
        Column("endpoint.url", __("Adres")),
        Column("state", __("Durum"), kind="state", badge=lambda s: _BADGES.get(s, "secondary")),
        Column("status", __("HTTP yanıtı"), kind="number"),
        Column("problem", __("Hata"), value=_why),
        Column("attempts", __("Deneme"), kind="number"),
        Column("due_at", __("Sonraki deneme"), kind="datetime", hidden=True),
        Column("tried_at", __("Son deneme"), kind="datetime"),
        Column("milliseconds", __("Süre (ms)"), kind="number", hidden=True),
        Column("event.key", __("webhook-id"), hidden=True),
        Column("created_at", __("Oluşturulma"), kind="datetime", order_by="pk"),
    )
    filterset = DeliveryFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    detail_template = "events/delivery.html"
    actions = (
        Action("replay", __("Yeniden gönder"), endpoints.REPLAY, ActionKind.BULK,
               run=_replay, icon="refresh",
               confirm=lambda _actor, count: _("%(count)d olay aynı kimlikle yeniden gönderilecek.")
               % {"count": count}),
    )  # fmt: skip
    empty_title = __("Henüz teslim yok")
    empty_text = __(
        "Webhook tanımladığınızda her olayın kime, ne zaman, hangi yanıtla gittiği burada durur."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Delivery.objects.select_related("endpoint", "event")

    def label_of(self, row: Delivery) -> str:
        return f"{row.event.type} → {row.endpoint}"
