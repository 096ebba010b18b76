"""Pages that show a webhook's secret once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError, NotAllowed
from turkcell_hub.events.forms import EndpointForm
from turkcell_hub.events.models import Endpoint
from turkcell_hub.events.services import endpoints
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(endpoints.RIGHT)
def add(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = EndpointForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row, secret = endpoints.add(actor, given["url"], given["types"], given["description"])
        except NotAllowed:
            raise
        except HubError as error:
            show_error(form, error)
        else:
            return render(request, "events/secret.html", {"endpoint": row, "secret": secret})
    return render(request, "events/webhook_form.html", {"form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(endpoints.RIGHT)
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = Endpoint.objects.filter(pk=pk).first()
    if row is None:
        raise Http404(_("Kayıt bulunamadı."))
    if request.method == "POST":
        secret = endpoints.rotate(actor, row)
        return render(request, "events/secret.html", {"endpoint": row, "secret": secret})
    return render(request, "events/rotate.html", {"endpoint": row})
