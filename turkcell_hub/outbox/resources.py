"""Gönderim kuyruğu and Hat durumu: what waits, what is in doubt, and what stands still."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turkcell_hub.outbox import actions, handlers, lines
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.outbox.services import unread
from turkcell_hub.outbox.states import State
from turkcell_hub.outbox.words import lane_note, trouble
from turkcell_hub.resources import Actor, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import GatewayAccount

_BADGES = {
    State.ACCEPTED: "success",
    State.REFUSED: "danger",
    State.EXPIRED: "danger",
    State.NEEDS_PERSON: "danger",
    State.UNKNOWN: "warning",
    State.HELD: "warning",
    State.CANCELLED: "secondary",
}


def _accounts(_request: object) -> QuerySet[Any]:
    return GatewayAccount.objects.all()


def _label(batch: Batch) -> str:
    try:
        return handlers.get(batch.kind).label(batch)
    except KeyError:
        return str(batch)


def _error(batch: Batch) -> str:
    return trouble(batch.error_code, batch.vendor_code, batch.error_text)


class BatchFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=State.choices)
    account = ScopedChoiceFilter(label=_("Hesap"), queryset=_accounts)
    since = django_filters.DateFilter(
        label=_("Başlangıç"), field_name="created_at", lookup_expr="date__gte"
    )
    until = django_filters.DateFilter(
        label=_("Bitiş"), field_name="created_at", lookup_expr="date__lte"
    )

    class Meta:
        model = Batch
        fields = ("state", "account", "since", "until")


@register
class BatchResource(Resource):
    slug = "outbox-batches"
    model = Batch
    title = _("Gönderim kuyruğu")
    singular = _("Gönderim paketi")
    rights = "outbox.queue"
    section = "reports"
    icon = "stack-2"
    menu_order = 60
    hides_rows = True
    filterset = BatchFilter
    ordering = ("-pk",)
    can_add = False
    can_change = False
    can_delete = False
    actions = actions.BATCHES
    columns = (
        Column("subject", _("Gönderim"), value=_label, primary=True),
        Column("account.name", _("Hesap")),
        Column("state", _("Durum"), kind="state", badge=lambda raw: _BADGES.get(raw, "info")),
        Column("size", _("Mesaj"), kind="number", order_by="size"),
        Column("error", _("Hata"), value=_error),
        Column("due_at", _("Gönderim zamanı"), kind="datetime", order_by="due_at"),
        Column("attempt", _("Deneme"), kind="number"),
        Column("handed_over_at", _("Operatöre verilme"), kind="datetime", hidden=True),
        Column("accepted_at", _("Kabul zamanı"), kind="datetime", hidden=True),
        Column("next_check_at", _("Sonraki sorgu"), kind="datetime", hidden=True),
        Column("expires_at", _("Geçerlilik sonu"), kind="datetime", hidden=True),
        Column("reference", _("Referans"), hidden=True),
        Column("packet_id", _("Operatör paket no"), hidden=True),
        Column("resolution", _("Karar notu"), hidden=True),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )
    empty_title = _("Kuyruk boş")
    empty_text = _("Gönderimleriniz paketlere bölünür; her paketin durumu burada görünür.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        rows = Batch.objects.select_related("account").defer("operator_ids")
        for kind, handler in handlers.registered().items():
            subjects = handler.subjects(actor)  # type: ignore[arg-type]
            if subjects is not None:
                rows = rows.filter(~Q(kind=kind) | Q(subject_id__in=subjects))
        return rows

    def label_of(self, row: Batch) -> str:
        return _label(row)


def _count(*states: State) -> Coalesce:
    """Batches of the lane's account in these states."""
    batches = Batch.objects.filter(account_id=OuterRef("account_id"), state__in=states)
    counted = batches.order_by().values("account_id").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def _lane_state(lane: Lane) -> str:
    return str(PauseReason(lane.pause_reason).label)


def _connection(lane: Lane) -> str:
    """Of operators whose connection stays open (SMPP); nothing for the others."""
    if lines.kind_of(lane.account) is None:
        return ""
    held = lane.line_until is not None and lane.line_until > timezone.now()
    return gettext("Açık") if held else gettext("Kapalı")


@register
class LaneResource(Resource):
    slug = "outbox-lanes"
    model = Lane
    title = _("Hat durumu")
    singular = _("Gönderim hattı")
    rights = "outbox.queue"
    section = "reports"
    icon = "route"
    menu_order = 61
    ordering = ("account__name", "pk")
    can_add = False
    can_change = False
    can_delete = False
    actions = actions.LANES
    columns = (
        Column("account.name", _("Hesap"), order_by="account__name", primary=True),
        Column("pause_reason", _("Durum"), value=_lane_state),
        Column("pause_note", _("Açıklama"), value=lambda lane: lane_note(lane.pause_note)),
        Column("connection", _("Bağlantı"), value=_connection),
        Column("waiting", _("Bekleyen paket"), kind="number"),
        Column("doubtful", _("Belirsiz paket"), kind="number"),
        Column("unread", _("Okunamayan bildirim"), kind="number"),
        Column("consecutive_failures", _("Art arda hata"), kind="number"),
        Column("paused_at", _("Durdurulma"), kind="datetime"),
        Column("paused_by", _("Durduran")),
        Column("backoff_until", _("Ara verme sonu"), kind="datetime", hidden=True),
    )
    empty_title = _("Henüz gönderim hattı yok")
    empty_text = _("Bir operatör hesabından ilk gönderim yapıldığında hattı burada görünür.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        return Lane.objects.select_related("account").annotate(
            waiting=_count(State.READY, State.HELD),
            doubtful=_count(State.UNKNOWN, State.NEEDS_PERSON),
            unread=unread.counted(),
        )

    def label_of(self, row: Lane) -> str:
        return str(row.account)
