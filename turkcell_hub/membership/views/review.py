"""The reviewer's two doors: one scan, and the whole file. Who reviews, the service says: of a
registration at İYS it is the firm, which writes down İYS' answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.membership import permissions, selectors
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.services import reviewing
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.portal.views.record import DetailView
from turkcell_hub.resources import registry


@require_POST
@actor_required(permissions.VIEW)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    file = selectors.file_of(actor, pk)
    actor.require(reviewing.right_for(file.paper.dossier))
    back = reverse("memberships-detail", args=[file.paper.dossier_id])
    try:
        good = request.POST.get("verdict") == "good"
        reviewing.judge(actor, file, good=good, reason=request.POST.get("reason", ""))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(f"{back}#file-{pk}")


@require_POST
@actor_required(permissions.VIEW)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = Dossier.objects.filter(pk=pk).first()
    if dossier is None:
        raise NotFound(_("Üyelik dosyası bulunamadı."))
    actor.require(reviewing.right_for(dossier))
    note = request.POST.get("note", "")[:500]
    try:
        match request.POST.get("decision"):
            case "start":
                reviewing.start(actor, dossier)
                said = _("Dosya incelemeye alındı.")
            case "give-back":
                reviewing.give_back(actor, dossier, note)
                said = _("Dosya geri verildi; yalnız uygun olmayan belgeler yeniden açıldı.")
            case "approve":
                reviewing.approve(actor, dossier, note)
                said = _("Üyelik onaylandı.")
            case "reject":
                reviewing.reject(actor, dossier, note)
                said = _("Üyelik reddedildi.")
            case _other:
                raise NotFound(_("Böyle bir karar yok."))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _again(request, pk, refusal=str(error.message), typed_note=note)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("memberships-detail", args=[pk]))


def _again(request: HttpRequest, pk: int, **refused: str) -> HttpResponse:
    """The file's page with what was typed for a decision that was refused."""
    view = DetailView(resource=registry.get("memberships"))
    view.setup(request, pk=pk)
    view.actor = request.actor  # type: ignore[attr-defined]
    return view.page(view.row_or_404(pk), status=422, **refused)
