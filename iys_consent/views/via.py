"""Onay İste (ViA): starting, waiting, and the code that the person was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent.models import Channel, ViaConsent, ViaState, ViaWay
from iys_consent.queue_rights import VIA_ADD
from iys_consent.resources.via import BADGES
from iys_consent.services import via
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.portal.views.record import CreateView


class CodeForm(HubForm):
    code = forms.CharField(
        label=__("Alıcının söylediği kod"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": __("İYS'nin alıcıya gönderdiği kodu yazın.")},
    )


class StartVia(CreateView):
    """Leads to the page of the code, not back to the list."""

    def leave(self, row: Any, said: str) -> HttpResponse:
        return self.go(reverse("via-consent-code", args=[row.pk]))


@actor_required(VIA_ADD)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows how far it has come and takes the code."""
    row = _row(request, pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = via.confirm(request.actor, row, form.cleaned_data["code"])  # type: ignore[attr-defined]
        except (NotAllowed, NotFound):
            raise
        except HubError as refused:
            show_error(form, refused)
            row = _row(request, pk)
        else:
            if row.state == ViaState.DONE:
                messages.success(request, _("Onay alındı ve İYS'ye kaydedildi."))
            return HttpResponseRedirect(reverse("via-consent-code", args=[row.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "iys_consent/via_code.html", _context(request, row, form), status=status)


@actor_required(VIA_ADD)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that refreshes itself until something can be done."""
    return render(
        request, "iys_consent/_via_state.html", _context(request, _row(request, pk), CodeForm())
    )


def _context(request: HttpRequest, row: ViaConsent, form: forms.Form) -> dict[str, Any]:
    waits = row.state == ViaState.WAITING
    return {
        "row": row,
        "form": form,
        "channels": ", ".join(str(Channel(one).label) for one in row.channels),
        "breadcrumbs": [(_("İYS'den Onay İsteme (ViA)"), reverse("via-consents-list"))],
        "level": BADGES.get(ViaState(row.state), "info"),
        "takes_code": waits and row.way == ViaWay.CODE,
        "polls": 2 if row.state in (ViaState.NEW, ViaState.CALLING) else 10 if waits else 0,
        "may_ask_again": via.again_refusal(row) is None,
        "record_url": _record(request.actor, row),  # type: ignore[attr-defined]
    }


def _record(actor: Any, row: ViaConsent) -> str:
    """Where the answer and its evidence stand, for who may see it."""
    resource = resources.get("email-consents" if "@" in row.recipient else "consents")
    if row.state != ViaState.DONE or not actor.can(f"{resource.rights}.view"):
        return ""
    found = resource.queryset(actor).filter(
        brand=row.brand, address=row.recipient, recipient_type=row.recipient_type
    )
    pk = found.values_list("pk", flat=True).first()
    return "" if pk is None else reverse(f"{resource.slug}-detail", args=[pk])


def _row(request: HttpRequest, pk: int) -> ViaConsent:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row: ViaConsent | None = resources.get("via-consents").queryset(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
