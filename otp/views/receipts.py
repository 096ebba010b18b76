"""The receipt for paper, and as a zip that can be checked offline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otp.permissions import VIEW
from otp.services import proofs, receipts
from turkcell_hub.errors import NotFound
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
    """One page for paper or the browser's "PDF olarak kaydet"."""
    receipt = receipts.visible(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if receipt is None:
        raise NotFound(_("Böyle bir makbuz yok."))
    return render(request, "otp/receipt_print.html", {"receipt": receipt})
