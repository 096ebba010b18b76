"""Pages that show an API key once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError, NotAllowed
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.forms.keys import KeyForm, RotateForm
from turkcell_hub.tenancy.models import ApiKey
from turkcell_hub.tenancy.services import keys

RIGHT = "tenancy.key.change"


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(RIGHT)
def new(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = KeyForm(request.POST if request.method == "POST" else None, actor=actor)
    title = _("Yeni API anahtarı")
    return _answer(request, form, title, lambda data: keys.create(actor, **data))


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(RIGHT)
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    key = ApiKey.objects.filter(pk=pk).first()
    if key is None:
        raise Http404(_("Kayıt bulunamadı."))
    form = RotateForm(request.POST if request.method == "POST" else None)
    title = _("Anahtarı yenile: %(name)s") % {"name": key.name}
    return _answer(request, form, title, lambda data: keys.rotate(actor, key, data["overlap"]))


def _answer(request: HttpRequest, form: HubForm, title: str, make: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = make(form.cleaned_data)
        except NotAllowed:
            raise
        except HubError as error:
            show_error(form, error)
        else:
            return render(request, "tenancy/key_shown.html", {"key": key, "secret": secret})
    context = {"form": form, "title": title}
    return render(request, "tenancy/key_form.html", context, status=422 if form.errors else 200)
