"""Raporlama by REST: the page's figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import reporting_shapes as shapes
from messaging.api.words import told
from messaging.models import Campaign, MessageClass, MessageState
from messaging.selectors.reporting import breakdowns, figures, past, speeds
from messaging.selectors.reporting.period import PRESETS
from messaging.selectors.reporting.question import NAMES, Question, ask, form_of
from turkcell_hub.api import choices
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid

TAG = str(_("Raporlama"))
RIGHT = "messaging.campaign.view"


def _parameter(name: str, text: str, kind: Any = OpenApiTypes.INT, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=text, **more)


PARAMETERS = [
    _parameter("from", "İlk gün (dahil).", OpenApiTypes.DATE),
    _parameter("to", "Son gün (dahil); aralık en çok 366 gün.", OpenApiTypes.DATE),
    _parameter(
        "period", "Tarihler yerine hazır dönem; hiçbiri yoksa last_30.", OpenApiTypes.STR,
        enum=list(PRESETS),
    ),
    _parameter("brand", "Marka."),
    _parameter("account", "Operatör hesabı."),
    _parameter("sender", "Gönderici adı."),
    _parameter("message_class", "Mesaj sınıfı.", OpenApiTypes.STR, enum=MessageClass.values),
    _parameter("source", "Nereden gönderildi.", OpenApiTypes.STR, enum=Campaign.Source.values),
    _parameter("kind", "Gönderim türü.", OpenApiTypes.STR, enum=Campaign.Kind.values),
    _parameter("group", "Gönderimin yapıldığı grup."),
    _parameter("person", "Gönderen üye."),
    _parameter("campaign", "Tek gönderim."),
]  # fmt: skip


def _narrowing(request: Request) -> Any:
    given = request.query_params.copy()
    given.pop("by", None)
    return given


def _dimension(request: Request, default: str) -> str:
    code = request.query_params.get("by", default)
    if code not in breakdowns.DIMENSIONS:
        known = ", ".join(breakdowns.DIMENSIONS)
        raise Invalid(_t("Bilinmeyen döküm. Bilinenler: %(known)s.") % {"known": known}, field="by")
    return code


class ReportView(HubAPIView):
    """Reads the question of a report."""

    rights = {"GET": RIGHT}
    query_parameters = NAMES

    def question(self, request: Request) -> Question:
        form = form_of(self.actor, _narrowing(request))  # type: ignore[arg-type]
        if not form.is_valid():
            raise ValidationError(choices.of_form(form.form))
        return ask(self.actor, form)  # type: ignore[arg-type]


class DailyView(ReportView):
    """Günlük Gönderim Adetleri."""

    @told(
        "Günlük gönderim adetleri",
        RIGHT,
        tag=TAG,
        name="reports_daily",
        text="Aralığın her günü için mesaj ve kredi. Harcanan ve geri gelen kredi, kredi"
        " hareketleriyle gün gün aynıdır.",
        parameters=PARAMETERS,
        responses={200: shapes.DailyShape},
    )
    def get(self, request: Request) -> Response:
        question = self.question(request)
        found = figures.daily(question)
        days = [{"date": day, **figures.as_json(sums)} for day, sums in found.days.items()]
        answer = {"range": question.period, "total": figures.as_json(found.total), "days": days}
        return Response(shapes.DailyShape(answer).data)


class BreakdownView(ReportView):
    """The same sums by anything that a campaign has."""

    query_parameters = NAMES | {"by"}

    @told(
        "Gönderimlerin dökümü",
        RIGHT,
        tag=TAG,
        name="reports_breakdown",
        text="Gönderime, göndericiye, gruba, kişiye … göre. Birden çok gruba yapılan gönderim her"
        " grubunda sayılır.",
        parameters=[
            _parameter("by", "Neye göre.", OpenApiTypes.STR, enum=list(breakdowns.DIMENSIONS)),
            *PARAMETERS,
        ],
        responses={200: shapes.BreakdownShape},
    )
    def get(self, request: Request) -> Response:
        code = _dimension(request, breakdowns.DEFAULT)
        question = self.question(request)
        found = breakdowns.by(question, code)
        rows = [
            {
                "id": None if line.key is None else str(line.key),
                "label": line.label,
                **figures.as_json(line.sums),
            }
            for line in found.lines
        ]
        answer = {
            "range": question.period, "by": code, "total": figures.as_json(found.total),
            "results": rows,
        }  # fmt: skip
        return Response(shapes.BreakdownShape(answer).data)


class ReasonsView(ReportView):
    """Why messages did not arrive."""

    @told(
        "Ulaşmama nedenleri",
        RIGHT,
        tag=TAG,
        name="reports_reasons",
        text="Operatörün nedenine ve gönderilmeme nedenine göre, en sık olan önce.",
        parameters=PARAMETERS,
        responses={200: shapes.ReasonsShape},
    )
    def get(self, request: Request) -> Response:
        question = self.question(request)
        rows = [
            {**vars(one), "state": MessageState(one.state).name} for one in breakdowns.why(question)
        ]
        return Response(shapes.ReasonsShape({"range": question.period, "results": rows}).data)


class SpeedView(ReportView):
    """How fast messages arrived."""

    query_parameters = NAMES | {"by"}

    @told(
        "İletim hızı",
        RIGHT,
        tag=TAG,
        name="reports_speed",
        text="Operatörün aldığı andan telefona ulaşana kadar geçen süre: gün gün, ve `by`"
        " seçimine göre. Yalnız iletilen mesajlar; süreler en çok %5 yanılır.",
        parameters=[
            _parameter("by", "Neye göre.", OpenApiTypes.STR, enum=list(breakdowns.DIMENSIONS)),
            *PARAMETERS,
        ],
        responses={200: shapes.SpeedShape},
    )
    def get(self, request: Request) -> Response:
        code = _dimension(request, "account")
        question = self.question(request)
        daily, found = speeds.daily(question), speeds.by(question, code)
        answer = {
            "range": question.period,
            "by": code,
            "total": speeds.as_json(daily.total),
            "days": [{"date": day, **speeds.as_json(one)} for day, one in daily.days.items()],
            "results": [{"label": one.label, **speeds.as_json(one.speed)} for one in found.lines],
        }
        return Response(shapes.SpeedShape(answer).data)


class PastView(ReportView):
    """What another panel had sent in the range."""

    rights = {"GET": past.RIGHT}
    query_parameters = ("from", "to", "period")

    @told(
        "Eski panelden aktarılan raporlar",
        past.RIGHT,
        tag=TAG,
        name="reports_past",
        text="Başka panelin gönderdiği ve buraya aktarılan mesajlar, gün gün. Gönderim sayılarına,"
        " krediye ve faturaya girmez.",
        parameters=PARAMETERS[:3],
        responses={200: shapes.PastShape},
    )
    def get(self, request: Request) -> Response:
        question = self.question(request)
        found = past.past(question)
        days = [{"date": day, **past.as_json(sums)} for day, sums in found.days.items()]
        answer = {"range": question.period, "total": past.as_json(found.total), "days": days}
        return Response(shapes.PastShape(answer).data)
