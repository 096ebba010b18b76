"""Filters of messaging's lists; the pages and REST use the same ones."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.models import (
    BlacklistEntry,
    Campaign,
    CampaignState,
    Group,
    InboundMessage,
    Message,
    MessageClass,
    MessageState,
    MessageTemplate,
    Subscriber,
    SubscriberKind,
    TemplateCategory,
    UsagePlace,
)
from turkcell_hub.tenancy.models import AuthorityCode


def _groups(_request: object) -> QuerySet[Any]:
    return Group.objects.order_by("sort_key")


def _codes(_request: object) -> QuerySet[Any]:
    return AuthorityCode.objects.all()


class SubscriberFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kullanıcı tipi"), choices=SubscriberKind.choices)
    group = filters.ModelChoiceFilter(
        label=_("Grup"), field_name="group_places__group", queryset=_groups
    )
    usage_place = filters.ChoiceFilter(
        label=_("Kullanım yeri"), choices=UsagePlace.choices, method="in_usage_place"
    )
    authority_code = filters.ModelChoiceFilter(label=_("Yetki kodu"), queryset=_codes)
    special_code = filters.CharFilter(label=_("Özel kodu"))
    is_active = filters.BooleanFilter(label=_("Etkin"))

    class Meta:
        model = Subscriber
        fields = ("kind", "group", "usage_place", "authority_code", "special_code", "is_active")

    def in_usage_place(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(usage_places__contains=[value])


class GroupFilter(filters.FilterSet):
    authority_code = filters.ModelChoiceFilter(label=_("Yetki kodu"), queryset=_codes)

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
    created = filters.DateFromToRangeFilter(label=_("Tarih"), field_name="created_at")

    class Meta:
        model = Message
        fields = ("campaign", "state", "created")


class InboundFilter(filters.FilterSet):
    received = filters.DateFromToRangeFilter(label=_("Tarih"), field_name="received_at")

    class Meta:
        model = InboundMessage
        fields = ("received",)


class BlacklistFilter(filters.FilterSet):
    source = filters.ChoiceFilter(label=_("Kaynak"), choices=BlacklistEntry.Source.choices)

    class Meta:
        model = BlacklistEntry
        fields = ("source",)
