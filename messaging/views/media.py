"""The file of an MMS: taken in on the compose page, shown to who may see the campaign."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.services import media
from messaging.views.base import actor_of, campaign_or_404
from messaging.views.compose import state
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.portal.views.mixins import actor_required


@require_POST
@actor_required("messaging.campaign.change")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Without htmx the answer is the compose page."""
    campaign = campaign_or_404(request, pk)
    file, problem = request.FILES.get("media"), ""
    try:
        if file is None:
            problem = _("Bir dosya seçin.")
        else:
            media.attach(actor_of(request), campaign, file)
    except HubError as refused:
        problem = str(refused.message)
    if not getattr(request, "htmx", None) and not problem:
        return HttpResponseRedirect(reverse("compose", args=[pk]))
    context = {"campaign": campaign_or_404(request, pk), "media_problem": problem, "arrived": True}
    context.update(state(context["campaign"]))
    status = 422 if problem and not getattr(request, "htmx", None) else 200
    return render(request, "messaging/compose/_media.html", context, status=status)


@require_GET
@actor_required("messaging.campaign.view")
def show(request: HttpRequest, pk: int) -> FileResponse:
    """Shown in the page, never run: the type is what the content was found to be."""
    try:
        found, file = media.opened(campaign_or_404(request, pk))
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    answer = FileResponse(file, content_type=found.content_type, filename=found.name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
