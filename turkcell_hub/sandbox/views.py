"""Deneme firması: opened and entered by a press; its keys, made on a page of their own, are shown
once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError, NotAllowed
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sandbox.services import opening
from turkcell_hub.tenancy import sessions
from turkcell_hub.tenancy.forms.keys import KeyForm
from turkcell_hub.tenancy.services import sandboxes


class SandboxKeyForm(KeyForm):
    """Brands and Yetki Kodları are the real firm's; there are none of them over there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["brands"], self.fields["authority_codes"]


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required("tenancy.key.change")
def new_key(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = SandboxKeyForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = opening.make_key(actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except HubError as error:
            show_error(form, error)
        else:
            context = {"key": key, "secret": secret, "sandbox_firm": key.firm}
            return render(request, "tenancy/key_shown.html", context)
    context = {
        "form": form,
        "title": _("Yeni deneme anahtarı"),
        "is_sandbox": True,
        "is_offered": opening.is_offered(),
    }
    return render(request, "tenancy/key_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(opening.OPEN)
def trial(request: HttpRequest) -> HttpResponse:
    """What a firm for trials is; a press opens it and leads there, to the first message."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    refused = ""
    if request.method == "POST":
        try:
            firm_id = opening.open_firm(actor)
        except NotAllowed:
            raise
        except HubError as error:
            refused = str(error.message)
        else:
            sessions.choose_firm(request, firm_id)
            said = _(
                "Deneme firmasındasınız: mesajlar yalnız deneme operatörüne gider. Geri dönmek için"
                " firma seçiciyi kullanın."
            )
            messages.success(request, said)
            return redirect("compose-new")
    context = {
        "refused": refused,
        "is_offered": opening.is_offered(),
        "is_sandbox": sandboxes.is_sandbox(actor.firm_id),
    }
    return render(request, "tenancy/trial.html", context, status=409 if refused else 200)
