"""The certificate of a request: what was looked through, what went, what stayed and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.privacy.models import DataRequest, RequestKind, RequestState
from turkcell_hub.privacy.permissions import VIEW
from turkcell_hub.privacy.services import requests


@require_safe
@actor_required(VIEW)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    row: DataRequest | None = DataRequest.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("İstek bulunamadı."))
    if row.state != RequestState.DONE:
        raise Conflict(_("Belge, iş bitince hazır olur."), code="not_ready")
    context = {
        "row": row,
        "firm": request.firm,  # type: ignore[attr-defined]
        "lines": [_readable(line) for line in row.result],
        "is_erasure": row.kind == RequestKind.ERASURE,
        "is_whole": requests.digest_of(row) == row.digest,
    }
    return render(request, "privacy/certificate.html", context)


def _readable(line: dict[str, Any]) -> dict[str, Any]:
    kept = [{**one, "until": parse_date(one["until"]) if one["until"] else None}
            for one in line["kept"]]  # fmt: skip
    return {**line, "kept": kept}
