"""Ekip raporları: positions, messages, last places, trips and zones of a range (L-030, L-045,
L-046)."""

from __future__ import annotations

from typing import IO, Any
from urllib.parse import urlencode

from csp.constants import NONCE
from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from fieldteams import mailed, permissions
from fieldteams.models import ViewLog
from fieldteams.selectors import reporting, tracks
from fieldteams.services import viewing
from fieldteams.views.base import actor_of, cut_note, map_words, range_form
from turkcell_hub.errors import Invalid
from turkcell_hub.portal import charts
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sheets import write_csv, write_xlsx
from turkcell_hub.tenancy.actor import Actor

SHOWN = 300
_FRAME = {
    "script-src": ["'self'", NONCE],
    "style-src": ["'self'", NONCE],
    "frame-ancestors": ["'self'"],
}


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", reporting.DEFAULT)
    return asked if asked in reporting.KINDS else reporting.DEFAULT


@require_GET
@actor_required(permissions.LOCATE)
def page(request: HttpRequest) -> HttpResponse:
    """``?kind=…&phone=…&from=…&to=…&from_hour=…&to_hour=…``."""
    actor, form, kind = actor_of(request), range_form(request), _kind(request)
    kept = [(n, v) for n in request.GET for v in request.GET.getlist(n) if n != "kind" and v]
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "kinds": [
            {"code": code, "label": label, "query": urlencode([("kind", code), *kept])}
            for code, (label, _make) in reporting.KINDS.items()
        ],
        "query": urlencode([("kind", kind), *kept]),
    }
    if not form.is_valid():
        return render(request, "fieldteams/report.html", context, status=422)
    phones, span = form.phones(), form.span()
    if kind != "messages":
        viewing.look(actor, [one.pk for one in phones], ViewLog.What.REPORT)
    table = reporting.make(kind, actor, phones, span, grouped=form.grouped)
    context |= {
        "span": span,
        "table": table,
        "rows": table.rows[:SHOWN],
        "more": max(len(table.rows) - SHOWN, 0),
        "chart": _chart(table, span),
        "has_map": kind in ("positions", "trips", "distance", "visits") and bool(table.rows),
        "schedule": _schedule(actor, kind, kept),
    }
    return render(request, "fieldteams/report.html", context)


def _schedule(actor: Actor, kind: str, kept: list[tuple[str, str]]) -> str:
    """The form that mails this very report, for whoever may order it."""
    if not actor.can("messaging.report.add"):
        return ""
    filters = urlencode([one for one in kept if one[0] not in ("from", "to")])
    asked = urlencode({"part": mailed.code_of(kind), "filters": filters})
    return f"{reverse('report-schedules-add')}?{asked}"


def _chart(table: reporting.Table, span: tracks.Range) -> Any:
    if not table.days:
        return ""
    first, last = min(table.days), max(table.days)
    columns = [
        charts.every_day(first, last, {day: values[place] for day, values in table.days.items()})
        for place in range(len(table.series))
    ]
    labels = [label for label, _value in columns[0]]
    series = [
        charts.Series(name, [value for _label, value in column])
        for name, column in zip(table.series, columns, strict=True)
    ]
    return charts.stacked(labels, series, title=table.title)


@require_GET
@actor_required(permissions.LOCATE)
@xframe_options_sameorigin
@csp_replace(_FRAME)
def frame(request: HttpRequest) -> HttpResponse:
    """The report's map, for the page's own frame."""
    actor, form = actor_of(request), range_form(request)
    if not form.is_valid():
        raise Invalid(_("Aralık okunamadı; sayfaya dönüp tarihleri düzeltin."))
    phones, span = form.phones()[:20], form.span()
    viewing.look(actor, [one.pk for one in phones], ViewLog.What.MAP)
    whole = tracks.Whole()
    ways = tracks.ways([one.pk for one in phones], span, whole)
    note = "" if whole.is_whole else cut_note(tracks.share(len(phones)))
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
    from fieldteams import report_map  # folium is a tenth of every process's start

    routes = [(one, ways[one.pk]) for one in phones]
    answer = HttpResponse(
        report_map.render(routes, nonce, map_words(), get_language() or "tr", note)
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@actor_required(permissions.LOCATE)
def export(request: HttpRequest) -> FileResponse:
    """The report as a file: the page's own query and ``format=xlsx|csv``."""
    actor, form, kind = actor_of(request), range_form(request), _kind(request)
    wanted = request.GET.get("format", "xlsx")
    if wanted not in ("xlsx", "csv"):
        raise Invalid(_("Dosya türü xlsx ya da csv olabilir."), field="format")
    if not form.is_valid():
        raise Invalid(_("Aralık okunamadı; sayfaya dönüp tarihleri düzeltin."))
    phones, span = form.phones(), form.span()
    viewing.look(actor, [one.pk for one in phones], ViewLog.What.EXPORT)
    table = reporting.make(kind, actor, phones, span, grouped=form.grouped)

    def write(file: IO[bytes]) -> None:
        if wanted == "csv":
            write_csv(file, table.heads, table.rows)  # type: ignore[arg-type]
        else:
            notes = reporting.notes(table, span)
            write_xlsx(file, table.heads, table.rows, sheet_name=table.title, notes=notes)  # type: ignore[arg-type]

    name = f"{kind}-{span.since.astimezone(span.zone):%Y-%m-%d}.{wanted}"
    return download(name, write)
