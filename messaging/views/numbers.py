"""Numara Doğruluğu: the findings, what is chosen, what was written, the list for the ERP."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.models import NumberCorrection
from messaging.number_rules import Fault, Finding, Owner
from messaging.selectors import number_words as words
from messaging.selectors import numbers as found
from messaging.services import numbers
from messaging.views.base import actor_of, go
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sheets import write_xlsx

RIGHT = "messaging.subscriber.view"
_SHOWN = 25
_CORRECTIONS = 10
_PREVIEWED = 200


@require_GET
@actor_required(RIGHT)
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@actor_required(numbers.RIGHT)
def preview(request: HttpRequest) -> HttpResponse:
    """What would be written, before it is."""
    actor, fault, keys = actor_of(request), _fault(request.POST), _keys(request)
    try:
        chosen = numbers.choose(actor, keys, fault)
    except HubError as error:
        return _refused(request, error)
    context = {
        "lines": [words.line(one) for one in chosen[:_PREVIEWED]],
        "count": len(chosen),
        "shown": _PREVIEWED,
        "keys": [one.key for one in chosen] if keys is not None else [],
        "all": keys is None,
        "fault": fault,
        "digest": numbers.digest(chosen),
        "breadcrumbs": [(_("Numara Doğruluğu"), reverse("numbers"))],
    }
    return render(request, "messaging/numbers/preview.html", context)


@require_POST
@actor_required(numbers.RIGHT)
def apply(request: HttpRequest) -> HttpResponse:
    shown, fault = request.POST.get("digest", ""), _fault(request.POST)
    try:
        done = numbers.apply(actor_of(request), _keys(request), shown, fault)
    except HubError as error:
        return _refused(request, error)
    messages.success(request, _("%(n)d kayıt düzeltildi; geri alınabilir.") % {"n": done.size})
    return go(request, reverse("numbers"))


@require_POST
@actor_required(numbers.RIGHT)
def undo(request: HttpRequest) -> HttpResponse:
    raw = request.POST.get("correction", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise NotFound(_("Düzeltme bulunamadı."))
    try:
        done = numbers.undo(actor_of(request), int(raw))
    except HubError as error:
        return _refused(request, error)
    messages.success(request, _("%(n)d kaydın düzeltmesi geri alındı.") % {"n": done.size})
    return go(request, reverse("numbers"))


@require_GET
@actor_required("erp.mirror.view")
def export(request: HttpRequest) -> FileResponse:
    """What is to be corrected in the ERP, a row for each finding."""
    actor = actor_of(request)
    actor.require(RIGHT)
    rows = (words.row(one) for one in found.findings(actor, _fault(request.GET), Owner.ERP))
    return download(
        "erp-numara-duzeltmeleri.xlsx",
        lambda file: write_xlsx(file, words.headers(), rows, sheet_name=_("ERP düzeltmeleri")),
    )


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    actor, fault = actor_of(request), _fault(request.GET)
    every = found.findings(actor)
    rows = [one for one in every if not fault or one.fault == fault]
    part = Paginator(rows, _SHOWN).get_page(request.GET.get("page"))
    context = {
        "kinds": _kinds(every),
        "fault": fault,
        "total": len(every),
        "page": part,
        "lines": [words.line(one) for one in part],
        "for_erp": sum(one.owner is Owner.ERP for one in rows),
        "for_portal": sum(one.owner is Owner.PORTAL for one in rows),
        "may_change": actor.can(numbers.RIGHT),
        "corrections": NumberCorrection.objects.order_by("-pk")[:_CORRECTIONS],
        "refusal": refusal,
        "breadcrumbs": [(_("İşlemler"), "")],
    }
    return render(request, "messaging/numbers/page.html", context, status=status)


def _refused(request: HttpRequest, error: HubError) -> HttpResponse:
    if isinstance(error, (NotAllowed, NotFound)):
        raise error
    if getattr(request, "htmx", None):
        messages.error(request, str(error.message))
        return go(request, reverse("numbers"))
    return _page(request, str(error.message), 422)


def _kinds(every: list[Finding]) -> list[dict[str, Any]]:
    return [
        {"code": fault.value, "label": fault.label,
         "count": sum(one.fault is fault for one in every)}
        for fault in Fault
    ]  # fmt: skip


def _fault(data: Any) -> str:
    given = str(data.get("kind", ""))
    return given if given in Fault.values else ""


def _keys(request: HttpRequest) -> set[str] | None:
    """None: all that the portal can write."""
    return None if request.POST.get("all") else set(request.POST.getlist("keys"))
