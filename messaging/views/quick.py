"""Group send from the home screen: tap a group, tap a ready message, tap send (S-078)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.selectors import contents, quick
from messaging.services import preflight
from messaging.services import quick as writing
from messaging.views.base import actor_of
from turkcell_hub import resources
from turkcell_hub.errors import NotFound
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal.views.mixins import actor_required

_RIGHT = "messaging.campaign.send"


@require_GET
@actor_required(_RIGHT)
def groups(request: HttpRequest) -> HttpResponse:
    """All groups, the last used first; the installed app opens here by its shortcut."""
    return render(
        request, "messaging/quick/groups.html", {"groups": quick.groups(actor_of(request))}
    )


@require_GET
@actor_required(_RIGHT)
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """The ready messages for one group."""
    context = {
        "group": _group(request, pk),
        "ready": quick.ready(actor_of(request)),
        "breadcrumbs": [(_("Gruba SMS"), reverse("quick"))],
    }
    return render(request, "messaging/quick/ready.html", context)


@require_POST
@actor_required(_RIGHT)
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft and pre-flight; then the last question, or the compose page with what lacks."""
    actor = actor_of(request)
    wanted = row_id(request.POST.get("template"))
    templates = resources.get("templates").queryset(actor)
    template = templates.filter(pk=wanted).first() if wanted else None
    if template is None:
        raise NotFound(_("Hazır mesaj bulunamadı."))
    campaign, problem = writing.prepare(actor, _group(request, pk), template)
    if problem is not None:
        messages.warning(request, str(problem.message))
        return redirect("compose", campaign.pk)
    forecast = preflight.stored(campaign)
    stopped = contents.panel(campaign).stops
    if stopped or forecast is None or not forecast.sendable or forecast.missing:
        messages.warning(request, _("Gönderilemiyor; nedenleri ön uçuşta ve metin denetiminde."))
        return redirect("compose", campaign.pk)
    return redirect("compose-send", campaign.pk)


def _group(request: HttpRequest, pk: int) -> Any:
    group = resources.get("groups").queryset(actor_of(request)).filter(pk=pk).first()
    if group is None:
        raise Http404(_("Grup bulunamadı."))
    return group
