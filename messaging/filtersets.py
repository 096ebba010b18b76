"""Filters of messaging's lists; the pages and REST use the same ones."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import Relation
from iys_consent.models import RecipientType
from messaging import inbound_handlers
from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    Campaign,
    CampaignState,
    Group,
    InboundMessage,
    Message,
    MessageClass,
    MessageState,
    MessageTemplate,
    PastReport,
    Subscriber,
    SubscriberKind,
    TemplateCategory,
    Thread,
    UsagePlace,
)
from messaging.verdicts import Verdict
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import AuthorityCode, Membership
from turkcell_hub.tenancy.scope import NoFirmScope


def rows_of(model: Any) -> QuerySet[Any]:
    """Nothing where no firm is in scope: the API's schema asks for the kind of field alone."""
    try:
        return model.objects.all()
    except NoFirmScope:
        return QuerySet(model).none()


def groups_of(request: object) -> QuerySet[Any]:
    """Those that exist for whoever asks: a hidden group is no filter either."""
    actor = getattr(request, "actor", None)
    rows = rows_of(Group).order_by("sort_key")
    return rows if actor is None else actor.visible(rows)


def _codes(request: object) -> QuerySet[Any]:
    held = getattr(getattr(request, "actor", None), "code_ids", None)
    rows = rows_of(AuthorityCode)
    return rows if held is None else rows.filter(pk__in=held)


class SubscriberFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kullanıcı tipi"), choices=SubscriberKind.choices)
    group = ScopedChoiceFilter(
        label=_("Grup"), field_name="group_places__group", queryset=groups_of
    )
    usage_place = filters.ChoiceFilter(
        label=_("Kullanım yeri"), choices=UsagePlace.choices, method="in_usage_place"
    )
    authority_code = ScopedChoiceFilter(label=_("Yetki kodu"), queryset=_codes)
    special_code = filters.CharFilter(label=_("Özel kodu"))
    recipient_type = filters.ChoiceFilter(label=_("Alıcı tipi"), choices=RecipientType.choices)
    relation = filters.ChoiceFilter(label=_("İlişki"), choices=Relation.choices)
    is_active = filters.BooleanFilter(label=_("Etkin"))

    class Meta:
        model = Subscriber
        fields = (
            "kind", "group", "usage_place", "authority_code", "special_code", "recipient_type",
            "relation", "is_active",
        )  # fmt: skip

    def in_usage_place(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(usage_places__contains=[value])


class GroupFilter(filters.FilterSet):
    authority_code = ScopedChoiceFilter(label=_("Yetki kodu"), queryset=_codes)

    class Meta:
        model = Group
        fields = ("authority_code",)


class TemplateFilter(filters.FilterSet):
    category = filters.ChoiceFilter(label=_("Tür"), choices=TemplateCategory.choices)

    class Meta:
        model = MessageTemplate
        fields = ("category",)


class CampaignFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(label=_("Durum"), choices=CampaignState.choices)
    message_class = filters.ChoiceFilter(label=_("Sınıf"), choices=MessageClass.choices)
    kind = filters.ChoiceFilter(label=_("Tür"), choices=Campaign.Kind.choices)
    source = filters.ChoiceFilter(label=_("Kaynak"), choices=Campaign.Source.choices)
    submitted = filters.DateFromToRangeFilter(label=_("Gönderim tarihi"), field_name="submitted_at")

    class Meta:
        model = Campaign
        fields = ("state", "message_class", "kind", "source", "submitted")


class MessageFilter(filters.FilterSet):
    campaign = filters.NumberFilter(label=_("Gönderim no"), field_name="campaign_id")
    state = filters.TypedMultipleChoiceFilter(
        label=_("Durum"), choices=MessageState.choices, coerce=int
    )
    verdict = filters.TypedChoiceFilter(
        label=_("Gönderilmeme nedeni"), choices=Verdict.choices, coerce=int
    )
    network_error = filters.NumberFilter(label=_("Şebeke kodu"))
    created = filters.DateFromToRangeFilter(label=_("Tarih"), field_name="created_at")

    class Meta:
        model = Message
        fields = ("campaign", "state", "verdict", "network_error", "created")


def _routes() -> list[tuple[str, Any]]:
    return inbound_handlers.choices()


class InboundFilter(filters.FilterSet):
    route = filters.ChoiceFilter(label=_("Yönlendirme"), choices=_routes)
    received = filters.DateFromToRangeFilter(label=_("Tarih"), field_name="received_at")

    class Meta:
        model = InboundMessage
        fields = ("route", "received")


def _members(request: object) -> QuerySet[Any]:
    return rows_of(Membership).filter(is_active=True)


class ThreadFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(label=_("Durum"), choices=Thread.State.choices)
    label = filters.ChoiceFilter(label=_("Etiket"), choices=Thread.Label.choices)
    assigned_to = ScopedChoiceFilter(label=_("Atanan"), queryset=_members)
    is_unread = filters.BooleanFilter(label=_("Okunmamış"), method="unread_or_not")
    possible_refusal = filters.BooleanFilter(label=_("Ret olabilir"))

    class Meta:
        model = Thread
        fields = ("state", "label", "assigned_to", "possible_refusal")

    def unread_or_not(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(unread__gt=0) if value else queryset.filter(unread=0)


class BlacklistFilter(filters.FilterSet):
    source = filters.ChoiceFilter(label=_("Kaynak"), choices=BlacklistEntry.Source.choices)
    origin = filters.ChoiceFilter(label=_("Geliş yolu"), choices=BlacklistEntry.Origin.choices)

    class Meta:
        model = BlacklistEntry
        fields = ("source", "origin")


class BlacklistChangeFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("İşlem"), choices=BlacklistChange.Kind.choices)
    source = filters.ChoiceFilter(label=_("Kaynak"), choices=BlacklistEntry.Source.choices)
    at = filters.DateFromToRangeFilter(label=_("Tarih"), field_name="at")

    class Meta:
        model = BlacklistChange
        fields = ("kind", "source", "at")


class PastReportFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(label=_("Durum"), choices=PastReport.State.choices)
    sender = filters.CharFilter(label=_("Gönderici"), lookup_expr="iexact")
    job = filters.NumberFilter(
        label=_("Aktarım no"), field_name="job_id", min_value=1, max_value=2**63 - 1
    )
    sent = filters.DateFromToRangeFilter(label=_("Gönderim tarihi"), field_name="sent_at")

    class Meta:
        model = PastReport
        fields = ("state", "sender", "job", "sent")
