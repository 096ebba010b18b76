"""Saha işleri ve çalıntı modları."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from fieldteams.models import FieldJob, FieldPhone, JobOffer, TheftWatch
from fieldteams.resources import FieldJobResource, TheftWatchResource
from fieldteams.resources.jobs import FieldJobForm
from fieldteams.resources.theft import agreed_by
from turkcell_hub.api.fields import RelatedIds, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.api.views.forms import cleaned
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode


class OfferShape(serializers.ModelSerializer):
    name = serializers.CharField(source="phone")
    state_text = serializers.CharField(source="get_state_display")

    class Meta:
        model = JobOffer
        fields = (
            "phone", "name", "round", "metres", "accuracy", "fixed_at", "state", "state_text",
            "asked_at", "answered_at",
        )  # fmt: skip


class FieldJobShape(serializers.ModelSerializer):
    state_text = serializers.CharField(source="get_state_display")
    authority_code = serializers.CharField(
        source="authority_code.code", allow_null=True, default=None
    )
    offers = OfferShape(many=True)

    class Meta:
        model = FieldJob
        fields = (
            "id", "number", "text", "place", "latitude", "longitude", "state", "state_text",
            "authority_code", "at_once", "answer_minutes", "rounds", "round", "next_at",
            "taken_by", "taken_at", "ended_at", "note", "asked_by", "asked_at", "offers",
        )  # fmt: skip


class FieldJobInput(StrictSerializer):
    text = serializers.CharField(max_length=200, help_text="SMS'te yazacak cümle.")
    near = serializers.CharField(max_length=120, help_text="Yer adı ya da “38.42 27.14”.")
    phones = RelatedIds(
        FieldPhone, required=False, max_length=20, help_text="Boşsa en yakın boştakiler."
    )
    at_once = serializers.IntegerField(required=False, min_value=1, max_value=20)
    answer_minutes = serializers.IntegerField(required=False, min_value=1, max_value=240)
    rounds = serializers.IntegerField(required=False, min_value=1, max_value=10)
    authority_code = ScopedRelatedField(AuthorityCode, required=False, allow_null=True)


class TheftShape(serializers.ModelSerializer):
    phone_name = serializers.CharField(source="phone")
    state_text = serializers.CharField(source="get_state_display")
    agreed = serializers.SerializerMethodField(help_text="Onaylayanlar.")

    class Meta:
        model = TheftWatch
        fields = (
            "id", "phone", "phone_name", "state", "state_text", "reason", "hours", "asked_by",
            "asked_at", "agree_until", "agreed", "opened_at", "ends_at", "closed_at", "closed_by",
        )  # fmt: skip

    def get_agreed(self, row: TheftWatch) -> str:
        return agreed_by(row)


class Jobs(FieldJobResource):
    slug = "field_jobs"

    def queryset(self, actor: Actor) -> Any:  # type: ignore[override]
        return super().queryset(actor).prefetch_related("offers__phone")

    def create(self, actor: Actor, data: Mapping[str, Any]) -> FieldJob:  # type: ignore[override]
        found: FieldJob = self.queryset(actor).get(pk=super().create(actor, data).pk)
        return found


class Thefts(TheftWatchResource):
    slug = "theft_watches"


class FieldJobViewSet(ResourceViewSet):
    resource = Jobs()
    serializer_class = FieldJobShape
    write_serializer_class = FieldJobInput

    def read_input(self, given: Any, row: Any | None = None) -> Mapping[str, Any]:
        """The record's own form finds the place."""
        return cleaned(FieldJobForm, given, {}, actor=self.actor)


class TheftViewSet(ResourceViewSet):
    resource = Thefts()
    serializer_class = TheftShape
