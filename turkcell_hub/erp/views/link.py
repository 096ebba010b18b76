"""ERP Bağlantısı: which ERP, its version, İK bağlantısı, how fresh the cards are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from turkcell_hub.erp.models import ErpSystem
from turkcell_hub.erp.selectors import freshness
from turkcell_hub.erp.services import links
from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required


class LinkForm(HubForm):
    system = forms.ChoiceField(label=__("ERP"), choices=ErpSystem.choices)
    version = forms.CharField(
        label=__("Sürüm"),
        max_length=40,
        required=False,
        help_text=__("ERP'nizin Hakkında penceresindeki sürüm, örneğin 2.06.00.01."),
    )
    hr_linked = forms.BooleanField(
        label=__("İK bağlantısı var"),
        required=False,
        help_text=__("İşaretliyse personel kartları mobil abone olarak seçilebilir."),
    )


@require_http_methods(["GET", "POST"])
@actor_required("erp.link.change")
def page(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = links.of_firm(actor.firm_id)
    initial = {name: getattr(row, name) for name in links.FIELDS}
    form = LinkForm(request.POST if request.method == "POST" else None, initial=initial,
                    actor=actor)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            saved = links.change(actor, form.cleaned_data)
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("ERP bağlantısı kaydedildi."))
            if warning := links.version_warning(saved):
                messages.warning(request, warning)
            return HttpResponseRedirect(reverse("erp-link"))
    context = {
        "form": form,
        "warning": links.version_warning(row),
        "kinds": freshness.of_every_kind(),
    }
    return render(request, "erp/link.html", context, status=422 if form.errors else 200)
