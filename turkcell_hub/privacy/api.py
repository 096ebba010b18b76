"""Persons' files over REST: ask for one, see what came of it. Erasing is for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.privacy.models import Applicant, DataRequest, RequestKind
from turkcell_hub.privacy.resources import DataRequestResource, state_of
from turkcell_hub.privacy.services import requests


class DataRequestShape(serializers.ModelSerializer):
    state = serializers.SerializerMethodField()
    job_id = serializers.IntegerField(allow_null=True, help_text="Dosya: jobs/<job_id>/result/")

    class Meta:
        model = DataRequest
        fields = (
            "id", "number", "kind", "state", "applicant", "applied_on", "due_on", "reason",
            "subject_label", "result", "digest", "job_id", "by_label", "created_at", "finished_at",
        )  # fmt: skip

    def get_state(self, row: DataRequest) -> str:
        return state_of(row).value


class DataRequestInput(StrictSerializer):
    phone = serializers.CharField(max_length=30, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    tckn = serializers.CharField(max_length=11, required=False)
    applicant = serializers.ChoiceField(choices=Applicant.choices)
    applied_on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=300)


class DataRequests(DataRequestResource):
    slug = "data_requests"

    def create(self, actor: Any, data: Mapping[str, Any]) -> DataRequest:
        return requests.open_(actor, {**data, "kind": RequestKind.FILE})


class DataRequestViewSet(ResourceViewSet):
    resource = DataRequests()
    serializer_class = DataRequestShape
    write_serializer_class = DataRequestInput


def register_all() -> None:
    """Called once, from ``PrivacyConfig.ready``."""
    register(DataRequestViewSet)
