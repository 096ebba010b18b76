"""One service of an application: its history, what is to be done next (L-012, L-130)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turkcell_hub.applications.catalogue import KNOWN
from turkcell_hub.applications.forms import CredentialsForm, MarkForm, ReopenForm
from turkcell_hub.applications.models import ApplicationItem
from turkcell_hub.applications.services import applying
from turkcell_hub.applications.states import ItemState, badge
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required


@require_http_methods(["GET", "POST"])
@actor_required("applications.application.view")
def page(request: HttpRequest, pk: int, service: str) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = ApplicationItem.objects.select_related("application", "account").filter(
        service=service, application_id=pk
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(_("Hizmet bulunamadı."))
    form = _form(row, actor, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        actor.require("applications.application.change")
        if "reopen" in request.POST and row.state == ItemState.CREDENTIALS:
            form = ReopenForm(request.POST)
        if form is not None and form.is_valid() and _saved(actor, row, form):
            messages.success(request, _("Kaydedildi: %(name)s") % {"name": row.name})
            return HttpResponseRedirect(request.path)
        status = 422
    context = {
        "item": row,
        "service": KNOWN[row.service],
        "badge": badge(row.state),
        "form": form,
        "takes_credentials": row.state == ItemState.CREDENTIALS
        and not isinstance(form, ReopenForm),
        "reopen": ReopenForm() if row.state == ItemState.CREDENTIALS and form else None,
        "account_url": f"{reverse('gateway-accounts-add')}?service={KNOWN[row.service].account}",
        "events": [(event, badge(event.state)) for event in row.events.all()],
        "breadcrumbs": [
            (_("Başvurular"), reverse("applications-list")),
            (row.application.reference, reverse("applications-detail", args=[pk])),
        ],
    }
    return render(request, "applications/item.html", context, status=status)


def _form(row: ApplicationItem, actor: Any, data: Any) -> HubForm | None:
    """The one thing that can be done now; None where there is nothing, or not for the actor."""
    if not actor.can("applications.application.change"):
        return None
    if row.state == ItemState.CREDENTIALS:
        return CredentialsForm(data, actor=actor, service=KNOWN[row.service].account)
    form = MarkForm(data, actor=actor, after=applying.by_hand(row))
    return form if form.fields["state"].choices else None  # type: ignore[attr-defined]


def _saved(actor: Any, row: ApplicationItem, form: HubForm) -> bool:
    """Writes down what the form says; False with the reason at its field."""
    given = form.cleaned_data
    try:
        if isinstance(form, ReopenForm):
            applying.reopen(actor, row, given["note"])
        elif "account" in given:
            applying.enter_credentials(actor, row, given["account"])
        else:
            applying.mark(actor, row, given["state"], given["note"])
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        show_error(form, error)
        return False
    return True
