"""Mesajlar: one message to one person, and what became of every message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import message_shapes
from messaging.api.filters import phone_filter
from messaging.api.words import told
from messaging.filtersets import MessageFilter
from messaging.models import Campaign, MessageState
from messaging.resources import MessageResource
from messaging.services import campaigns
from turkcell_hub.api.views import ResourceViewSet

_BY_NAME = {state.name: state.value for state in MessageState}


class MessageNumberFilter(MessageFilter):
    """The list's filters; states by name, and the number in any spelling."""

    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"),
        choices=[(state.name, state.label) for state in MessageState],
        method="in_states",
    )
    number = phone_filter("phone")

    class Meta(MessageFilter.Meta):
        fields = ("campaign", "state", "created", "number")  # type: ignore[assignment]

    def in_states(self, queryset: QuerySet[Any], _name: str, names: list[str]) -> QuerySet[Any]:
        wanted = [_BY_NAME[name] for name in names]
        return queryset.filter(state__in=wanted) if wanted else queryset


class Messages(MessageResource):
    filterset = MessageNumberFilter
    can_add = True

    def queryset(self, actor: Any) -> QuerySet[Any]:
        """With what ``why`` is told from: not a question a row."""
        return (
            super()
            .queryset(actor)
            .defer(None)
            .annotate(
                brand_name=F("campaign__brand__name"),
                exemption=F("campaign__exemption"),
                exemption_chosen_by=F("campaign__exemption_chosen_by"),
            )
        )

    def right(self, verb: str) -> str:
        return "messaging.campaign.send" if verb == "add" else super().right(verb)

    def create(self, actor: Any, data: Mapping[str, Any]) -> Campaign:
        return campaigns.send_single(actor, data)


class MessageViewSet(ResourceViewSet):
    resource = Messages()
    write_serializer_class = message_shapes.SingleInput

    def get_read_class(self) -> Any:
        is_one = self.action == "retrieve"
        return message_shapes.MessageStory if is_one else message_shapes.MessageRow

    @told(
        "Mesaj: tek kişiye gönder",
        "messaging.campaign.send",
        "messaging.campaign.add",
        tag=str(MessageResource.title),
        name="messages_create",
        text="Bir kişiye bir mesaj; toplu gönderimlerin önüne geçer. 202: sıraya alındı.",
        request=message_shapes.SingleInput,
        responses={202: message_shapes.SingleAnswer},
    )
    def create(self, request: Request) -> Response:
        campaign: Campaign = self.declared().create(self.actor, self.read_input(request.data))
        root = request.build_absolute_uri(request.path).removesuffix("messages/")
        body = {
            "campaign": campaign.pk,
            "state": campaign.state,
            "state_text": campaign.get_state_display(),
            "credits": campaign.confirmed_credits,
            "campaign_url": f"{root}campaigns/{campaign.pk}/",
            "messages_url": f"{root}messages/?campaign={campaign.pk}",
        }
        headers = {"Location": str(body["campaign_url"])}
        return Response(body, status.HTTP_202_ACCEPTED, headers=headers)
