"""İYS Kaydı: one page from the firm's data to İYS' code (S-024 … S-027, S-058)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.membership import checklist, documents, permissions, selectors
from turkcell_hub.membership.forms import CodeForm, DeliveryForm, RegistrationForm
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.services import dossiers, lacking, registration, rules
from turkcell_hub.membership.states import (
    BEING_FILLED,
    WITH_APPLICANT,
    WITH_REVIEWER,
    Programme,
    State,
    badge,
    file_badge,
)
from turkcell_hub.membership.views.papers import bring, given_out
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required

PAGE = "membership-registration"
_KEPT_UNSEEN = ("officer_tckn", "second_tckn")


@require_http_methods(["GET", "POST"])
@actor_required(permissions.CHANGE)
def page(request: HttpRequest) -> HttpResponse:
    """Shows the file; POST begins one, or saves the data."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = dossiers.live(Programme.IYS)
    if request.method == "GET":
        return _shown(request, dossier)
    if dossier is None:
        registration.begin(actor)
        return HttpResponseRedirect(reverse(PAGE))
    form = RegistrationForm(request.POST, actor=actor)
    return _taken(
        request,
        form,
        lambda data: registration.fill(actor, dossier, data),
        _("Bilgiler kaydedildi."),
        data_form=form,
    )


@require_POST
@actor_required(permissions.CHANGE)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Files and ticks of one paper."""
    dossier = required()
    wrong = bring(request, dossier, code)
    if wrong:
        return _shown(request, required(), wrong=(code, wrong))
    return HttpResponseRedirect(f"{reverse(PAGE)}#paper-{code}")


@require_POST
@actor_required(permissions.CHANGE)
def delivery(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = required()
    form = DeliveryForm(request.POST, actor=actor)
    return _taken(
        request,
        form,
        lambda data: registration.deliver(actor, dossier, data),
        _("Gönderimler kaydedildi."),
        delivery_form=form,
    )


@require_GET
@actor_required(permissions.CHANGE)
def label(_request: HttpRequest) -> HttpResponse:
    """For the envelope to İYS."""
    name, content = documents.post_label(required())
    return given_out(content, name, "application/pdf")


@require_POST
@actor_required(permissions.CHANGE)
def submit(request: HttpRequest) -> HttpResponse:
    """The papers are with İYS now."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossiers.submit(actor, required())
    messages.success(request, _("Dosya İYS'ye verildi olarak işaretlendi; yanıtını buraya yazın."))
    return HttpResponseRedirect(reverse(PAGE))


@require_POST
@actor_required(permissions.CHANGE)
def code(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = required()
    form = CodeForm(request.POST, actor=actor)
    return _taken(
        request,
        form,
        lambda data: registration.registered(actor, dossier, data["iys_code"]),
        _("İYS kaydı tamamlandı."),
        code_form=form,
    )


def required() -> Dossier:
    """The firm's live registration. Raises ``NotFound``."""
    found = dossiers.live(Programme.IYS)
    if found is None:
        raise NotFound(_("İYS kaydı yok; önce başlatın."))
    return found


def _taken(
    request: HttpRequest,
    form: HubForm,
    write: Callable[[dict[str, Any]], Any],
    said: str,
    **shown: Any,
) -> HttpResponse:
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse(PAGE))
    return _shown(request, required(), status=422, **shown)


def _shown(
    request: HttpRequest,
    dossier: Dossier | None,
    wrong: tuple[str, str] = ("", ""),
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    if dossier is None:
        rejected = Dossier.objects.filter(programme=Programme.IYS, state=State.REJECTED).last()
        start = {"rejected": rejected, "account_url": selectors.registry_account_url()}
        return render(request, "membership/registration_start.html", start)
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = checklist.of(dossier)
    lines = [
        (line, [(one, file_badge(one.state), selectors.may_open(actor, one)) for one in line.files])
        for line in found.lines
    ]
    is_filled = dossier.state in BEING_FILLED
    context = {
        "dossier": dossier,
        "said": dossier.registration,
        "badge": badge(dossier.state),
        "checklist": found,
        "lines": lines,
        "paper_url": "membership-registration-paper",
        "rules": rules.in_force(dossier.firm_id),
        "account_url": selectors.registry_account_url(),
        "is_abroad": lacking.abroad(dossier),
        "unposted": lacking.unposted(dossier),
        "is_returned": dossier.state == State.RETURNED,
        "takes_papers": dossier.state in WITH_APPLICANT,
        "waits": dossier.state in WITH_REVIEWER,
        "lacks": lacking.of(dossier) if dossier.state in WITH_APPLICANT else [],
        "warnings": lacking.warnings(dossier),
        "note": dossier.events.filter(state=State.RETURNED).last(),
        "data_form": RegistrationForm(initial=_initial(dossier), actor=actor)
        if is_filled
        else None,
        "delivery_form": DeliveryForm(initial=_initial(dossier), actor=actor),
        "code_form": CodeForm(actor=actor),
        "wrong_code": wrong[0],
        "wrong_text": wrong[1],
        **forms,
    }
    shown = 422 if wrong[0] else status
    return render(request, "membership/registration.html", context, status=shown)


def _initial(dossier: Dossier) -> dict[str, Any]:
    names = [*RegistrationForm.base_fields, *DeliveryForm.base_fields]
    said = dossier.registration
    found = {name: getattr(dossier, name, None) or getattr(said, name, "") for name in names}
    return {**found, **dossier.answers, **dict.fromkeys(_KEPT_UNSEEN, "")}
