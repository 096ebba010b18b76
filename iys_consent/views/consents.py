"""İzin Ekle: the information box, the form, and what comes of it (K-025 … K-039)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.forms import ConsentForm, show_findings
from iys_consent.models import AddressKind
from iys_consent.permissions import ADD
from iys_consent.services import changes
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources.forms import for_action


class AddConsent(ActorRequiredMixin):
    """The form is inert until the information box has been read (K-025)."""

    right = ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        known = {k: v for k, v in request.GET.items() if k in ConsentForm.base_fields}
        form = for_action(ConsentForm, self.actor, initial=known)
        return self._page(form, is_read=request.GET.get("read") == "1")

    def post(self, request: HttpRequest) -> HttpResponse:
        form: Any = for_action(ConsentForm, self.actor, data=request.POST, files=request.FILES)
        is_read = request.POST.get("read") == "1"
        if not is_read or not form.is_valid():
            return self._page(form, is_read=is_read, status=422)
        try:
            outcome = changes.add_with_scan(
                self.actor,  # type: ignore[arg-type]
                form.consent(),
                form.cleaned_data["scan"],
            )
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_findings(form, error)
            return self._page(form, is_read=True, status=422)
        self._tell(outcome)
        if "another" in request.POST:
            brand = form.cleaned_data["brand"].pk
            return HttpResponseRedirect(f"{reverse('consent-add')}?read=1&brand={brand}")
        kind = outcome.address.kind
        name = "email-consents-list" if kind == AddressKind.EMAIL else "consents-list"
        return HttpResponseRedirect(f"{reverse(name)}?new={outcome.address.pk}")

    def _tell(self, outcome: changes.Outcome) -> None:
        done = ", ".join(str(m.get_channel_display()) for m in outcome.movements)
        messages.success(self.request, _("İzin eklendi: %(channels)s") % {"channels": done})
        if outcome.skipped:
            messages.info(
                self.request,
                _("Seçtiğiniz öteki onay tipleri zaten bu durumdaydı; yeniden gönderilmedi."),
            )

    def _page(self, form: Any, *, is_read: bool, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "is_read": is_read,
            "breadcrumbs": [(_("İYS Onayları"), reverse("consents-list"))],
        }
        return render(self.request, "iys_consent/add.html", context, status=status)
