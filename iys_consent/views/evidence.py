"""The evidence of an address: the pack, and a single scan."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iys_consent import queue_rights
from iys_consent.models import ConsentAddress, ConsentEvidence
from iys_consent.rules import readable_address
from iys_consent.services import evidence, evidence_pack
from turkcell_hub.errors import NotFound
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.models import Firm


@require_http_methods(["GET", "POST"])
@actor_required(queue_rights.EVIDENCE)
def ask(request: HttpRequest) -> HttpResponse:
    """A number or an e-mail is typed; what there is of it, and the way to its pack. By POST,
    because neither belongs into an address that servers log."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    typed = request.POST.get("recipient", "").strip()[:265]
    context: dict[str, Any] = {"typed": typed, "breadcrumbs": [(_("Raporlar"), "")]}
    if request.method == "POST":
        country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
        read = readable_address(typed, country)
        if read is None:
            context["problem"] = _("Telefon numarası ya da e-posta adresi yazın.")
        else:
            context["asked"], context["found"] = read[1], evidence_pack.summary(actor, read[1])
            seen = actor.visible(ConsentAddress.objects.filter(address=read[1]))
            context["address"] = seen.order_by("pk").first()
    status = 422 if "problem" in context else 200
    return render(request, "iys_consent/evidence.html", context, status=status)


@require_GET
@actor_required(queue_rights.EVIDENCE)
def pack(request: HttpRequest, pk: int) -> FileResponse:
    """The zip of the number or e-mail of an address that the person may see: its movements of every
    brand, channel and recipient type that exist for him."""
    actor = request.actor  # type: ignore[attr-defined]
    address = actor.visible(ConsentAddress.objects.all()).filter(pk=pk).first()
    if address is None:
        raise Http404
    try:
        body = evidence_pack.build(actor, address.address)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    answer = FileResponse(
        body, as_attachment=True, filename=f"onay-kaniti-{pk}.zip", content_type="application/zip"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@actor_required(queue_rights.EVIDENCE)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """One scan, never run in the page: it is saved under a plain name."""
    actor = request.actor  # type: ignore[attr-defined]
    found = ConsentEvidence.objects.filter(
        pk=pk, movements__in=actor.visible(evidence.movements())
    ).exclude(file="").first()  # fmt: skip
    if found is None:
        raise Http404
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=evidence.file_name(found)
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
