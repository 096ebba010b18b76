"""Üyelik: the way in, and steps 1 and 3 (A-001, A-002, A-044 … A-047)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.membership import permissions, selectors
from turkcell_hub.membership.forms import PaymentForm, SendingForm
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.services import dossiers, lacking, rules
from turkcell_hub.membership.states import BEING_FILLED, WITH_APPLICANT, Programme, State, badge
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required

STEPS = ("membership-payment", "membership-papers", "membership-sending")


@require_http_methods(["GET", "POST"])
@actor_required(permissions.ADD)
def entry(request: HttpRequest) -> HttpResponse:
    """Begins a file, or leads to where the applicant left it."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = dossiers.live()
    if request.method == "POST":
        if dossier is None:
            dossiers.begin(actor)
        return HttpResponseRedirect(reverse(STEPS[0]))
    if dossier is None:
        context = {"rejected": _rejected()}
        return render(request, "membership/start.html", context)
    if dossier.state in BEING_FILLED:
        return HttpResponseRedirect(reverse(STEPS[dossier.step - 1]))
    if dossier.state == State.RETURNED:
        return HttpResponseRedirect(reverse(STEPS[1]))
    return HttpResponseRedirect(reverse("memberships-detail", args=[dossier.pk]))


@require_http_methods(["GET", "POST"])
@actor_required(permissions.CHANGE)
def payment(request: HttpRequest) -> HttpResponse:
    """Step 1: how it is paid, what kind of organisation, whose data."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = required()
    if dossier.state not in BEING_FILLED:
        return HttpResponseRedirect(reverse("membership"))
    names = list(PaymentForm.base_fields)
    initial = {name: getattr(dossier, name) for name in names}
    form = PaymentForm(request.POST or None, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            dossiers.fill(actor, dossier, form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Bilgiler kaydedildi; şimdi belgeler."))
            return HttpResponseRedirect(reverse(STEPS[1]))
    context = {**frame(dossier, 1), "form": form, **selectors.price_list()}
    return render(request, "membership/payment.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@actor_required(permissions.CHANGE)
def sending(request: HttpRequest) -> HttpResponse:
    """Step 3: corporate line, parcel, and the button that sends the file."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = required()
    if dossier.state not in WITH_APPLICANT:
        return HttpResponseRedirect(reverse("membership"))
    if dossier.step < 2:
        return HttpResponseRedirect(reverse(STEPS[0]))
    if request.method == "GET":
        dossiers.reach(actor, dossier, 3)
    initial = {name: getattr(dossier, name) for name in SendingForm.base_fields}
    if dossier.has_corporate_line is not None:
        initial["has_corporate_line"] = "1" if dossier.has_corporate_line else "0"
    form = SendingForm(request.POST or None, initial=initial, actor=actor)
    is_held_back = False
    if request.method == "POST" and form.is_valid():
        try:
            dossier = dossiers.ship(actor, dossier, form.cleaned_data)
            if "submit" in request.POST:
                dossiers.submit(actor, dossier)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            # What was typed is kept by then; the page lists what lacks.
            is_held_back = "missing" in error.extra
            if not is_held_back:
                show_error(form, error)
        else:
            return _after_saving(request, dossier)
    dossier = required()
    context = {
        **frame(dossier, 3),
        "form": form,
        "rules": rules.in_force(dossier.firm_id),
        "lacks": lacking.of(dossier),
        "is_held_back": is_held_back,
        "says_no": str(form["has_corporate_line"].value()) == "0",
    }
    status = 422 if form.errors or is_held_back else 200
    return render(request, "membership/sending.html", context, status=status)


def required() -> Dossier:
    """The firm's live file. Raises ``NotFound``."""
    found = dossiers.live()
    if found is None:
        raise NotFound(_("Üyelik dosyası yok; önce başlatın."))
    return found


def _rejected() -> Dossier | None:
    rows = Dossier.objects.filter(programme=Programme.SMS, state=State.REJECTED)
    found: Dossier | None = rows.last()
    return found


def frame(dossier: Dossier, step: int) -> dict[str, Any]:
    """What every step shows: where one is, and what may be gone to."""
    labels = (_("Ödeme ve kurum"), _("Belgeler"), _("Gönderim"))
    is_returned = dossier.state == State.RETURNED  # its first step is closed
    reached = 3 if is_returned else dossier.step
    return {
        "dossier": dossier,
        "badge": badge(dossier.state),
        "step": step,
        "steps": [
            (place, label, reverse(STEPS[place - 1]), is_returned < place <= max(reached, step))
            for place, label in enumerate(labels, start=1)
        ],
    }


def _after_saving(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    if "submit" in request.POST:
        messages.success(request, _("Dosyanız gönderildi; sonucu burada ve e-postayla bildirilir."))
        return HttpResponseRedirect(reverse("memberships-detail", args=[dossier.pk]))
    messages.success(request, _("Kaydedildi."))
    return HttpResponseRedirect(request.path)
