"""Raporlama: sends of a date range (L-124, L-125)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from messaging.selectors.reporting import breakdowns, figures, past, pictures, speeds, tables
from messaging.selectors.reporting.period import DEFAULT, PRESETS
from messaging.selectors.reporting.question import Question, ReportFilter, ask, form_of
from messaging.services import report_schedules
from messaging.views.base import actor_of
from turkcell_hub.errors import HubError, Invalid, NotFound
from turkcell_hub.portal import cells
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import actor_required

_RANGE = ("period", "from", "to")


@require_safe
@actor_required("messaging.campaign.view")
def page(request: HttpRequest) -> HttpResponse:
    """``?from=…&to=…`` or ``?period=last_month``, and the filters."""
    form = form_of(actor_of(request), request.GET)
    context: dict[str, Any] = {
        "form": form.form,
        "presets": _presets(request, form),
        "filtered": _filtered(form),
        "breadcrumbs": [(_("Raporlar"), "")],
    }
    try:
        question = ask(actor_of(request), form)
    except HubError as error:
        if error.field and error.field not in form.errors:
            form.form.add_error(error.field, str(error.message))
        context["refusal"] = str(error.message)
        return render(request, "messaging/report.html", context, status=422)
    if not form.data.get("period"):  # as a person writes them, also from a program's link
        edges = {"from": cells.day(question.period.first), "to": cells.day(question.period.last)}
        form.form.data = {**form.form.data.dict(), **edges}
    daily = figures.daily(question)
    by = request.GET.get("by", "")
    by = by if by in breakdowns.DIMENSIONS else breakdowns.DEFAULT
    kept = urlencode(dict(form.data.items()) | {"by": by})
    context |= {
        "by": by,
        "dimensions": _dimensions(request, by),
        "breakdown": breakdowns.by(question, by, whole=daily.total),
        "reasons": breakdowns.why(question),
        **_speed(question, by),
        "past": past.beside(question),
        "query": kept,
        "period": question.period,
        "is_one_day": question.period.first == question.period.last,
        "daily": daily,
        "chart": pictures.daily(daily),
    }
    return render(request, "messaging/report.html", context)


@require_safe
@actor_required("messaging.campaign.view")
def export(request: HttpRequest) -> FileResponse:
    """``?part=daily|reasons|<dimension>&format=xlsx|csv`` with the page's own query."""
    kind, part = request.GET.get("format", "xlsx"), request.GET.get("part", tables.DAILY)
    if kind not in tables.FORMATS:
        raise Invalid(_("Dosya türü xlsx ya da csv olabilir."), field="format")
    actor = actor_of(request)
    question = ask(actor, form_of(actor, request.GET))
    found = tables.table(question, part)
    name = tables.file_name(found, question.period.first, question.period.last, kind)
    return download(name, lambda file: tables.write(found, kind, file))


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The stop link of a mail: it asks first, because mail programs open links by themselves."""
    try:
        if request.method == "POST":
            report_schedules.stop(token)
        else:
            report_schedules.stopped_by(token)
    except NotFound as missing:
        raise Http404(str(missing.message)) from missing
    context = {"stopped": request.method == "POST"}
    return render(request, "messaging/report_stop.html", context)


def _speed(question: Question, by: str) -> dict[str, Any]:
    daily = speeds.daily(question)
    return {
        "speed": daily,
        "speed_chart": pictures.speed(daily) if daily.total.messages else "",
        "speed_by": speeds.by(question, by),
    }


def _dimensions(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    kept = [(name, value) for name, value in request.GET.items() if name != "by" and value]
    return [
        {"label": one.title, "query": urlencode([*kept, ("by", code)]), "on": code == chosen}
        for code, one in breakdowns.DIMENSIONS.items()
    ]


def _presets(request: HttpRequest, form: ReportFilter) -> list[dict[str, Any]]:
    """Links to the ready ranges; the filters that were chosen stay."""
    kept = [(n, v) for n, v in request.GET.items() if n not in _RANGE and v]
    own = form.data.get("from") or form.data.get("to")
    chosen = "" if own else form.data.get("period") or DEFAULT
    return [
        {"label": label, "query": urlencode([("period", code), *kept]), "on": code == chosen}
        for code, (label, _edges) in PRESETS.items()
    ]


def _filtered(form: ReportFilter) -> int:
    """How many filters beside the range are set."""
    return sum(1 for name in form.base_filters if name not in _RANGE and form.data.get(name))
