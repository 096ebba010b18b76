"""Gelen kutusu by program: conversations, their lines, answer, note, assign, label, state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.words import told
from messaging.models import MessageState, Thread, ThreadEntry
from messaging.resources import InboxResource
from messaging.selectors import threads as reading
from messaging.services import threads
from turkcell_hub.api.fields import PhoneField, ScopedRelatedField
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.models import Membership

TAG = str(InboxResource.title)


@extend_schema_serializer(component_name="Thread")
class ThreadShape(StrictSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    phone = PhoneField(read_only=True)
    subscriber = serializers.IntegerField(source="person_id", read_only=True, allow_null=True)
    name = serializers.CharField(source="person_name", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=Thread.State.choices, read_only=True)
    label = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[*Thread.Label.choices, ("", "-")], read_only=True
    )
    assigned_to = serializers.IntegerField(
        source="assigned_to_id", read_only=True, allow_null=True, help_text="Kullanıcı numarası."
    )
    unread = serializers.IntegerField(read_only=True)
    possible_refusal = serializers.BooleanField(read_only=True)
    last_text = serializers.CharField(read_only=True)
    last_at = serializers.DateTimeField(read_only=True)


@extend_schema_serializer(component_name="ThreadEntry")
class EntryShape(serializers.Serializer):
    id = serializers.IntegerField(
        source="pk", allow_null=True, help_text="null: konuşmada yazılmadı."
    )
    kind = serializers.ChoiceField(choices=reading.KINDS)
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    message = serializers.SerializerMethodField(help_text="Gidenin mesaj numarası.")
    state = serializers.SerializerMethodField(help_text="Gidenin durumu.")
    problem = serializers.CharField(help_text="Yanıt neden gönderilmedi; boş: sorun yok.")

    @extend_schema_field({"type": ["integer", "null"]})
    def get_message(self, line: reading.Line) -> int | None:
        return line.message.pk if line.message else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_state(self, line: reading.Line) -> str | None:
        return MessageState(line.message.state).name if line.message else None


@extend_schema_serializer(component_name="ThreadLines")
class LinesShape(serializers.Serializer):
    results = EntryShape(many=True)


@extend_schema_serializer(component_name="ThreadText")
class TextInput(StrictSerializer):
    text = serializers.CharField(max_length=1000, trim_whitespace=False)


@extend_schema_serializer(component_name="ThreadAssignment")
class AssignInput(StrictSerializer):
    member = ScopedRelatedField(
        Membership, allow_null=True, help_text="Kullanıcı numarası; null: kimseye."
    )


@extend_schema_serializer(component_name="ThreadLabelInput")
class LabelInput(StrictSerializer):
    label = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Thread.Label.choices, allow_blank=True
    )


@extend_schema_serializer(component_name="ThreadStateInput")
class StateInput(StrictSerializer):
    state = serializers.ChoiceField(choices=Thread.State.choices)


class Threads(InboxResource):
    slug = "threads"


class ThreadViewSet(ResourceViewSet):
    resource = Threads()
    serializer_class = ThreadShape


def thread_of(actor: Any, pk: int) -> Thread:
    """Raises ``NotFound``, also for a conversation that the actor may not see."""
    row = Threads().queryset(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return row


class ThreadMessagesView(HubAPIView):
    """The lines of one conversation."""

    rights = {"GET": "messaging.inbox.view"}

    @told(
        "Konuşma: satırlar",
        "messaging.inbox.view",
        tag=TAG,
        name="threads_messages",
        text="En yeni 200 satır, eskiden yeniye: gelen, yanıt, başka yoldan giden SMS (GIDEN) ve"
        " iç not.",
        responses={200: LinesShape},
    )
    def get(self, request: Request, pk: int) -> Response:
        lines = reading.lines(self.actor, thread_of(self.actor, pk))  # type: ignore[arg-type]
        return Response({"results": EntryShape(lines, many=True).data})


class _WriteView(HubAPIView):
    def written(self, request: Request, pk: int, write: Callable[..., ThreadEntry]) -> Response:
        thread = thread_of(self.actor, pk)
        shape = TextInput(data=request.data)
        shape.is_valid(raise_exception=True)
        entry = write(self.actor, thread, shape.validated_data["text"])
        line = next(one for one in reading.lines(self.actor, thread) if one.pk == entry.pk)  # type: ignore[arg-type]
        return Response(EntryShape(line).data, status.HTTP_201_CREATED)


class ThreadAnswerView(_WriteView):
    """Answers the person by SMS."""

    rights = {"POST": "messaging.inbox.answer"}

    @told(
        "Konuşma: yanıtla",
        "messaging.inbox.answer",
        "messaging.campaign.send",
        tag=TAG,
        name="threads_answer",
        text="Bilgilendirme mesajı olarak gider; kredi harcar, kara listeye bakar.",
        request=TextInput,
        responses={201: EntryShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk, threads.answer)


class ThreadNoteView(_WriteView):
    """Adds an internal note."""

    rights = {"POST": "messaging.inbox.manage"}

    @told(
        "Konuşma: iç not",
        "messaging.inbox.manage",
        tag=TAG,
        name="threads_note",
        text="Gönderilmez, firmada kalır.",
        request=TextInput,
        responses={201: EntryShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk, threads.note)


def _change(verb: str, summary: str, shape: Any, field: str, change: Any) -> Any:
    @told(
        f"Konuşma: {summary}",
        "messaging.inbox.manage",
        tag=TAG,
        name=f"threads_{verb}",
        request=shape,
        responses={200: ThreadShape},
    )
    def post(self: HubAPIView, request: Request, pk: int) -> Response:
        thread = thread_of(self.actor, pk)
        given = shape(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        change(self.actor, thread, given.validated_data[field])
        fresh = thread_of(self.actor, pk)
        return Response(ThreadShape(fresh, context={"request": request}).data)

    members = {"rights": {"POST": "messaging.inbox.manage"}, "post": post, "__doc__": summary}
    return type(f"Thread{verb.title()}View", (HubAPIView,), members)


ThreadAssignView = _change("assign", "ata", AssignInput, "member", threads.assign)
ThreadLabelView = _change("label", "etiketle", LabelInput, "label", threads.label)
ThreadStateView = _change("state", "durumunu değiştir", StateInput, "state", threads.set_state)
