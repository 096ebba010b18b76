"""Tekrar kuralları: set, look at, pause, resume, end; leave one day out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.words import told
from messaging.models import Campaign, RepeatRule
from messaging.resources import RepeatResource
from messaging.selectors import repeats as selected
from messaging.services import repeats
from turkcell_hub.api.fields import ScopedRelatedField, actor_of
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import Invalid, NotFound

TAG = str(RepeatResource.title)
_STOP, _SEND = "messaging.campaign.stop", "messaging.campaign.send"


@extend_schema_serializer(
    component_name="RepeatInput",
    examples=[
        OpenApiExample(
            "Her ayın son günü, bir yıl",
            value={"campaign": 7, "every": "AY", "first_day": "2027-01-31", "hour": "09:30",
                   "most_runs": 12, "max_credits": 500},
            request_only=True,
        )
    ],
)  # fmt: skip
class RepeatInput(StrictSerializer):
    """A rule on a draft; last_day, most_runs or both end it."""

    campaign = ScopedRelatedField(Campaign, help_text="Tekrarlanacak taslak.")
    every = serializers.ChoiceField(choices=RepeatRule.Every.choices)
    first_day = serializers.DateField(
        help_text="Sonrakiler buna göre: ayın 31'i, kısa aylarda ayın son günüdür."
    )
    hour = serializers.TimeField(help_text="Firmanın saatiyle, 09:30.")
    last_day = serializers.DateField(required=False, allow_null=True)
    most_runs = serializers.IntegerField(
        min_value=1, max_value=32_767, required=False, allow_null=True
    )
    max_credits = serializers.IntegerField(
        min_value=0, max_value=2_000_000_000, required=False,
        help_text="Her seferinde en çok; aşılırsa o gönderim bir kişiyi bekler. Verilmezse bugünkü"
        " tutar ve firmanın zamanlama payı.",
    )  # fmt: skip


class RepeatNext(serializers.Serializer):
    local = serializers.SerializerMethodField(help_text="Firmanın saatiyle.")
    skipped = serializers.BooleanField()

    def get_local(self, row: selected.Coming) -> str:
        return row.at.isoformat(timespec="minutes")


class RepeatRunShape(serializers.Serializer):
    day = serializers.DateField()
    state = serializers.CharField()
    campaign = serializers.IntegerField(source="campaign.pk", allow_null=True, default=None)


class RepeatRow(serializers.Serializer):
    """A rule in the list."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    campaign = serializers.IntegerField(source="pattern_id", allow_null=True)
    state = serializers.ChoiceField(choices=RepeatRule.State.choices)
    every = serializers.ChoiceField(choices=RepeatRule.Every.choices)
    first_day = serializers.DateField()
    hour = serializers.TimeField(format="%H:%M")
    last_day = serializers.DateField(allow_null=True)
    most_runs = serializers.IntegerField(allow_null=True)
    max_credits = serializers.IntegerField()
    next_at = serializers.DateTimeField(source="next_for", allow_null=True)
    set_by = serializers.CharField(source="set_by_label")
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class RepeatShape(RepeatRow):
    """One rule with its coming runs and those that have been."""

    next = serializers.SerializerMethodField(help_text="Sıradaki 12 gün.")
    runs = serializers.SerializerMethodField(help_text="Geçen 50 gün, yenisi önce.")

    @extend_schema_field(RepeatNext(many=True))
    def get_next(self, row: RepeatRule) -> Any:
        return RepeatNext(selected.coming(row), many=True).data

    @extend_schema_field(RepeatRunShape(many=True))
    def get_runs(self, row: RepeatRule) -> Any:
        return RepeatRunShape(selected.past(actor_of(self), row), many=True).data  # type: ignore[arg-type]


class DayInput(StrictSerializer):
    day = serializers.DateField(help_text="Kuralın gelecek günlerinden biri.")


class Repeats(RepeatResource):
    """A rule is set here, in the portal on the draft's page."""

    can_add = True

    def create(self, actor: Any, data: Mapping[str, Any]) -> RepeatRule:
        values = {name: value for name, value in data.items() if name != "campaign"}
        return repeats.create(actor, data["campaign"], values, fresh=True)

    def update(self, actor: Any, row: RepeatRule, data: Mapping[str, Any]) -> RepeatRule:
        if "campaign" in data and data["campaign"].pk != row.pattern_id:
            raise Invalid(_("Kuralın gönderimi değişmez; yeni bir kural kurun."), field="campaign")
        values = {name: value for name, value in data.items() if name != "campaign"}
        return repeats.change(actor, row, values)

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(RepeatRule.objects.all())


class RepeatViewSet(ResourceViewSet):
    resource = Repeats()
    write_serializer_class = RepeatInput

    def get_read_class(self) -> Any:
        return RepeatRow if self.action == "list" else RepeatShape


class _MoveView(HubAPIView):
    """A move of a rule that answers the rule."""

    move: ClassVar[Callable[..., RepeatRule]]
    of_a_day: ClassVar[bool] = False

    def moved(self, request: Request, pk: int) -> Response:
        row = Repeats().queryset(self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        days = []
        if self.of_a_day:
            shape = DayInput(data=request.data)
            shape.is_valid(raise_exception=True)
            days = [shape.validated_data["day"]]
        done = type(self).move(self.actor, row, *days)
        shown = RepeatShape(done, context={"request": request})
        return Response(shown.data, status.HTTP_200_OK)


def _move(verb: str, summary: str, right: str, move: Any, text: str, *, day: bool = False) -> Any:
    @told(
        f"Tekrar kuralı: {summary}",
        right,
        tag=TAG,
        name=f"repeats_{verb}",
        text=text,
        request=DayInput if day else None,
        responses={200: RepeatShape},
    )
    def post(self: _MoveView, request: Request, pk: int) -> Response:
        return self.moved(request, pk)

    members = {
        "rights": {"POST": right}, "move": staticmethod(move), "of_a_day": day,
        "empty_body": not day, "post": post, "__doc__": text,
    }  # fmt: skip
    return type(f"Repeat{verb.title()}View", (_MoveView,), members)


PauseView = _move("pause", "duraklat", _STOP, repeats.pause,
                  "Sürdürülene kadar gönderim oluşmaz; geçen günler telafi edilmez.")  # fmt: skip
ResumeView = _move("resume", "sürdür", _SEND, repeats.resume,
                   "Geçmemiş ilk günden sürer; sürdüren anahtarın yetkileriyle.")  # fmt: skip
EndView = _move("end", "bitir", _STOP, repeats.end,
                "Başka gönderim oluşmaz; gönderim yeniden taslak olur.")  # fmt: skip
SkipView = _move("skip", "bir günü atla", _STOP, repeats.skip,
                 "O gün gönderim oluşmaz.", day=True)  # fmt: skip
UnskipView = _move("unskip", "atlamayı geri al", _SEND, repeats.unskip,
                   "O gün yine gider.", day=True)  # fmt: skip
