"""Zamanlanmış görevler: set, look at, change, cancel; leave one occurrence out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.fields import VisibleIds, WallClockField
from messaging.api.shapes import AuthorityCodeField
from messaging.models import Group, Subscriber
from otp.models import TaskAlert, TaskRun, TimedTask
from otp.resources.timed_tasks import TimedTaskResource
from otp.selectors import timed_tasks as selected
from otp.services import timed_tasks
from turkcell_hub.api.fields import ScopedRelatedField, actor_of
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.firm_clock import zone_of
from turkcell_hub.tenancy.models import Membership

TAG = str(TimedTaskResource.title)


@extend_schema_serializer(
    component_name="ScheduledTaskInput",
    examples=[
        OpenApiExample(
            "Her ayın son günü sayım; başlarken depo grubuna, biterken bir kişiye",
            value={"title": "Depo sayımı", "owner": 3, "starts_at": "2027-01-31T09:00",
                   "ends_at": "2027-01-31T17:30", "every": "AY", "most_times": 12, "warns": True,
                   "start_groups": [4], "end_subscribers": [17]},
            request_only=True,
        )
    ],
)  # fmt: skip
class ScheduledTaskInput(StrictSerializer):
    """Times on the firm's clock (2027-01-31T09:00) or instants with an offset."""

    title = serializers.CharField(max_length=100)
    description = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    owner = ScopedRelatedField(Membership, help_text="Üyelik numarası.")
    starts_at = WallClockField()
    ends_at = WallClockField()
    every = serializers.ChoiceField(choices=TimedTask.Every.choices, required=False)
    interval = serializers.IntegerField(min_value=1, max_value=365, required=False)
    last_day = serializers.DateField(required=False, allow_null=True)
    most_times = serializers.IntegerField(
        min_value=1, max_value=32_767, required=False, allow_null=True,
        help_text="last_day ile birlikte boşsa iptal edilene kadar sürer.",
    )  # fmt: skip
    warns = serializers.BooleanField(required=False, help_text="Kısa mesaj ile uyar.")
    start_subscribers = VisibleIds(Subscriber, required=False)
    start_groups = VisibleIds(Group, required=False)
    start_text = serializers.CharField(max_length=400, allow_blank=True, required=False)
    end_subscribers = VisibleIds(Subscriber, required=False)
    end_groups = VisibleIds(Group, required=False)
    end_text = serializers.CharField(max_length=400, allow_blank=True, required=False)
    authority_code = AuthorityCodeField()


class OccurrenceShape(serializers.Serializer):
    start = serializers.SerializerMethodField(help_text="Firmanın saatiyle.")
    end = serializers.SerializerMethodField(help_text="Firmanın saatiyle.")
    skipped = serializers.BooleanField()

    def get_start(self, row: selected.Coming) -> str:
        return row.start.isoformat(timespec="minutes")

    def get_end(self, row: selected.Coming) -> str:
        return row.end.isoformat(timespec="minutes")


class ToldShape(serializers.Serializer):
    edge = serializers.ChoiceField(source="run.edge", choices=TaskAlert.Edge.choices)
    local = serializers.CharField(source="run.local", help_text="Firmanın saatiyle.")
    state = serializers.ChoiceField(source="run.state", choices=TaskRun.State.choices)
    problem = serializers.CharField(source="run.problem")
    problem_code = serializers.CharField(source="run.problem_code")
    campaign = serializers.IntegerField(source="campaign.pk", allow_null=True, default=None)
    reached = serializers.IntegerField(help_text="İletilen mesaj sayısı.")


class ScheduledTaskRow(serializers.Serializer):
    """A task in the list."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(choices=TimedTask.State.choices)
    owner = serializers.IntegerField(source="owner_id")
    starts_at = serializers.SerializerMethodField(help_text="İlki; firmanın saatiyle.")
    ends_at = serializers.SerializerMethodField(help_text="İlki; firmanın saatiyle.")
    every = serializers.ChoiceField(choices=TimedTask.Every.choices)
    interval = serializers.IntegerField()
    last_day = serializers.DateField(allow_null=True)
    most_times = serializers.IntegerField(allow_null=True)
    warns = serializers.BooleanField()
    authority_code = serializers.IntegerField(source="authority_code_id", allow_null=True)
    set_by = serializers.CharField(source="set_by_label")
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_starts_at(self, row: TimedTask) -> str:
        start = row.start(0)
        return start.isoformat(timespec="minutes") if start else ""

    def get_ends_at(self, row: TimedTask) -> str:
        end = row.end(0)
        return end.isoformat(timespec="minutes") if end else ""


class AlertShape(serializers.Serializer):
    edge = serializers.ChoiceField(source="alert.edge", choices=TaskAlert.Edge.choices)
    text = serializers.CharField(source="words")
    subscribers = serializers.SerializerMethodField()
    groups = serializers.SerializerMethodField()
    next_at = serializers.DateTimeField(source="alert.next_for", allow_null=True)

    def get_subscribers(self, row: selected.People) -> list[int]:
        return [one.pk for one in row.subscribers]

    def get_groups(self, row: selected.People) -> list[int]:
        return [one.pk for one in row.groups]


class ScheduledTaskShape(ScheduledTaskRow):
    """One task with its people, coming times and what became of the past alerts."""

    alerts = serializers.SerializerMethodField()
    coming = serializers.SerializerMethodField(help_text="Sıradaki 12 zaman.")
    told = serializers.SerializerMethodField(help_text="Son 50 uyarı, yenisi önce.")

    @extend_schema_field(AlertShape(many=True))
    def get_alerts(self, row: TimedTask) -> Any:
        return AlertShape(selected.people(actor_of(self), row), many=True).data  # type: ignore[arg-type]

    @extend_schema_field(OccurrenceShape(many=True))
    def get_coming(self, row: TimedTask) -> Any:
        return OccurrenceShape(selected.coming(row), many=True).data

    @extend_schema_field(ToldShape(many=True))
    def get_told(self, row: TimedTask) -> Any:
        return ToldShape(selected.past(actor_of(self), row), many=True).data  # type: ignore[arg-type]


class ScheduledTasks(TimedTaskResource):
    slug = "scheduled_tasks"

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(TimedTask.objects.all())

    def create(self, actor: Any, data: Mapping[str, Any]) -> TimedTask:
        return timed_tasks.create(actor, data)


class ScheduledTaskViewSet(ResourceViewSet):
    resource = ScheduledTasks()
    write_serializer_class = ScheduledTaskInput

    def get_read_class(self) -> Any:
        return ScheduledTaskRow if self.action == "list" else ScheduledTaskShape


class StartInput(StrictSerializer):
    start = WallClockField(help_text="Görevin gelecek zamanlarından birinin başlaması.")


class _OccurrenceView(HubAPIView):
    """Takes one occurrence out, or back in; answers the task."""

    rights = {"POST": timed_tasks.CHANGE}
    move: ClassVar[Callable[..., TimedTask]]

    def moved(self, request: Request, pk: int) -> Response:
        task = ScheduledTasks().queryset(self.actor).filter(pk=pk).first()
        if task is None:
            raise NotFound(_("Kayıt bulunamadı."))
        shape = StartInput(data=request.data)
        shape.is_valid(raise_exception=True)
        start = shape.validated_data["start"]
        if start.tzinfo:
            start = local_time.at(start, zone_of(self.actor.firm_id))
        done = type(self).move(self.actor, task, start)
        return Response(ScheduledTaskShape(done, context={"request": request}).data)


class SkipTaskView(_OccurrenceView):
    move = staticmethod(timed_tasks.skip)

    @told("Bir zamanı atla", timed_tasks.CHANGE, tag=TAG, name="scheduled_tasks_skip",
          text="O zamanın ne başlaması ne bitişi haber verilir.", request=StartInput,
          responses={200: ScheduledTaskShape})  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.moved(request, pk)


class UnskipTaskView(_OccurrenceView):
    move = staticmethod(timed_tasks.unskip)

    @told("Atlamayı geri al", timed_tasks.CHANGE, tag=TAG, name="scheduled_tasks_unskip",
          text="O zaman yine haber verilir.", request=StartInput,
          responses={200: ScheduledTaskShape})  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.moved(request, pk)
