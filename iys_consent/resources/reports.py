"""Reports that are lists: what was told to İYS too late, and what the İYS quota went for."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as __

from iys_consent.filtersets import brands_of
from iys_consent.models import Channel, ConsentTask, Status, TaskState
from iys_consent.selectors.clock import IS_LATE
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.lib.business_days import business_days_between
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter

# Told too late, or told no more because it was too late.
TOO_LATE = IS_LATE | Q(settled_at__gt=F("due_at"))
_BADGES = {
    TaskState.STORED: "success",
    TaskState.LATE: "danger",
    TaskState.FAILED: "danger",
    TaskState.DROPPED: "secondary",
}


def _days_late(row: ConsentTask) -> int:
    """Business days after the last moment: until it was settled, or until now."""
    return business_days_between(row.due_at, row.settled_at or timezone.now())


class LateFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=__("İzin"), choices=Status.choices)
    channel = django_filters.ChoiceFilter(label=__("İzin türü"), choices=Channel.choices)
    state = django_filters.MultipleChoiceFilter(label=__("Sonuç"), choices=TaskState.choices)
    due_at = django_filters.DateFromToRangeFilter(label=__("Son an"))
    brand = ScopedChoiceFilter(label=__("Marka"), queryset=brands_of)

    class Meta:
        model = ConsentTask
        fields = ("status", "channel", "state", "due_at", "brand")


@register
class LateResource(Resource):
    slug = "late-consents"
    model = ConsentTask
    title = __("Geciken İYS Bildirimleri")
    singular = __("Geciken bildirim")
    rights = "iys.queue"
    section = "reports"
    icon = "clock-pause"
    menu_order = 61
    hides_rows = True
    filterset = LateFilter
    ordering = ("due_at", "pk")
    can_add = can_change = can_delete = False
    columns = (
        Column("recipient", __("Alıcı"), kind="phone", primary=True),
        Column("brand.name", __("Marka")),
        Column("status", __("İzin"), kind="state",
               badge=lambda raw: "success" if raw == Status.APPROVED else "danger"),
        Column("channel", __("İzin türü")),
        Column("consented_at", __("İzin tarihi"), kind="datetime",
               value=lambda row: row.movement.consented_at),
        Column("due_at", __("Son an"), kind="datetime", order_by="due_at"),
        Column("late", __("Gecikme (iş günü)"), kind="number", value=_days_late),
        Column("state", __("Sonuç"), kind="state", badge=lambda raw: _BADGES.get(raw, "warning")),
        Column("settled_at", __("Sonuçlanma"), kind="datetime", hidden=True),
        Column("text", __("Açıklama")),
        Column("decided_by", __("Karar veren"), hidden=True),
        Column("source", __("Kaynak"), value=lambda row: row.movement.source, hidden=True),
        Column("actor", __("Kaydeden"), value=lambda row: row.movement.actor_label, hidden=True),
        Column("recipient_type", __("Alıcı tipi"), hidden=True),
    )  # fmt: skip
    empty_title = __("Geciken bildirim yok")
    empty_text = __("Bütün onay ve retler süresinde İYS'ye bildirildi.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = ConsentTask.objects.filter(TOO_LATE).select_related("brand", "movement")
        return actor.visible(rows)

    def label_of(self, row: ConsentTask) -> str:
        return str(row)


class UsageFilter(django_filters.FilterSet):
    since = django_filters.DateFilter(
        label=__("Başlangıç"), field_name="at", lookup_expr="date__gte"
    )
    until = django_filters.DateFilter(label=__("Bitiş"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Transfer
        fields = ("since", "until")


@register
class UsageResource(Resource):
    """Kullanılan İzin Geçmişleri (K-069): its amounts sum up to Harcanan."""

    slug = "consent-usage"
    model = Transfer
    title = __("Kullanılan İzin Geçmişleri")
    singular = __("İzin kullanımı")
    rights = "ledger.transfer"
    section = "reports"
    icon = "report"
    menu_order = 41
    filterset = UsageFilter
    ordering = ("-pk",)
    can_add = can_change = can_delete = False
    columns = (
        Column("firm", __("Harcama Yapan Firma"), value=lambda row: str(row.firm)),
        Column("at", __("Harcama Tarihi"), kind="datetime", order_by="pk", primary=True),
        Column("people", __("Harcama Yapan Kişi")),
        Column("used", __("Kullanım Miktarı"), kind="number"),
        Column("amount", __("Ayrılan"), kind="number", hidden=True),
        Column("refunded", __("Geri gelen"), kind="number", hidden=True),
    )
    empty_title = __("Henüz izin harcanmadı")
    empty_text = __("İYS'ye kaydedilen her onay izin miktarınızdan 1 düşer ve burada görünür.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        """Who gave the consents that a spend was for; the sender itself where none is left."""
        told = ConsentTask.objects.filter(sent_in=OuterRef("subject_id")).order_by()
        people = told.values("sent_in").annotate(
            names=StringAgg("movement__actor_label", Value(", "), distinct=True)
        )
        rows = Transfer.objects.filter(kind=Kind.IYS, type=Transfer.Type.SPEND)
        return rows.select_related("firm").annotate(
            used=F("amount") - F("refunded"),
            people=Coalesce(Subquery(people.values("names"), output_field=CharField()), F("actor")),
        )
