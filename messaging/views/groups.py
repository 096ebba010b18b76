"""Small parts of the group's and the template's pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging.models import Subscriber, TemplateCategory
from messaging.selectors import contents, texts
from messaging.services import compose, groups
from messaging.views.base import actor_of
from turkcell_hub import resources
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal.views.mixins import actor_required


@require_POST
@actor_required("messaging.group.change")
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one person out of the group; he stays a subscriber."""
    actor = actor_of(request)
    group = resources.get("groups").queryset(actor).filter(pk=pk).first()
    subscriber = row_id(request.POST.get("subscriber"))
    if group is None or subscriber is None:
        raise Http404(_("Grup bulunamadı."))
    removed = groups.remove(actor, group, Subscriber.objects.filter(pk=subscriber))
    if removed:
        messages.success(request, _("Gruptan çıkarıldı."))
    return HttpResponseRedirect(reverse("groups-detail", args=[pk]))


@require_POST
@actor_required("messaging.template.view")
def counter(request: HttpRequest) -> HttpResponse:
    """The live counter of the template form, with the class that the category presets."""
    text = request.POST.get("text", "").replace("\r\n", "\n")[:5000]
    category = request.POST.get("category", "")
    preset = compose.preset_class(category) if category in TemplateCategory.values else ""
    actor = actor_of(request)
    profile, suffix = texts.default_counting(actor, preset)
    context = {
        "panel": contents.panel_of_text(actor.firm_id, text, preset, suffix),
        "size": texts.measure(text, profile, suffix),
        "problem": texts.problem_of(text),
        "preset": preset,
    }
    return render(request, "messaging/_template_state.html", context)
