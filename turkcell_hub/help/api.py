"""Support tickets over REST: open one, read it, write on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from turkcell_hub.api.routers import register
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import ResourceViewSet
from turkcell_hub.help import selectors
from turkcell_hub.help.models import Ticket, TicketEntry
from turkcell_hub.help.resources import TicketResource


class EntryShape(serializers.ModelSerializer):
    file_name = serializers.SerializerMethodField(help_text="Ekin adı; ek yoksa boş.")

    class Meta:
        model = TicketEntry
        fields = ("by_staff", "by_label", "text", "file_name", "created_at")

    def get_file_name(self, row: TicketEntry) -> str:
        file = getattr(row, "file", None)
        return file.name if file else ""


class TicketShape(serializers.ModelSerializer):
    number = serializers.CharField()
    state_text = serializers.CharField(source="get_state_display")
    entries = EntryShape(many=True)

    class Meta:
        model = Ticket
        fields = (
            "id", "number", "subject", "state", "state_text", "phone", "call_from", "call_until",
            "by_label", "created_at", "changed_at", "answered_at", "closed_at", "entries",
        )  # fmt: skip


class TicketInput(StrictSerializer):
    subject = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4000)
    phone = serializers.CharField(
        max_length=30, required=False, help_text="Aranmak isteniyorsa; gün ve saatlerle birlikte."
    )
    call_day = serializers.DateField(required=False, help_text="Firmanın saat diliminde gün.")
    call_from = serializers.TimeField(required=False)
    call_until = serializers.TimeField(required=False)


class Tickets(TicketResource):
    def queryset(self, actor: Any) -> Any:
        told = TicketEntry.objects.select_related("file").defer("file__content")
        return selectors.tickets_of(actor).prefetch_related(Prefetch("entries", told))

    def create(self, actor: Any, data: Mapping[str, Any]) -> Ticket:
        row = super().create(actor, data)
        return self.queryset(actor).get(pk=row.pk)


class TicketViewSet(ResourceViewSet):
    resource = Tickets()
    serializer_class = TicketShape
    write_serializer_class = TicketInput


def register_all() -> None:
    """Called once, from ``HelpConfig.ready``."""
    register(TicketViewSet)
