"""Metin denetimi by the browser: taking errors upon oneself, and the words of the firm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging.content_forms import OverrideForm, WordsForm
from messaging.models import ContentWords
from messaging.selectors import contents as reading
from messaging.services import contents
from messaging.views.base import actor_of, campaign_or_404
from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required


@require_http_methods(["GET", "POST"])
@actor_required("messaging.content.override")
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then keeps it with name and time."""
    campaign = campaign_or_404(request, pk)
    form = OverrideForm(request.POST if request.method == "POST" else None, actor=actor_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            contents.override(actor_of(request), campaign, form.cleaned_data["reason"])
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Metin denetimindeki eksikler üstlenildi; kayda geçti."))
            return _back(request, reverse("compose", args=[pk]))
    htmx = getattr(request, "htmx", None)
    context = {"campaign": campaign, "form": form, "panel": reading.panel(campaign)}
    name = "override" if htmx else "override_page"
    status = 422 if form.errors else 200
    return render(request, f"messaging/content/{name}.html", context, status=status)


@require_http_methods(["GET", "POST"])
@actor_required("messaging.content.view")
def words(request: HttpRequest) -> HttpResponse:
    """The lists in force; an Admin writes new ones from a day on."""
    actor = actor_of(request)
    may_change = actor.can("messaging.content.change")
    form = WordsForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST":
        actor.require("messaging.content.change")
        if form.is_valid():
            try:
                contents.change_words(actor, *form.values())
            except HubError as error:
                show_error(form, error)
            else:
                messages.success(request, _("Kelime listeleri kaydedildi."))
                return HttpResponseRedirect(reverse("content-words"))
    context: dict[str, Any] = {
        "form": form,
        "may_change": may_change,
        "versions": ContentWords.objects.order_by("-valid_from")[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "messaging/content/words.html", context, status=status)


def _back(request: HttpRequest, url: str) -> HttpResponse:
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response
