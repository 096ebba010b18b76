"""The receipt for paper, and as a zip that can be checked offline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otp.permissions import VIEW
from otp.services import papers, proofs
from turkcell_hub.portal.views.mixins import actor_required


@require_safe
@actor_required(VIEW)
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    body = proofs.build(request.actor, pk)  # type: ignore[attr-defined]
    answer = HttpResponse(body, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="onay-makbuzu-{pk}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@actor_required(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as PDF, shown in the browser."""
    body = papers.build(request.actor, pk)  # type: ignore[attr-defined]
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="onay-makbuzu-{pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
